import type { Tensor } from "@tensorflow/tfjs";
import type { Arithmetic } from "../objectives/arithmetic";
import type { TensorFlow } from "./tensorflow";

/** The arithmetic of the objectives over tensors: vectors as rows [n, dim], numbers as [n]. */
export function tensorArithmetic(tf: TensorFlow): Arithmetic<Tensor, Tensor> {
  const forRows = (c: number | Tensor) => (typeof c === "number" ? c : tf.expandDims(c, 1));
  return {
    addScaled: (x, c, y) => tf.add(x, tf.mul(y, forRows(c))),
    dot: (x, y) => tf.sum(tf.mul(x, y), 1),
    coordinate: (x, k) => tf.mul(x, tf.oneHot(tf.scalar(k, "int32"), x.shape[1]!)),
    add: (a, b) => tf.add(a, b),
    multiply: (a, b) => tf.mul(a, b),
    reciprocal: (a) => tf.reciprocal(a),
  };
}
