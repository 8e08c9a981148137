import type { Tensor } from "@tensorflow/tfjs";
import { ensure } from "../numerics/errors";
import type { TensorFlow } from "./tensorflow";

/** The name of an activation function. */
export type ActivationName = "softplus" | "tanh" | "silu";

/** f^(order)(z), entry by entry; order 0 is the activation itself. */
export type Activation = (z: Tensor, order?: number) => Tensor;

/** Objectives take at most the second derivative of a third: score, trace, gradient of the trace. */
const HIGHEST_ORDER = 5;

/**
 * An activation function with its derivatives as functions of their own:
 *
 *     softplus  log(1 + e^z)        tanh  (e^z - e^-z) / (e^z + e^-z)        silu  z / (1 + e^-z)
 *
 * The gradient of the order k is the order k + 1, in closed form. TensorFlow.js's own gradients of
 * tanh, sigmoid and others keep their output and forget that it depends on the input, so that its
 * second derivatives are silently wrong; these are right to the order 5.
 *
 * @throws InvalidArgument if there is no such activation, or, later, no such order.
 */
export function activation(tf: TensorFlow, name: ActivationName): Activation {
  const derivatives = { softplus, tanh, silu }[name];
  ensure(derivatives !== undefined, () => ({
    argument: "activation",
    value: name,
    problem: "is no known activation function",
    consequence: "its derivatives would be unknown",
    remedy: 'give "softplus", "tanh" or "silu"',
  }));
  return function f(z: Tensor, order = 0): Tensor {
    ensure(order <= HIGHEST_ORDER, () => ({
      argument: "order",
      value: order,
      problem: `is above ${HIGHEST_ORDER}`,
      consequence: "the derivative of that order has no closed form here",
      remedy: "differentiate fewer times",
    }));
    return tf.customGrad((input, save) => {
      const x = input as Tensor;
      (save as (tensors: Tensor[]) => void)([x]);
      return {
        value: tf.tidy(() => derivatives(tf, x, order)),
        gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(dy, f(saved[0]!, order + 1)),
      };
    })(z);
  };
}

/** Coefficients, from the power 0 up, of polynomials p_k with g^(k) = p_k(g), given g' = p_1(g). */
function derivativePolynomials(first: readonly number[], count: number): number[][] {
  const polynomials: number[][] = [[0, 1]];
  for (let k = 1; k <= count; k++) {
    const previous = polynomials[k - 1]!;
    const next = new Array<number>(previous.length + first.length - 2).fill(0);
    for (let i = 1; i < previous.length; i++) {
      for (let j = 0; j < first.length; j++) next[i - 1 + j]! += i * previous[i]! * first[j]!;
    }
    polynomials.push(next);
  }
  return polynomials;
}

/** sigmoid' = sigmoid - sigmoid^2, tanh' = 1 - tanh^2: all derivatives are polynomials in the value. */
const sigmoidPolynomials = derivativePolynomials([0, 1, -1], HIGHEST_ORDER);
const tanhPolynomials = derivativePolynomials([1, 0, -1], HIGHEST_ORDER);

function polynomial(tf: TensorFlow, coefficients: readonly number[], g: Tensor): Tensor {
  let value: Tensor = tf.mul(g, coefficients.at(-1)!);
  for (let i = coefficients.length - 2; i > 0; i--) {
    value = tf.mul(coefficients[i] === 0 ? value : tf.add(value, coefficients[i]!), g);
  }
  return coefficients[0] === 0 ? value : tf.add(value, coefficients[0]!);
}

function tanh(tf: TensorFlow, z: Tensor, order: number): Tensor {
  return polynomial(tf, tanhPolynomials[order]!, tf.tanh(z));
}

function softplus(tf: TensorFlow, z: Tensor, order: number): Tensor {
  if (order > 0) return polynomial(tf, sigmoidPolynomials[order - 1]!, tf.sigmoid(z));
  // max(z, 0) + log(1 + e^-|z|): neither term overflows, and small values keep their digits.
  return tf.add(tf.relu(z), tf.log1p(tf.exp(tf.neg(tf.abs(z)))));
}

function silu(tf: TensorFlow, z: Tensor, order: number): Tensor {
  const sigmoid = tf.sigmoid(z);
  // Leibniz: (z g)^(k) = z g^(k) + k g^(k - 1).
  const product = tf.mul(z, polynomial(tf, sigmoidPolynomials[order]!, sigmoid));
  if (order === 0) return product;
  const rest = polynomial(tf, sigmoidPolynomials[order - 1]!, sigmoid);
  return tf.add(product, tf.mul(rest, order));
}
