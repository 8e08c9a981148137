import { afterEach, describe, expect, it, vi } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { energyNetwork } from "../../src/networks/energyNetwork";
import { noiseConditionalScoreNetwork } from "../../src/networks/noiseConditionalScoreNetwork";
import { scoreNetwork } from "../../src/networks/scoreNetwork";
import { type TrainOptions, train } from "../../src/networks/train";
import { drawn } from "../../src/networks/trainingBatch";
import { TrainingFailed } from "../../src/networks/trainingFailed";
import type { TrainingObjective } from "../../src/networks/trainingLoss";
import type { MimeBundle } from "../../src/numerics/mimeBundle";
import { points } from "../../src/numerics/points";
import { type Rng, rng } from "../../src/numerics/rng";
import { affine, base, p } from "./affine";

const HOOK = Symbol.for("score-matching.interrupt");
const DISPLAY = Symbol.for("score-matching.display");
afterEach(() => {
  for (const hook of [HOOK, DISPLAY]) Reflect.deleteProperty(globalThis, hook);
  vi.restoreAllMocks();
});

const elsewhere = gaussian({ mean: [-9, 6], covariance: 4 });

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

  it("tells loss and gradient beside the bar", async () => {
    const shown: string[] = [];
    vi.spyOn(performance, "now").mockImplementation(() => 400 * ++clock);
    let clock = 0;
    const show = (bundle: MimeBundle) => void shown.push(String(bundle.data["text/plain"]));
    Object.assign(globalThis, { [DISPLAY]: { show } });
    const run = train(await affine(), short);
    const last = `loss ${run.losses[59]!.toPrecision(3)}, gradient ${run.gradientNorms[59]!.toPrecision(3)}`;
    expect(shown[0]).toMatch(/^training \[.*left; loss \S+, gradient \S+$/);
    expect(shown.at(-1)!.endsWith(`; ${last}`)).toBe(true);
  });

  it("draws batches from given points, and goes through all of them", async () => {
    const s = await affine();
    const data = p.sample(40, rng(4, "data"));
    const run = train(s, { ...short, data, batch: 400 });
    expect(run.losses.at(-1)).toBeLessThan(run.losses[0]!);
    const numbers = points([...Array(40).keys()]);
    expect(new Set(drawn(numbers, 400, rng(1, "batch")).data).size).toBe(40);
  });

  it("whose loss rises keeps the parameters from before, also when it is interrupted and resumed", async () => {
    const weights = (s: Awaited<ReturnType<typeof affine>>) =>
      s.parameters.map((w) => [...w.dataSync()]);
    const rising = { ...short, steps: 200, learningRate: 0.5, schedule: "constant" as const };
    const data = () => {
      let k = 0;
      // From step 100 on other data, on which the network is worse.
      return { dim: 2, sample: (n: number, r: Rng) => (k++ < 100 ? p : elsewhere).sample(n, r) };
    };
    const whole = await affine();
    const straight = train(whole, { ...rising, data: data() });
    expect(straight.keptStep).toBe(100);
    const before = await affine();
    train(before, { ...rising, data: data(), steps: 100 });
    expect(weights(before)).toEqual(weights(whole));
    const parts = await affine();
    let asked = 0;
    Object.assign(globalThis, { [HOOK]: { requested: () => ++asked > 120 } });
    const given = data();
    const first = train(parts, { ...rising, data: given });
    Reflect.deleteProperty(globalThis, HOOK);
    const second = train(parts, { ...rising, data: given, resume: first });
    expect({ ...second, toMimeBundle: 0 }).toEqual({ ...straight, toMimeBundle: 0 });
    expect(weights(parts)).toEqual(weights(whole));
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

  it("interrupted and resumed, ends with the numbers of a run that never stopped", async () => {
    const weights = (s: Awaited<ReturnType<typeof affine>>) =>
      s.parameters.map((w) => [...w.dataSync()]);
    const options = { ...short, steps: 130 };
    const whole = await affine();
    const straight = train(whole, options);
    const parts = await affine();
    const tensors = parts.tf.memory().numTensors;
    let asked = 0;
    Object.assign(globalThis, { [HOOK]: { requested: () => ++asked > 70 } });
    const first = train(parts, options);
    expect([first.steps, first.interrupted]).toEqual([70, true]);
    expect(weights(parts)).not.toEqual(weights(whole));
    Reflect.deleteProperty(globalThis, HOOK);
    const second = train(parts, { ...options, resume: first });
    expect({ ...second, toMimeBundle: 0 }).toEqual({ ...straight, toMimeBundle: 0 });
    expect(weights(parts)).toEqual(weights(whole));
    expect(parts.tf.memory().numTensors).toBe(tensors);
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

  it("to resume a run that is over, or that of another network", async () => {
    const s = await affine();
    const options = { ...base, objective: { kind: "implicit" } as const, steps: 3 };
    const run = train(s, options);
    expect(() => train(s, { ...options, resume: run })).toThrow(
      /steps = 3 are not more than the 3/,
    );
    const other = await scoreNetwork({ dim: 2, hidden: [3] });
    expect(() => train(other, { ...options, steps: 4, resume: run })).toThrow(/other layers/);
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
