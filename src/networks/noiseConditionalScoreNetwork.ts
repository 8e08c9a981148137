import type { Tensor } from "@tensorflow/tfjs";
import type { ScoreFamily, ScoreField } from "../densities/density";
import { ensureDimension, ensureDirections, ensurePositive } from "../densities/guards";
import { type Points, points } from "../numerics/points";
import type { Field } from "../objectives/field";
import { jacobianTrace, type Layers, output, tangent } from "./layers";
import { type Evaluated, ensureSizes, Network, type NetworkOptions } from "./network";
import { type TensorFlow, tensorflow } from "./tensorflow";

/** What `noiseConditionalScoreNetwork` takes. */
export interface NoiseConditionalOptions extends NetworkOptions {
  /** The size of the data, sigma_data, in the unit of x: about their standard deviation. 1 if left out. */
  readonly dataScale?: number;
}

/** Waves of log sigma that the network sees beside it. */
const FREQUENCIES = [1, 2, 4];
const FEATURES = 1 + 2 * FREQUENCIES.length;

/**
 * One network for the scores of all noise levels, a sigma family:
 *
 *     s(x, sigma) = -c^2 x + dataScale c F(c x, features(log sigma)) / sigma,
 *     c = 1 / sqrt(sigma^2 + dataScale^2),
 *
 * with a multilayer perceptron F. The first term is the score that data N(0, dataScale^2 I) would have, so
 * that F has to learn only how the data differ from that; in many dimensions this is much less than the
 * score. c gives the input the size of one, and dividing by sigma gives what F adds the size that it has
 * where there is little noise. The features are u = log(sigma) / 4 and the sines and cosines of pi u,
 * 2 pi u and 4 pi u.
 *
 * Source: Song and Ermon (2020), section 3.2, for the division by sigma; Karras and others (2022), table
 * 1, for the rest: x + sigma^2 s is their denoiser c_skip x + c_out F.
 *
 * @throws InvalidArgument if a size is not a whole number of at least 1, the data scale is not positive,
 * or there is no such activation.
 */
export async function noiseConditionalScoreNetwork(
  options: NoiseConditionalOptions = {},
): Promise<NoiseConditionalScoreNetwork> {
  return new NoiseConditionalScoreNetwork(await tensorflow(), options);
}

/** See {@link noiseConditionalScoreNetwork}. */
export class NoiseConditionalScoreNetwork extends Network implements ScoreFamily<"sigma"> {
  readonly level = "sigma";
  readonly #dataScale: number;

  constructor(tf: TensorFlow, options: NoiseConditionalOptions) {
    const { dim = 1, hidden = [64, 64], activation = "silu", dataScale = 1, rng } = options;
    ensureSizes(dim, hidden);
    ensurePositive("dataScale", dataScale, "the input could not be brought to the size of one");
    const kind = "noise-conditional score";
    const architecture = { kind, dim, hidden, activation, dataScale } as const;
    super(tf, architecture, [dim + FEATURES, ...hidden, dim], rng);
    this.#dataScale = dataScale;
  }

  /** The network at a noise level for each point, [n], with these parameters in the place of its own. */
  field(sigma: Tensor, parameters: readonly Tensor[] = this.parameters): Field<Tensor, Tensor> {
    const { tf, dim } = this;
    const layers = this.#layersAt(sigma, parameters);
    const scaled = (x: Tensor) => this.#scaled(x, sigma);
    const c = this.#inputScale(sigma);
    const shrink = tf.square(c);
    const outputScale = tf.div(tf.mul(c, this.#dataScale), sigma);
    const slopeScale = tf.mul(c, outputScale);
    const column = (values: Tensor) => tf.expandDims(values, 1);
    return {
      dim,
      score: (x) =>
        tf.sub(
          tf.mul(output(tf, layers, scaled(x)), column(outputScale)),
          tf.mul(x, column(shrink)),
        ),
      divergence: (x) =>
        tf.sub(tf.mul(jacobianTrace(tf, layers, scaled(x)), slopeScale), tf.mul(shrink, dim)),
      curvature: (x, v) =>
        tf.sub(
          tf.mul(tf.sum(tf.mul(v, tangent(tf, layers, scaled(x), v)), 1), slopeScale),
          tf.mul(tf.sum(tf.square(v), 1), shrink),
        ),
    };
  }

  at(sigma: number): ScoreField {
    ensurePositive("sigma", sigma, "the score of the noise would not exist");
    const { tf, dim } = this;
    const shrink = 1 / (sigma ** 2 + this.#dataScale ** 2);
    const slopeScale = (shrink * this.#dataScale) / sigma;
    return {
      dim,
      score: (x: Points) => {
        ensureDimension(x, dim);
        const f: Evaluated = ([t, level], p) => this.field(level!, p).score(t!);
        return points(this.evaluate("score", [x], f, [sigma]), dim);
      },
      divergence: (x: Points): Float64Array => {
        ensureDimension(x, dim);
        const f: Evaluated = ([t, level], p) => this.field(level!, p).divergence(t!);
        return this.evaluate("divergence", [x], f, [sigma]);
      },
      directional: (x: Points, v: Points) => {
        ensureDirections(x, v, dim);
        const f: Evaluated = ([t, u, level], p) =>
          tangent(tf, this.#layersAt(level!, p), this.#scaled(t!, level!), u!);
        const slopes = this.evaluate("directional", [x, v], f, [sigma]);
        return points(
          slopes.map((slope, j) => slope * slopeScale - shrink * v.data[j]!),
          dim,
        );
      },
    };
  }

  /** c x. */
  #scaled(x: Tensor, sigma: Tensor): Tensor {
    return this.tf.mul(x, this.tf.expandDims(this.#inputScale(sigma), 1));
  }

  /** c for each point. */
  #inputScale(sigma: Tensor): Tensor {
    return this.tf.rsqrt(this.tf.add(this.tf.square(sigma), this.#dataScale ** 2));
  }

  /** The features of sigma enter as offsets of the first layer, so that derivatives are in x alone. */
  #layersAt(sigma: Tensor, parameters: readonly Tensor[]): Layers {
    const { tf, dim } = this;
    const layers = this.layers(parameters);
    const [first, ...weights] = layers.weights;
    const [offset, ...offsets] = layers.offsets;
    const units = first!.shape[1]!;
    const ofPoint = tf.slice(first!, [0, 0], [dim, units]);
    const ofFeatures = tf.slice(first!, [dim, 0], [FEATURES, units]);
    const u = tf.expandDims(tf.div(tf.log(sigma), 4), 1);
    const waves = FREQUENCIES.flatMap((k) => {
      const angle = tf.mul(u, k * Math.PI);
      return [tf.sin(angle), tf.cos(angle)];
    });
    const features = tf.concat([u, ...waves], 1);
    return {
      ...layers,
      weights: [ofPoint, ...weights],
      offsets: [tf.add(tf.matMul(features, ofFeatures), offset!), ...offsets],
    };
  }
}
