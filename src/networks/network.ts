import type { Tensor } from "@tensorflow/tfjs";
import { ensure } from "../numerics/errors";
import type { Displayable, MimeBundle } from "../numerics/mimeBundle";
import { type Points, points } from "../numerics/points";
import { type Rng, rng as seeded } from "../numerics/rng";
import { table } from "../numerics/table";
import { type Activation, type ActivationName, activation } from "./activation";
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

/** A multilayer perceptron whose parameters training replaces. */
export abstract class Network implements Displayable {
  readonly dim: number;
  readonly #activation: Activation;
  #parameters: Tensor[];

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

  /** Frees the memory of the parameters. The network cannot be used afterwards. */
  dispose(): void {
    this.tf.dispose(this.#parameters);
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

  /** The layers with these parameters. */
  protected layers(parameters: readonly Tensor[]): Layers {
    return {
      weights: weightsOf(parameters),
      offsets: offsetsOf(parameters),
      activation: this.#activation,
    };
  }
}

/**
 * Evaluates tensors at points and reads them back; `f` gets [n, dim] for each of `inputs`.
 *
 * @throws InvalidArgument if a value is not finite: float32 ends at 3.4e38.
 */
export function evaluated(
  tf: TensorFlow,
  inputs: readonly Points[],
  f: (...tensors: Tensor[]) => Tensor,
): Float64Array {
  const result = tf.tidy(() =>
    f(...inputs.map((x) => tf.tensor2d(Float32Array.from(x.data), [x.n, x.dim]))),
  );
  const values = Float64Array.from(result.dataSync());
  tf.dispose(result);
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

/** As {@link evaluated}, for one vector of dimension dim at each point. */
export function evaluatedPoints(
  tf: TensorFlow,
  inputs: readonly Points[],
  f: (...tensors: Tensor[]) => Tensor,
): Points {
  return points(evaluated(tf, inputs, f), inputs[0]!.dim);
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
