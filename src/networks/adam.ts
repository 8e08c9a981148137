import type { Tensor } from "@tensorflow/tfjs";
import type { TensorFlow } from "./tensorflow";

/** Running means of the gradient and of its square, one of each for each parameter. */
export interface AdamState {
  readonly first: readonly Tensor[];
  readonly second: readonly Tensor[];
}

/** What one step of Adam takes; numbers that change from step to step may be tensors. */
export interface AdamOptions {
  readonly learningRate: number | Tensor;
  /** 1 - beta_1^k and 1 - beta_2^k at step k = 1, 2, ...: the share of the means that is not their zero start. */
  readonly corrections: readonly [first: number | Tensor, second: number | Tensor];
}

export const BETA_1 = 0.9;
export const BETA_2 = 0.999;
const EPSILON = 1e-8;

/** Means of zero, before the first step. */
export function adamStart(tf: TensorFlow, parameters: readonly Tensor[]): AdamState {
  const zeros = () => parameters.map((p) => tf.zerosLike(p));
  return { first: zeros(), second: zeros() };
}

/**
 * One step of Adam on all parameters, as new tensors:
 *
 *     m <- b1 m + (1 - b1) g,   v <- b2 v + (1 - b2) g^2,
 *     p <- p - rate (m / (1 - b1^k)) / (sqrt(v / (1 - b2^k)) + 1e-8),   b1 = 0.9, b2 = 0.999.
 *
 * Source: Kingma and Ba (2015), algorithm 1.
 */
export function adamStep(
  tf: TensorFlow,
  parameters: readonly Tensor[],
  gradients: readonly Tensor[],
  state: AdamState,
  { learningRate, corrections }: AdamOptions,
): { readonly parameters: Tensor[]; readonly state: AdamState } {
  const mixed = (old: Tensor, now: Tensor, share: number) =>
    tf.add(tf.mul(old, share), tf.mul(now, 1 - share));
  const first = state.first.map((m, i) => mixed(m, gradients[i]!, BETA_1));
  const second = state.second.map((v, i) => mixed(v, tf.square(gradients[i]!), BETA_2));
  const next = parameters.map((p, i) => {
    const direction = tf.div(first[i]!, corrections[0]);
    const size = tf.add(tf.sqrt(tf.div(second[i]!, corrections[1])), EPSILON);
    return tf.sub(p, tf.mul(tf.div(direction, size), learningRate));
  });
  return { parameters: next, state: { first, second } };
}
