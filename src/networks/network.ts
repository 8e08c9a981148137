import type { Tensor } from "@tensorflow/tfjs";
import { ensure } from "../numerics/errors";
import type { Displayable, MimeBundle } from "../numerics/mimeBundle";
import type { Points } from "../numerics/points";
import { type Rng, rng as seeded } from "../numerics/rng";
import { table } from "../numerics/table";
import { type Activation, type ActivationName, activation } from "./activation";
import { type Captured, capture, type TensorFunction } from "./capture";
import type { Layers } from "./layers";
import { initialParameters, offsetsOf, weightsOf } from "./parameters";
import type { TensorFlow } from "./tensorflow";

/** What all networks take. */
export interface NetworkOptions {
  /** The dimension of the points; 1 if left out. */
  readonly dim?: number;
  /** Numbers of units of the hidden layers; [64, 64] if left out, [] for an affine map. */
  readonly hidden?: readonly number[];
  /** "silu" if left out. */
  readonly activation?: ActivationName;
  /** Draws the first weights; rng(1, "network") if left out. */
  readonly rng?: Rng;
}

/** What a network is, its parameters apart. It is saved beside them. */
export interface Architecture {
  readonly kind: "score" | "energy" | "noise-conditional score";
  readonly dim: number;
  readonly hidden: readonly number[];
  readonly activation: ActivationName;
  /** A noise-conditional network's `dataScale`. */
  readonly dataScale?: number;
}

/** What a network computes from tensors for its inputs and from its parameters. */
export type Evaluated = (tensors: readonly Tensor[], parameters: readonly Tensor[]) => Tensor;

/** A multilayer perceptron whose parameters training replaces. */
export abstract class Network implements Displayable {
  readonly dim: number;
  readonly #activation: Activation;
  #parameters: Tensor[];
  readonly #evaluations = new Map<string, number>();
  readonly #graphs = new Map<string, Captured>();

  constructor(
    readonly tf: TensorFlow,
    readonly architecture: Architecture,
    readonly sizes: readonly number[],
    rng: Rng = seeded(1, "network"),
  ) {
    this.dim = architecture.dim;
    this.#activation = activation(tf, architecture.activation);
    this.#parameters = initialParameters(tf, sizes, rng);
  }

  /** W_1, c_1, W_2, c_2, ...: W_l is [inputs, outputs], c_l is [outputs]. Not yours to dispose of. */
  get parameters(): readonly Tensor[] {
    return this.#parameters;
  }

  /**
   * Puts other numbers in the place of the parameters; the old tensors are disposed of.
   *
   * @throws InvalidArgument if their shapes differ from those of the parameters.
   */
  assign(parameters: readonly Tensor[]): void {
    const shapes = (list: readonly Tensor[]) =>
      list.map((p) => `[${p.shape.join(", ")}]`).join(" ");
    ensure(shapes(parameters) === shapes(this.#parameters), () => ({
      argument: "parameters",
      value: shapes(parameters),
      problem: `have other shapes than the network's: ${shapes(this.#parameters)}`,
      consequence: "the layers would not fit together",
      remedy: "give parameters of a network with the same dim and hidden layers",
    }));
    const old = this.#parameters;
    this.#parameters = parameters.map((p) => this.tf.keep(this.tf.clone(p)));
    this.tf.dispose(old);
  }

  /** Frees the memory of the parameters and graphs. The network cannot be used afterwards. */
  dispose(): void {
    this.tf.dispose(this.#parameters);
    for (const graph of this.#graphs.values()) graph.dispose();
    this.#graphs.clear();
  }

  toMimeBundle(): MimeBundle {
    const { kind, hidden } = this.architecture;
    const numbers = this.sizes.slice(1).map((outputs, l) => (this.sizes[l]! + 1) * outputs);
    const total = numbers.reduce((a, b) => a + b, 0);
    return table({
      title: `${kind} network, dimension ${this.dim}: ${total} parameters, on ${this.tf.getBackend()}`,
      header: ["layer", "inputs", "outputs", "activation", "parameters"],
      rowCount: numbers.length,
      row: (l) => [
        l + 1,
        this.sizes[l]!,
        this.sizes[l + 1]!,
        l < hidden.length ? this.architecture.activation : "none",
        numbers[l]!,
      ],
    });
  }

  /**
   * f at points, read back: f gets [n, dim] for each of `inputs`, [n] for each of `numbers`, and the
   * parameters. A function that comes back with as many points is captured, one graph for all its
   * operations; `name` tells the functions of a network apart.
   *
   * @throws InvalidArgument if a value is not finite: float32 ends at 3.4e38.
   */
  protected evaluate(
    name: string,
    inputs: readonly Points[],
    f: Evaluated,
    numbers: readonly number[] = [],
  ): Float64Array {
    const { tf } = this;
    const { n } = inputs[0]!;
    const given = tf.tidy(() => [
      ...inputs.map((x) => tf.tensor2d(Float32Array.from(x.data), [x.n, x.dim])),
      ...numbers.map((value) => tf.fill([n], value)),
    ]);
    const run: TensorFunction = (tensors) => [
      f(tensors.slice(0, given.length), tensors.slice(given.length)),
    ];
    const all = [...given, ...this.parameters];
    const [result] = this.#worthCapturing(name, n)
      ? this.#captured(name, run)(all)
      : tf.tidy(() => run(all));
    const values = Float64Array.from(result!.dataSync());
    tf.dispose([result!, ...given]);
    const bad = values.findIndex((value) => !Number.isFinite(value));
    ensure(bad < 0, () => ({
      argument: "network",
      value: values[bad],
      problem: "gave a value that is not finite",
      consequence: "every number computed from it would be NaN",
      remedy: "look at the loss while it was trained, and at how far out the points lie",
    }));
    return values;
  }

  /** Recording takes as long as dozens of evaluations, so it waits for the third with so many points. */
  #worthCapturing(name: string, n: number): boolean {
    const key = `${name} ${n}`;
    const before = this.#evaluations.get(key) ?? 0;
    this.#evaluations.set(key, before + 1);
    return before >= 2;
  }

  #captured(name: string, f: TensorFunction): Captured {
    const known = this.#graphs.get(name) ?? capture(this.tf, f);
    this.#graphs.set(name, known);
    return known;
  }

  /** The layers with these parameters. */
  protected layers(parameters: readonly Tensor[]): Layers {
    return {
      weights: weightsOf(parameters),
      offsets: offsetsOf(parameters),
      activation: this.#activation,
    };
  }
}

/** @throws InvalidArgument unless dim and the hidden layers are whole numbers of at least 1. */
export function ensureSizes(dim: number, hidden: readonly number[]): void {
  for (const [name, size] of [
    ["dim", dim] as const,
    ...hidden.map((h, l) => [`hidden[${l}]`, h] as const),
  ]) {
    ensure(Number.isSafeInteger(size) && size >= 1, () => ({
      argument: name,
      value: size,
      problem: "is not a whole number of at least 1",
      consequence: "the layer would have no units",
      remedy: "give sizes such as dim: 2, hidden: [64, 64]",
    }));
  }
}
