import type { Tensor } from "@tensorflow/tfjs";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Captured, CaptureError, capture } from "../../src/networks/capture";
import { loadedGraphs } from "../../src/networks/nativeBackend";
import { randomNormal } from "../../src/networks/randomNormal";
import { type TensorFlow, tensorflow } from "../../src/networks/tensorflow";

let tf: TensorFlow;
beforeAll(async () => {
  tf = await tensorflow("tensorflow");
});
const open: Captured[] = [];
afterEach(() => {
  for (const captured of open.splice(0)) captured.dispose();
});
function captured(...of: Parameters<typeof capture>): Captured {
  const result = capture(...of);
  open.push(result);
  return result;
}

describe("a captured function", () => {
  it("gives the numbers of the function, for other inputs than it was recorded with", () => {
    const f = captured(tf, ([x, w]) => [tf.tanh(tf.matMul(x!, w!)), tf.sum(tf.square(x!))]);
    for (const scale of [1, -2, 0.3]) {
      const x = tf.mul(
        tf.tensor2d([
          [0.2, -0.4],
          [1, 3],
          [-2, 0.1],
        ]),
        scale,
      );
      const w = tf.mul(
        tf.tensor2d([
          [1, 0.5],
          [-0.25, 2],
        ]),
        scale * 0.7,
      );
      const [y, square] = f([x, w]);
      expect([...y!.dataSync()]).toEqual([...tf.tanh(tf.matMul(x, w)).dataSync()]);
      expect(square!.dataSync()[0]).toBe(tf.sum(tf.square(x)).dataSync()[0]);
    }
  });

  it("holds the gradient of a function", () => {
    const f = captured(tf, ([x]) => [tf.grad((y) => tf.sum(tf.mul(y, tf.sin(y))))(x!)]);
    f([tf.tensor1d([9, 9])]);
    const x = [0.3, -1.2];
    const [slope] = f([tf.tensor1d(x)]);
    x.forEach((v, i) => {
      expect(slope!.dataSync()[i]).toBeCloseTo(Math.sin(v) + v * Math.cos(v), 6);
    });
  });

  it("keeps inputs apart that shared their numbers when it was recorded", () => {
    const f = captured(tf, ([a, b]) => [tf.sub(a!, b!)]);
    const a = tf.tensor1d([1, 2]);
    expect([...f([a, tf.clone(a)])[0]!.dataSync()]).toEqual([0, 0]);
    expect([...f([a, tf.tensor1d([5, 7])])[0]!.dataSync()]).toEqual([-4, -5]);
  });

  it("captures anew for other shapes", () => {
    const before = loadedGraphs(tf);
    const f = captured(tf, ([x]) => [tf.mean(x!)]);
    expect(f([tf.tensor1d([1, 2, 3])])[0]!.dataSync()[0]).toBe(2);
    expect(f([tf.tensor1d([1, 2, 3, 6])])[0]!.dataSync()[0]).toBe(3);
    expect(f([tf.tensor1d([4, 4, 4])])[0]!.dataSync()[0]).toBe(4);
    expect(loadedGraphs(tf)).toBe(before + 2);
  });

  it("keeps the graphs of the last sixteen shapes", () => {
    const before = loadedGraphs(tf);
    const f = captured(tf, ([x]) => [tf.sum(x!)]);
    for (let n = 1; n <= 20; n++) {
      const [sum] = f([tf.ones([n])]);
      expect(sum!.dataSync()[0]).toBe(n);
    }
    expect(loadedGraphs(tf)).toBe(before + 16);
  });

  it("draws normal numbers inside, from a seed: several steps in one call", () => {
    const step = (x: Tensor, seed: Tensor) =>
      tf.add(tf.mul(x, 0.9), tf.mul(randomNormal(tf, seed, [4000]), Math.sqrt(0.19)));
    const five = (inputs: readonly Tensor[]) => {
      const [x, seed] = inputs as [Tensor, Tensor];
      let y = x;
      for (let k = 0; k < 5; k++) y = step(y, tf.add(seed, tf.tensor1d([0, k], "int32")));
      return [y];
    };
    const f = captured(tf, five);
    const x = tf.zeros([4000]);
    const seed = (s: number) => tf.tensor1d([s, 0], "int32");
    const first = [...f([x, seed(1)])[0]!.dataSync()];
    expect([...f([x, seed(1)])[0]!.dataSync()]).toEqual(first);
    expect([...five([x, seed(2)])[0]!.dataSync()]).toEqual([...f([x, seed(2)])[0]!.dataSync()]);
    expect([...f([x, seed(2)])[0]!.dataSync()]).not.toEqual(first);
    // The variance of five steps from 0 is 1 - 0.9^10; its standard error is sqrt(2 / 4000) of it.
    const variance = first.reduce((sum, v) => sum + v * v, 0) / 4000;
    const expected = 1 - 0.9 ** 10;
    expect(Math.abs(variance - expected)).toBeLessThan(5 * expected * Math.sqrt(2 / 4000));
  });

  it("gives back inputs and constants as outputs of their own", () => {
    const f = captured(tf, ([x]) => [x!, tf.scalar(3)]);
    f([tf.scalar(1)]);
    expect(f([tf.scalar(2)]).map((t) => t.dataSync()[0])).toEqual([2, 3]);
  });

  it("frees its graphs and leaves no tensor behind", () => {
    const graphs = loadedGraphs(tf);
    const x = tf.tensor1d([1, 2]);
    const tensors = tf.memory().numTensors;
    const f = capture(tf, ([y]) => [tf.exp(tf.neg(y!))]);
    for (let k = 0; k < 5; k++) tf.dispose(f([x]));
    expect(loadedGraphs(tf)).toBe(graphs + 1);
    f.dispose();
    expect(loadedGraphs(tf)).toBe(graphs);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it("gives the memory of its graphs back to the process", () => {
    const captures = (count: number) => {
      for (let i = 0; i < count; i++) {
        const f = capture(tf, ([x]) => [tf.grad((y) => tf.sum(tf.tanh(tf.mul(y, tf.sin(y)))))(x!)]);
        const x = tf.ones([10 + i]);
        tf.dispose([...f([x]), x]);
        f.dispose();
      }
      // Outside of JavaScript's heap, which grows as the collector pleases.
      const { rss, heapTotal } = process.memoryUsage();
      return rss - heapTotal;
    };
    const before = captures(50);
    // As seen: 0.3 MB for these graphs freed, 25 MB for graphs that stay.
    expect(captures(100) - before).toBeLessThan(10e6);
  });

  it("refuses to read numbers back, and names the operation and the line", () => {
    const f = captured(tf, ([x]) => [tf.scalar(tf.sqrt(x!).dataSync()[0]!)]);
    expect(() => f([tf.scalar(4)])).toThrow(CaptureError);
    expect(() => f([tf.scalar(4)])).toThrow(/result of Sqrt.*capture\.test\.ts:\d+/);
  });

  it("refuses a tensor that it would never see change", () => {
    const outside = tf.scalar(2);
    const computed = tf.square(tf.scalar(3));
    const g = captured(tf, ([x]) => [tf.mul(x!, computed)]);
    expect(() => g([tf.scalar(4)])).toThrow(/neither an input/);
    const f = captured(tf, ([x]) => [tf.mul(x!, outside)]);
    expect(() => f([tf.scalar(4)])).toThrow(
      /uses a tensor that is neither an input.*capture\.test\.ts:\d+/,
    );
  });

  it("that is refused leaves no tensor behind", () => {
    const x = tf.tensor1d([4]);
    const before = tf.memory().numTensors;
    const f = captured(tf, ([y]) => [tf.scalar(tf.sqrt(y!).dataSync()[0]!)]);
    expect(() => f([x])).toThrow(CaptureError);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("can be freed when another backend is in use by then", async () => {
    const graphs = loadedGraphs(tf);
    const f = captured(tf, ([x]) => [tf.square(x!)]);
    f([tf.tensor1d([4])]);
    await tensorflow("cpu");
    f.dispose();
    await tensorflow("tensorflow");
    expect(loadedGraphs(tf)).toBe(graphs);
  });

  it("leaves the backend as it was when the function throws", () => {
    const f = captured(tf, () => {
      throw new Error("own trouble");
    });
    expect(() => f([tf.scalar(4)])).toThrow("own trouble");
    expect(tf.sqrt(tf.scalar(9)).dataSync()[0]).toBe(3);
  });
});

it("runs as it is where there is no native TensorFlow", async () => {
  const cpu = await tensorflow("cpu");
  const f = captured(cpu, ([x]) => [cpu.sqrt(x!)]);
  expect(f([cpu.scalar(9)])[0]!.dataSync()[0]).toBe(3);
  const given = cpu.scalar(2);
  const [same] = captured(cpu, ([x]) => [x!])([given]);
  same!.dispose();
  expect(given.isDisposed).toBe(false);
  tf = await tensorflow("tensorflow");
});
