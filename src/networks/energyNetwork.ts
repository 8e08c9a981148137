import type { Tensor } from "@tensorflow/tfjs";
import type { ScoreField } from "../densities/density";
import { ensureDimension } from "../densities/guards";
import { type Points, points } from "../numerics/points";
import type { Field, LogDensityField } from "../objectives/field";
import { gradient, laplacian, output, secondDerivative } from "./layers";
import { ensureSizes, Network, type NetworkOptions } from "./network";
import { type TensorFlow, tensorflow } from "./tensorflow";

/**
 * A multilayer perceptron R^dim -> R that stands for an energy E: the density e^-E / Z, with Z unknown,
 * and its score -grad E, which is the gradient of something by construction.
 *
 * @throws InvalidArgument if a size is not a whole number of at least 1, or there is no such activation.
 */
export async function energyNetwork(options: NetworkOptions = {}): Promise<EnergyNetwork> {
  return new EnergyNetwork(await tensorflow(), options);
}

/** See {@link energyNetwork}. */
export class EnergyNetwork extends Network implements ScoreField {
  constructor(tf: TensorFlow, options: NetworkOptions) {
    const { dim = 1, hidden = [64, 64], activation = "silu", rng } = options;
    ensureSizes(dim, hidden);
    super(tf, { kind: "energy", dim, hidden, activation }, [dim, ...hidden, 1], rng);
  }

  /** The network as the objectives see it, with these parameters in the place of its own. */
  field(
    parameters: readonly Tensor[] = this.parameters,
  ): Field<Tensor, Tensor> & LogDensityField<Tensor, Tensor> {
    const { tf, dim } = this;
    const layers = this.layers(parameters);
    return {
      dim,
      score: (x) => tf.neg(gradient(tf, layers, x)),
      divergence: (x) => tf.neg(laplacian(tf, layers, x)),
      curvature: (x, v) => tf.neg(secondDerivative(tf, layers, x, v)),
      logDensity: (x) => tf.neg(tf.squeeze(output(tf, layers, x), [1])),
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

  /** -E at each point: the log density up to a constant. */
  logDensity(x: Points): Float64Array {
    ensureDimension(x, this.dim);
    return this.evaluate("logDensity", [x], ([t], p) => this.field(p).logDensity(t!));
  }
}
