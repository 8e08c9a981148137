import { afterEach, describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { smoothed } from "../../src/densities/smoothed";
import { energyNetwork } from "../../src/networks/energyNetwork";
import { noiseConditionalScoreNetwork } from "../../src/networks/noiseConditionalScoreNetwork";
import { scoreNetwork } from "../../src/networks/scoreNetwork";
import { type TrainOptions, train } from "../../src/networks/train";
import { TrainingFailed } from "../../src/networks/trainingFailed";
import type { TrainingObjective } from "../../src/networks/trainingLoss";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";

const HOOK = Symbol.for("score-matching.interrupt");
afterEach(() => Reflect.deleteProperty(globalThis, HOOK));

/** Skewed in its scales: a mistake of scale in one coordinate cannot hide in the other. */
const p = gaussian({
  mean: [1, -0.5],
  covariance: [
    [2.25, 0.3],
    [0.3, 0.16],
  ],
});

/** An affine network is the family of all linear scores, so each objective has p's own score as optimum. */
const affine = () => scoreNetwork({ dim: 2, hidden: [], rng: rng(2, "affine") });
const base = { data: p, steps: 900, batch: 512, learningRate: 0.1, rng: rng(1, "train") };

describe("training an affine network on a Gaussian", () => {
  const sigma = 0.5;
  const objectives: readonly [TrainingObjective, typeof p][] = [
    [{ kind: "explicit" }, p],
    [{ kind: "implicit" }, p],
    [{ kind: "sliced" }, p],
    [{ kind: "sliced", probe: "sphere" }, p],
    [{ kind: "slicedVR", probe: "normal" }, p],
    [{ kind: "denoising", sigma }, p.diffused(1, sigma ** 2)],
    [{ kind: "denoising", sigma, antithetic: true }, p.diffused(1, sigma ** 2)],
  ];

  it.each(objectives)("by %o finds the exact score", async (objective, truth) => {
    const s = await affine();
    train(s, { ...base, objective, target: p });
    const at = points([
      [1, -0.5],
      [3, 0.2],
      [-1, -1],
    ]);
    const [got, right] = [s.score(at).data, truth.score(at).data];
    // Of scores as large as 5; the noise of the batches leaves about 0.05.
    right.forEach((value, i) => {
      expect(Math.abs(got[i]! - value)).toBeLessThan(0.25);
    });
    s.dispose();
  });
});

describe("a run of training", () => {
  const short = { ...base, objective: { kind: "implicit" } as const, steps: 60 };

  it("tells loss and gradient of every step, and repeats itself to the last bit", async () => {
    const run = async () => {
      const s = await affine();
      const result = train(s, short);
      return { ...result, toMimeBundle: 0, weights: s.parameters.map((w) => [...w.dataSync()]) };
    };
    const first = await run();
    expect(first.losses).toHaveLength(60);
    expect(first.gradientNorms.every((norm) => norm > 0)).toBe(true);
    expect(first.keptStep).toBe(60);
    expect(await run()).toEqual(first);
  });

  it("leaves no tensor behind", async () => {
    const s = await affine();
    train(s, short);
    const before = s.tf.memory().numTensors;
    train(s, short);
    expect(s.tf.memory().numTensors).toBe(before);
  });

  it("draws batches from given points, and goes through all of them", async () => {
    const s = await affine();
    const data = p.sample(40, rng(4, "data"));
    const run = train(s, { ...short, data, batch: 400 });
    expect(run.losses.at(-1)).toBeLessThan(run.losses[0]!);
  });

  it("keeps what it has learnt at an interrupt", async () => {
    const s = await affine();
    const start = [...s.parameters[0]!.dataSync()];
    let asked = 0;
    Object.assign(globalThis, { [HOOK]: { requested: () => ++asked > 20 } });
    const run = train(s, short);
    expect(run.interrupted).toBe(true);
    expect(run.steps).toBe(20);
    expect(run.keptStep).toBe(20);
    expect([...s.parameters[0]!.dataSync()]).not.toEqual(start);
  });

  it("names the step, and the growing loss as the cause, when a number is no longer finite", async () => {
    const s = await affine();
    const failing = () =>
      train(s, { ...short, steps: 500, learningRate: 1e30, schedule: "constant" });
    expect(failing).toThrow(TrainingFailed);
    expect(failing).toThrow(/step \d+.*smaller learning rate/s);
    const first = { ...short, data: gaussian({ mean: [0, 0], covariance: 1e60 }) };
    expect(() => train(s, { ...first, objective: { kind: "denoising", sigma: 1 } })).toThrow(
      /step 1: .*first batch/s,
    );
  });
});

it("trains one network for all noise levels", async () => {
  const s = await noiseConditionalScoreNetwork({
    dim: 2,
    hidden: [32],
    dataScale: 1.5,
    rng: rng(3, "n"),
  });
  const sigmas = [3, 1, 0.3];
  const run = train(s, {
    ...base,
    steps: 600,
    learningRate: 0.01,
    objective: { kind: "multiNoise", sigmas },
  });
  expect(run.steps).toBe(600);
  const family = smoothed(p);
  for (const sigma of sigmas) {
    const at = family.at(sigma).sample(2000, rng(9, "at"));
    const [got, right] = [s.at(sigma).score(at).data, family.at(sigma).score(at).data];
    const error = right.reduce((sum, value, i) => sum + (got[i]! - value) ** 2, 0) / at.n;
    // sigma^2 times the squared error: 2 for the score 0, about 0.01 as seen after these steps.
    expect(sigma ** 2 * error).toBeLessThan(0.1);
  }
});

describe("training refuses", () => {
  const cases: readonly [string, Partial<TrainOptions<TrainingObjective>>, RegExp][] = [
    ["no steps", { steps: 0 }, /steps/],
    ["half a point", { batch: 0.5 }, /batch/],
    ["a rate uphill", { learningRate: -1 }, /learningRate/],
    ["an average that never moves", { decay: 1 }, /decay/],
    [
      "data of another dimension",
      { data: [1, 2, 3] },
      /dimension 1 where the network is of dimension 2/,
    ],
    ["an objective without noise", { objective: { kind: "denoising", sigma: 0 } }, /sigma/],
    [
      "differences of no length",
      { objective: { kind: "finiteDifference", epsilon: 0.1 } },
      /log density/,
    ],
    ["a target that is not there", { objective: { kind: "explicit" } }, /target/],
  ];
  it.each(cases)("%s", async (_, wrong, message) => {
    const s = await affine();
    expect(() => train(s, { ...base, objective: { kind: "implicit" }, ...wrong })).toThrow(message);
  });

  it("a network at one level for all levels, and the reverse", async () => {
    const one = await energyNetwork({ dim: 2 });
    const all = await noiseConditionalScoreNetwork({ dim: 2 });
    const levels = { kind: "multiNoise", sigmas: [1] } as const;
    expect(() => train(one as never, { ...base, objective: levels })).toThrow(/noiseConditional/);
    expect(() => train(all, { ...base, objective: { kind: "implicit" } as never })).toThrow(
      /multiNoise/,
    );
    expect(() => train(all, { ...base, objective: { kind: "multiNoise", sigmas: [] } })).toThrow(
      /empty/,
    );
    expect(() => train(all, { ...base, objective: { kind: "multiNoise", sigmas: [0] } })).toThrow(
      /sigmas\[0\]/,
    );
  });
});
