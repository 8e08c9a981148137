import type { Scalar, Tensor } from "@tensorflow/tfjs";
import type { TensorFlow } from "./tensorflow";

/** A number, and its derivative in each of the parameters. */
export interface LossGradient {
  readonly loss: Tensor;
  readonly gradients: Tensor[];
}

/**
 * The loss and its gradient in the parameters, zero for those on which the loss does not depend (the
 * last offset of an energy shifts it by a constant). The tensors are the caller's to dispose of.
 */
export function lossGradient(
  tf: TensorFlow,
  loss: (parameters: Tensor[]) => Tensor,
  parameters: readonly Tensor[],
): LossGradient {
  const connected = (...p: Tensor[]) => {
    // TensorFlow.js refuses to differentiate in what does not enter.
    const none = p.map((each) => tf.mul(tf.sum(each), 0)).reduce((a, b) => tf.add(a, b));
    return tf.add(loss(p), none) as Scalar;
  };
  const { value, grads } = tf.valueAndGrads(connected)([...parameters]);
  return { loss: value, gradients: grads };
}
