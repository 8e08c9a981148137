import type { Tensor } from "@tensorflow/tfjs";
import type { Activation } from "./activation";
import type { TensorFlow } from "./tensorflow";

/**
 * A multilayer perceptron as its derivatives see it: z_1 = x W_1 + c_1, h_l = f(z_l),
 * z_(l+1) = h_l W_(l+1) + c_(l+1); the last z is the output. Points are rows.
 */
export interface Layers {
  /** W_l: [inputs, outputs]. */
  readonly weights: readonly Tensor[];
  /** c_l: [outputs], or [n, outputs] where each point has its own. */
  readonly offsets: readonly Tensor[];
  readonly activation: Activation;
}

/** The output at each point: [n, outputs]. */
export function output(tf: TensorFlow, layers: Layers, x: Tensor): Tensor {
  return preactivations(tf, layers, x).at(-1)!;
}

/** z_l of every layer, the output last. */
export function preactivations(tf: TensorFlow, layers: Layers, x: Tensor): Tensor[] {
  const { weights, offsets, activation } = layers;
  const z: Tensor[] = [];
  let h = x;
  for (const [l, w] of weights.entries()) {
    z.push(tf.add(tf.matMul(h, w), offsets[l]!));
    if (l + 1 < weights.length) h = activation(z[l]!);
  }
  return z;
}

/** J(x) v, with J the Jacobian of the output, for each point and its vector: [n, outputs]. */
export function tangent(tf: TensorFlow, layers: Layers, x: Tensor, v: Tensor): Tensor {
  const z = preactivations(tf, layers, x);
  let t: Tensor = v;
  for (const [l, w] of layers.weights.entries()) {
    t = tf.matMul(t, w);
    if (l + 1 < layers.weights.length) t = tf.mul(t, layers.activation(z[l]!, 1));
  }
  return t;
}

/**
 * The trace of the Jacobian of an output of as many numbers as the input, at each point: [n].
 *
 * The Jacobian is W_1 D_1 W_2 D_2 ... W_(L+1) with the diagonal matrices D_l = f'(z_l) of the point. Its
 * trace needs no backward pass: with one hidden layer it is the mean of D_1 under the weights
 * diag(W_2 W_1); with two it is the bilinear form f'(z_1)' (W_2 * (W_3 W_1)') f'(z_2), which costs no
 * more than a layer; each further layer is one product with the d rows that W_1 sends forward.
 */
export function jacobianTrace(tf: TensorFlow, layers: Layers, x: Tensor): Tensor {
  const { weights, activation } = layers;
  const z = preactivations(tf, layers, x);
  const last = weights.length - 1;
  const [n] = x.shape as [number];
  if (last === 0) {
    const sum = tf.sum(tf.mul(weights[0]!, tf.eye(weights[0]!.shape[0]!)));
    return tf.mul(tf.ones([n]), sum);
  }
  const slope = (l: number) => activation(z[l]!, 1);
  const closed = tf.matMul(weights[last]!, weights[0]!) as Tensor;
  if (last === 1) {
    const diagonal = tf.sum(tf.mul(closed, tf.eye(closed.shape[0]!)), 1);
    return tf.sum(tf.mul(slope(0), diagonal), 1);
  }
  if (last === 2) {
    const form = tf.mul(weights[1]!, tf.transpose(closed));
    return tf.sum(tf.mul(tf.matMul(slope(0), form), slope(1)), 1);
  }
  const rows = jacobianRows(tf, layers, z, last - 1);
  // tr(A D_L W_(L+1)) = sum over k and j of A_kj f'(z_L)_j (W_(L+1))_jk.
  const spread = tf.expandDims(tf.transpose(weights[last]!), 0);
  const columns = tf.sum(tf.mul(rows, spread), 1);
  return tf.sum(tf.mul(columns, slope(last - 1)), 1);
}

/** The Jacobian of z_(l+1) in x, l counted from 0: row k is its derivative along coordinate k, [n, d, outputs]. */
export function jacobianRows(
  tf: TensorFlow,
  { weights, activation }: Layers,
  z: readonly Tensor[],
  l: number,
): Tensor {
  const n = z[0]!.shape[0]!;
  const [d] = weights[0]!.shape as [number];
  let rows: Tensor = tf.expandDims(weights[0]!, 0);
  for (let k = 0; k < l; k++) {
    const bent = tf.mul(rows, tf.expandDims(activation(z[k]!, 1), 1));
    const [inputs, outputs] = weights[k + 1]!.shape as [number, number];
    const flat = tf.matMul(tf.reshape(bent, [n * d, inputs]), weights[k + 1]!);
    rows = tf.reshape(flat, [n, d, outputs]);
  }
  return rows;
}

/** The gradient of a single output: [n, d]. */
export function gradient(tf: TensorFlow, layers: Layers, x: Tensor): Tensor {
  const { weights, activation } = layers;
  const z = preactivations(tf, layers, x);
  let g: Tensor = tf.transpose(weights.at(-1)!);
  for (let l = weights.length - 2; l >= 0; l--) {
    g = tf.matMul(tf.mul(activation(z[l]!, 1), g), weights[l]!, false, true);
  }
  return weights.length > 1 ? g : tf.mul(g, tf.onesLike(x));
}

/** The Laplacian of a single output at each point: [n]. One sweep carries value, Jacobian, Laplacian. */
export function laplacian(tf: TensorFlow, layers: Layers, x: Tensor): Tensor {
  const { weights, activation } = layers;
  const z = preactivations(tf, layers, x);
  const n = x.shape[0]!;
  const d = x.shape[1]!;
  let rows: Tensor = tf.expandDims(weights[0]!, 0);
  let second: Tensor | undefined;
  for (let l = 0; l + 1 < weights.length; l++) {
    const w = weights[l + 1]!;
    const [inputs, outputs] = w.shape as [number, number];
    const slope = activation(z[l]!, 1);
    // Of h = f(z): the Laplacian is f'(z) Lap z + f''(z) |grad z|^2.
    let bent: Tensor = tf.mul(activation(z[l]!, 2), tf.sum(tf.square(rows), 1));
    if (second) bent = tf.add(bent, tf.mul(slope, second));
    second = tf.matMul(bent, w);
    if (l + 2 < weights.length) {
      const forward = tf.reshape(tf.mul(rows, tf.expandDims(slope, 1)), [n * d, inputs]);
      rows = tf.reshape(tf.matMul(forward, w), [n, d, outputs]);
    }
  }
  return second ? tf.reshape(second, [n]) : tf.zeros([n]);
}

/** v' H(x) v, with H the Hessian of a single output, for each point and its vector: [n]. */
export function secondDerivative(tf: TensorFlow, layers: Layers, x: Tensor, v: Tensor): Tensor {
  const { weights, activation } = layers;
  const z = preactivations(tf, layers, x);
  const n = x.shape[0]!;
  let first: Tensor = tf.matMul(v, weights[0]!);
  let second: Tensor | undefined;
  for (let l = 0; l + 1 < weights.length; l++) {
    const w = weights[l + 1]!;
    const slope = activation(z[l]!, 1);
    let bent: Tensor = tf.mul(activation(z[l]!, 2), tf.square(first));
    if (second) bent = tf.add(bent, tf.mul(slope, second));
    second = tf.matMul(bent, w);
    first = tf.matMul(tf.mul(slope, first), w);
  }
  return second ? tf.reshape(second, [n]) : tf.zeros([n]);
}
