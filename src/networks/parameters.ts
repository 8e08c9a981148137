import type { Tensor } from "@tensorflow/tfjs";
import type { Rng } from "../numerics/rng";
import type { TensorFlow } from "./tensorflow";

/**
 * First weights of the layers of a multilayer perceptron: for each layer W [inputs, outputs] with
 * entries N(0, 1 / inputs), so that activations keep their size from layer to layer, and offsets 0.
 * In the order W_1, c_1, W_2, c_2, ...; the tensors are the caller's to dispose of.
 */
export function initialParameters(tf: TensorFlow, sizes: readonly number[], rng: Rng): Tensor[] {
  return sizes.slice(1).flatMap((outputs, l) => {
    const inputs = sizes[l]!;
    const normals = rng.split("layer").split(l).normal(inputs, outputs);
    const w = Float32Array.from(normals, (z) => z / Math.sqrt(inputs));
    return [tf.keep(tf.tensor2d(w, [inputs, outputs])), tf.keep(tf.zeros([outputs]))];
  });
}

/** W_l, every second of the parameters. */
export function weightsOf(parameters: readonly Tensor[]): Tensor[] {
  return parameters.filter((_, i) => i % 2 === 0);
}

/** c_l, the others. */
export function offsetsOf(parameters: readonly Tensor[]): Tensor[] {
  return parameters.filter((_, i) => i % 2 === 1);
}
