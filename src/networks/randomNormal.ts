import type { Tensor } from "@tensorflow/tfjs";
import { rng } from "../numerics/rng";
import { isNative, nativeNormal } from "./nativeBackend";
import type { TensorFlow } from "./tensorflow";

/**
 * Standard normal numbers as a function of a seed, two int32 numbers in a tensor: the same seed gives
 * the same numbers. In a captured function they are drawn inside the graph, anew for each seed. The
 * native backend and the others give different numbers.
 *
 * @param seed int32 [2]
 */
export function randomNormal(tf: TensorFlow, seed: Tensor, shape: readonly number[]): Tensor {
  if (isNative(tf)) return nativeNormal(tf, seed, shape);
  const [first, second] = seed.dataSync() as Int32Array as unknown as [number, number];
  const size = shape.reduce((a, b) => a * b, 1);
  const values = rng(first, second).normal(size);
  return tf.tensor(Float32Array.from(values), [...shape]);
}
