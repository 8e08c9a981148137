import type { Tensor } from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { type ActivationName, activation } from "../../src/networks/activation";
import { type TensorFlow, tensorflow } from "../../src/networks/tensorflow";

let tf: TensorFlow;
beforeAll(async () => {
  tf = await tensorflow("cpu");
});

const z = [-3, -0.7, 0, 0.4, 2.5];
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const plain: Readonly<Record<ActivationName, (x: number) => number>> = {
  softplus: (x) => Math.log(1 + Math.exp(x)),
  tanh: Math.tanh,
  silu: (x) => x * sigmoid(x),
};

/** The derivative of any order in float64, by central differences of the eighth order. */
function derivative(f: (x: number) => number, order: number): (x: number) => number {
  if (order === 0) return f;
  const g = derivative(f, order - 1);
  const h = 0.08;
  const weights = [4 / 5, -1 / 5, 4 / 105, -1 / 280];
  return (x) =>
    weights.reduce((sum, w, i) => sum + (w * (g(x + (i + 1) * h) - g(x - (i + 1) * h))) / h, 0);
}

describe.each(["softplus", "tanh", "silu"] as const)("%s", (name) => {
  it.each([0, 1, 2, 3, 4, 5])("has its derivative of order %i", (order) => {
    const got = activation(tf, name)(tf.tensor1d(z), order).dataSync();
    z.forEach((x, i) => {
      const right = derivative(plain[name], order)(x);
      expect(Math.abs(got[i]! - right)).toBeLessThan(1e-4 * (1 + Math.abs(right)));
    });
  });

  it("has each derivative as the gradient of the one before, three deep", () => {
    const f = activation(tf, name);
    const grad = (g: (x: Tensor) => Tensor) => tf.grad((x) => tf.sum(g(x)));
    const third = grad(grad(grad((x) => f(x))))(tf.tensor1d(z)).dataSync();
    z.forEach((x, i) => {
      expect(third[i]).toBeCloseTo(derivative(plain[name], 3)(x), 4);
    });
  });

  it("neither overflows nor underflows far out", () => {
    const far = activation(tf, name)(tf.tensor1d([-90, 90])).dataSync();
    const limits = { softplus: [0, 90], tanh: [-1, 1], silu: [0, 90] }[name];
    far.forEach((value, i) => {
      expect(value).toBeCloseTo(limits[i]!, 5);
    });
  });
});

// When this fails, TensorFlow.js has mended its second derivatives, and `activation` may become simpler.
it("is needed: TensorFlow.js's own second derivative of tanh is wrong", () => {
  const second = (tanh: (x: Tensor) => Tensor) => {
    const first = tf.grad((y) => tf.sum(tf.square(tanh(y))));
    return tf
      .grad((x) => tf.sum(first(x)))(tf.scalar(0.5))
      .dataSync()[0]!;
  };
  const own = second((x) => tf.tanh(x));
  const right = derivative((x) => Math.tanh(x) ** 2, 2)(0.5);
  expect(second(activation(tf, "tanh"))).toBeCloseTo(right, 4);
  expect(Math.abs(own - right)).toBeGreaterThan(0.1);
});

it("refuses a name it does not know, and orders beyond the fifth", () => {
  expect(() => activation(tf, "relu" as ActivationName)).toThrow(
    /activation.*no known activation/s,
  );
  expect(() => activation(tf, "tanh")(tf.scalar(1), 6)).toThrow(/above 5/);
});
