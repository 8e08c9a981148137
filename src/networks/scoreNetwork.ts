import type { Tensor } from "@tensorflow/tfjs";
import type { ScoreField } from "../densities/density";
import { ensureDimension, ensureDirections } from "../densities/guards";
import { type Points, points } from "../numerics/points";
import type { Field } from "../objectives/field";
import { jacobianTrace, output, tangent } from "./layers";
import { ensureSizes, Network, type NetworkOptions } from "./network";
import { type TensorFlow, tensorflow } from "./tensorflow";

/**
 * A multilayer perceptron R^dim -> R^dim that stands for a score. Its field need not be a gradient; its
 * divergence is exact, in one sweep through the layers.
 *
 *     const s = await scoreNetwork({ dim: 2, hidden: [64, 64], activation: "silu" });
 *
 * @throws InvalidArgument if a size is not a whole number of at least 1, or there is no such activation.
 */
export async function scoreNetwork(options: NetworkOptions = {}): Promise<ScoreNetwork> {
  return new ScoreNetwork(await tensorflow(), options);
}

/** See {@link scoreNetwork}. */
export class ScoreNetwork extends Network implements ScoreField {
  constructor(tf: TensorFlow, options: NetworkOptions) {
    const { dim = 1, hidden = [64, 64], activation = "silu", rng } = options;
    ensureSizes(dim, hidden);
    super(tf, { kind: "score", dim, hidden, activation }, [dim, ...hidden, dim], rng);
  }

  /** The network as the objectives see it, with these parameters in the place of its own. */
  field(parameters: readonly Tensor[] = this.parameters): Field<Tensor, Tensor> {
    const { tf, dim } = this;
    const layers = this.layers(parameters);
    return {
      dim,
      score: (x) => output(tf, layers, x),
      divergence: (x) => jacobianTrace(tf, layers, x),
      curvature: (x, v) => tf.sum(tf.mul(v, tangent(tf, layers, x, v)), 1),
    };
  }

  score(x: Points): Points {
    ensureDimension(x, this.dim);
    const values = this.evaluate("score", [x], ([t], p) => this.field(p).score(t!));
    return points(values, this.dim);
  }

  divergence(x: Points): Float64Array {
    ensureDimension(x, this.dim);
    return this.evaluate("divergence", [x], ([t], p) => this.field(p).divergence(t!));
  }

  directional(x: Points, v: Points): Points {
    ensureDirections(x, v, this.dim);
    const values = this.evaluate("directional", [x, v], ([t, u], p) =>
      tangent(this.tf, this.layers(p), t!, u!),
    );
    return points(values, this.dim);
  }
}
