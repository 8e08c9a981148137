import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Tensor } from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import type { ActivationName } from "../../src/networks/activation";
import { EnergyNetwork } from "../../src/networks/energyNetwork";
import { lossGradient } from "../../src/networks/lossGradient";
import { ScoreNetwork } from "../../src/networks/scoreNetwork";
import { tensorArithmetic } from "../../src/networks/tensorArithmetic";
import { type Backend, type TensorFlow, tensorflow } from "../../src/networks/tensorflow";
import { type TrainingObjective, trainingLoss } from "../../src/networks/trainingLoss";

/** What PyTorch's autograd gave in float64: see fixtures/gradients.py. */
interface Case {
  readonly kind: "score" | "energy";
  readonly activation: ActivationName;
  readonly hidden: readonly number[];
  readonly parameters: readonly number[];
  readonly x: number[][];
  readonly z: number[][];
  readonly v: number[][];
  readonly u: number[][];
  readonly trace: readonly number[];
  readonly losses: Readonly<Record<string, number>>;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}
const fixture: { sigma: number; epsilon: number; cases: readonly Case[] } = JSON.parse(
  readFileSync(join(__dirname, "fixtures", "gradients.json"), "utf8"),
);

const objectives: Readonly<Record<string, [TrainingObjective, "z" | "v" | "u" | undefined]>> = {
  explicit: [{ kind: "explicit" }, undefined],
  implicit: [{ kind: "implicit" }, undefined],
  sliced: [{ kind: "sliced" }, "v"],
  slicedVR: [{ kind: "slicedVR" }, "v"],
  denoising: [{ kind: "denoising", sigma: fixture.sigma }, "z"],
  antithetic: [{ kind: "denoising", sigma: fixture.sigma, antithetic: true }, "z"],
  finiteDifference: [{ kind: "finiteDifference", epsilon: fixture.epsilon }, "u"],
};

function network(tf: TensorFlow, { kind, activation, hidden, parameters }: Case) {
  const Kind = kind === "score" ? ScoreNetwork : EnergyNetwork;
  const net = new Kind(tf, { dim: 2, hidden, activation });
  let from = 0;
  const shaped = net.parameters.map(({ size, shape }) => {
    from += size;
    return tf.tensor(parameters.slice(from - size, from), shape);
  });
  net.assign(shaped);
  tf.dispose(shaped);
  return net;
}

/** Loss and gradient of the mean objective, by TensorFlow.js in float32. */
function measured(tf: TensorFlow, given: Case, name: string) {
  const net = network(tf, given);
  const [objective, noise] = objectives[name]!;
  const a = tensorArithmetic(tf);
  const { value, gradient } = tf.tidy(() => {
    const x = tf.tensor2d(given.x);
    const batch = {
      x,
      target: tf.neg(x),
      ...(noise && { noise: tf.tensor2d(given[noise]) }),
    };
    const n = given.x.length;
    const mean = (parameters: Tensor[]) =>
      tf.mean(trainingLoss(a, objective, net.field(parameters), batch, (c) => tf.fill([n], c)));
    const { loss, gradients } = lossGradient(tf, mean, net.parameters);
    return {
      value: loss.dataSync()[0]!,
      gradient: gradients.flatMap((g) => [...g.dataSync()]),
    };
  }) as unknown as { value: number; gradient: number[] };
  net.dispose();
  return { value, gradient };
}

/** The largest difference, in units of the largest entry. */
function distance(left: readonly number[], right: readonly number[]): number {
  const largest = Math.max(...right.map(Math.abs));
  return Math.max(...right.map((r, i) => Math.abs(left[i]! - r))) / largest;
}

describe.each<Backend>(["cpu", "wasm", "tensorflow"])("on the backend %s", (backend) => {
  let tf: TensorFlow;
  beforeAll(async () => {
    tf = await tensorflow(backend);
  });
  const named = fixture.cases.map((c) => [c.kind, c.activation, c.hidden.length, c] as const);

  it.each(named)(
    "a %s network with %s and %i hidden layers has the gradients that PyTorch finds",
    (_, __, ___, given) => {
      expect(tf.getBackend()).toBe(backend);
      for (const [name, gradient] of Object.entries(given.gradients)) {
        const got = measured(tf, given, name);
        expect(Math.abs(got.value - given.losses[name]!), name).toBeLessThan(
          1e-5 * Math.max(1, Math.abs(given.losses[name]!)),
        );
        expect(distance(got.gradient, gradient), name).toBeLessThan(1e-5);
      }
    },
  );

  it.each(named)(
    "a %s network with %s and %i hidden layers has the trace that PyTorch finds",
    (_, __, ___, given) => {
      const net = network(tf, given);
      const trace = net.divergence({
        n: given.x.length,
        dim: 2,
        data: Float64Array.from(given.x.flat()),
      });
      expect(distance([...trace], given.trace)).toBeLessThan(1e-5);
      net.dispose();
    },
  );
});
