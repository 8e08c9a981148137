import { afterEach, describe, expect, it } from "vitest";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { InvalidArgument } from "../../src/numerics/errors";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { planarGaussianPair, skewedMixture } from "../../src/problems";
import { varianceExploding } from "../../src/processes/varianceExploding";
import { Diverged } from "../../src/reporting/diverged";
import { ancestral } from "../../src/samplers/ancestral";
import * as correctors from "../../src/samplers/correctors";
import { ddim } from "../../src/samplers/ddim";
import { edmHeun } from "../../src/samplers/edmHeun";
import { langevin } from "../../src/samplers/langevin";
import { mala } from "../../src/samplers/mala";
import { predictorCorrector } from "../../src/samplers/predictorCorrector";
import * as predictors from "../../src/samplers/predictors";
import type { SamplerOptions, SamplingRun } from "../../src/samplers/samplingRun";
import { langevinTransition } from "../../src/samplers/transition";
import { underdampedLangevin } from "../../src/samplers/underdampedLangevin";

const { p } = skewedMixture();
const samplers: Record<string, (options: SamplerOptions) => SamplingRun> = {
  langevin: (options) => langevin(p, { ...options, step: 0.1 }),
  mala: (options) => mala(p, { ...options, step: 0.3 }),
  underdampedLangevin: (options) => underdampedLangevin(p, { ...options, step: 0.2 }),
};

describe.each(Object.entries(samplers))("%s", (_, run) => {
  const r = rng(1, "runs");
  const fresh = { n: 12, from: gaussian({ mean: 1, covariance: 4 }) };

  it("gives point i the same path whatever the number of points and of steps", () => {
    const many = run({ start: fresh, steps: 9, rng: r, history: 1 });
    const few = run({ start: { ...fresh, n: 5 }, steps: 4, rng: r });
    expect(few.points.data).toEqual(many.history[4]!.points.data.slice(0, 5));
    expect(run({ start: fresh, steps: 9, rng: rng(1, "runs") }).points.data).toEqual(
      many.points.data,
    );
    expect(run({ start: fresh, steps: 9, rng: rng(2, "runs") }).points.data).not.toEqual(
      many.points.data,
    );
  });

  it("draws the start from a density with a generator of its own", () => {
    const begun = run({ start: fresh, steps: 0, rng: r });
    expect(begun.points.data).toEqual(fresh.from.sample(12, r.split("start")).data);
    expect(begun.steps).toBe(0);
    expect(begun.stepSizes).toEqual(new Float64Array(0));
  });

  it("keeps the start and every k-th state after it", () => {
    const whole = run({ start: fresh, steps: 7, rng: r, history: 1 }).history;
    const kept = run({ start: fresh, steps: 7, rng: r, history: 3 }).history;
    expect(whole.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(kept.map(({ step }) => step)).toEqual([0, 3, 6]);
    expect(kept.map((state) => state.points.data)).toEqual(
      [0, 3, 6].map((k) => whole[k]!.points.data),
    );
    expect(run({ start: fresh, steps: 7, rng: r }).history).toEqual([]);
  });

  it("refuses a run without a generator, or without a start", () => {
    const options = { start: 0, steps: 1 } as unknown as SamplerOptions;
    expect(() => run(options)).toThrow(/^rng = undefined is missing/);
    expect(() => run({ steps: 1, rng: r } as unknown as SamplerOptions)).toThrow(InvalidArgument);
  });

  it("leaves the caller's points alone", () => {
    const start = points([0.5, -1]);
    run({ start, steps: 3, rng: r });
    expect([...start.data]).toEqual([0.5, -1]);
  });

  it("refuses numbers of steps that are none, and points of another dimension", () => {
    expect(() => run({ start: 0, steps: -1, rng: r })).toThrow(/^steps = -1/);
    expect(() => run({ start: 0, steps: 1.5, rng: r })).toThrow(/^steps = 1.5/);
    expect(() => run({ start: 0, steps: 1, rng: r, history: 0 })).toThrow(/^history = 0/);
    expect(() => run({ start: [[0, 0]], steps: 1, rng: r })).toThrow(/^start = .*dimension 2/);
    const from = planarGaussianPair().p;
    expect(() => run({ start: { n: 3, from }, steps: 1, rng: r })).toThrow(/^start = /);
  });
});

describe("an interrupt", () => {
  const HOOK = Symbol.for("score-matching.interrupt");
  afterEach(() => {
    Reflect.deleteProperty(globalThis, HOOK);
  });

  it("ends the run between two steps, with what it has", () => {
    const options = { start: [0, 1, 2], rng: rng(3), history: 1 };
    const whole = mala(p, { ...options, step: 0.3, steps: 20 });
    let asked = 0;
    Object.assign(globalThis, { [HOOK]: { requested: () => ++asked > 7 } });
    const run = mala(p, { ...options, step: 0.3, steps: 20 });
    expect(run.interrupted).toBe(true);
    expect(run.steps).toBe(7);
    expect(run.evaluations).toBe(8);
    expect(run.stepSizes).toHaveLength(7);
    expect(run.history).toHaveLength(8);
    expect(run.points.data).toEqual(whole.history[7]!.points.data);
    for (const share of run.acceptance!) expect((share * 7) % 1).toBeCloseTo(0, 12);
    expect(String(run.toMimeBundle() && plain(run))).toContain("7 of 20, interrupted");
    expect(whole.interrupted).toBe(false);
  });
});

describe("a run that cannot go on", () => {
  it("names the step, and keeps the reason", () => {
    const field = {
      dim: 1,
      score: (x: Points) => points(x.data.map((value) => (value > 3 ? 1e308 : 10))),
      divergence: (x: Points) => new Float64Array(x.n),
    };
    let thrown: unknown;
    try {
      langevin(field, { step: 1e1, steps: 100, start: 0, rng: rng(4) });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Diverged);
    const { message, divergence, cause } = thrown as Diverged;
    expect(divergence.step).toBe(2);
    expect(message).toMatch(/^Langevin: a value stopped being finite at step 2 of 100/);
    expect(String(cause)).toContain("has a coordinate that is not finite");
  });

  it("names the step at which a point left the support", () => {
    const options = { step: 0.1, steps: 500, start: 0.3, rng: rng(5) };
    expect(() => langevin(exponential({ rate: 1 }), options)).toThrow(
      /^Langevin: a value reached a place that has no score at step \d+ of 500/,
    );
  });

  it("blames the caller for a start that has no score", () => {
    const options = { step: 0.1, steps: 500, start: -1, rng: rng(5) };
    expect(() => langevin(exponential({ rate: 1 }), options)).toThrow(/^x\[0\] = -1/);
  });

  it("does not hide other errors", () => {
    const field = {
      dim: 1,
      score: () => {
        throw new TypeError("mine");
      },
      divergence: () => new Float64Array(1),
    };
    expect(() => langevin(field, { step: 1, steps: 1, start: 0, rng: rng(6) })).toThrow(TypeError);
  });
});

describe("scores that are not a vector for each point", () => {
  const start = points([
    [0, 1],
    [2, 3],
  ]);
  const options = { step: 0.1, steps: 2, start, rng: rng(7) };
  const p = gaussian({ mean: [0, 0], covariance: 1 });
  const fieldOf = (score: () => Points) => ({
    dim: 2,
    score,
    divergence: (x: Points) => new Float64Array(x.n),
  });
  const spreading = varianceExploding({ sigmaMin: 0.1, sigmaMax: 5 });
  type Run = (score: () => Points) => unknown;
  const sigmas = [1, 0.5];
  const descent = { start, rng: rng(7), sigmas, levels: sigmas };
  const inSigma = (score: () => Points) => ({
    dim: 2,
    level: "sigma" as const,
    at: () => fieldOf(score),
  });
  const inTime = (score: () => Points) => ({ ...inSigma(score), level: "time" as const });
  const corrector = correctors.langevin({ steps: 1, signalToNoise: 0.1 });
  const RUNS: readonly [string, Run][] = [
    ["langevin", (score) => langevin(fieldOf(score), options)],
    ["mala", (score) => mala({ dim: 2, logDensity: (x) => p.logDensity(x), score }, options)],
    ["underdampedLangevin", (score) => underdampedLangevin(fieldOf(score), options)],
    ["ddim", (score) => ddim(inSigma(score), descent)],
    ["edmHeun", (score) => edmHeun(inSigma(score), descent)],
    ["ancestral", (score) => ancestral(inTime(score), { ...descent, process: spreading })],
    [
      "reverse diffusion",
      (score) =>
        predictorCorrector(inSigma(score), {
          ...descent,
          predictor: predictors.reverseDiffusion(),
          corrector: correctors.identity,
        }),
    ],
    [
      "Euler-Maruyama",
      (score) =>
        predictorCorrector(inTime(score), {
          ...descent,
          predictor: predictors.eulerMaruyama(spreading),
          corrector: correctors.identity,
        }),
    ],
    [
      "a corrector",
      (score) =>
        predictorCorrector(inSigma(score), {
          ...descent,
          predictor: predictors.identity,
          corrector,
        }),
    ],
    ["a transition", (score) => langevinTransition({ score }, { step: 1 }).centre(start)],
  ];

  it.each(RUNS)("are refused by %s: too long, of another dimension, too short", (_, run) => {
    const refused = (message: RegExp, score: () => Points) => {
      expect(() => run(score)).toThrow(InvalidArgument);
      expect(() => run(score)).toThrow(message);
    };
    refused(/^score = .* gave 4 vectors of dimension 2 for 2 points of dimension 2/, () =>
      points(new Float64Array(8).fill(0.1), 2),
    );
    refused(/^score = .* gave 4 vectors of dimension 1 for 2 points of dimension 2/, () =>
      points([0.1, 0.1, 0.1, 0.1]),
    );
    refused(/^score = .* gave 3 numbers where n \* dim = 4/, () => ({
      n: 2,
      dim: 2,
      data: new Float64Array(3).fill(0.1),
    }));
  });
});

describe("the table of a run", () => {
  it("says what was done", () => {
    const run = mala(p, { step: 0.25, steps: 3, start: [1, 2], rng: rng(7), history: 1 });
    const text = plain(run);
    expect(text).toContain("MALA: 2 points of dimension 1");
    expect(text).toMatch(/steps {2,}3/);
    expect(text).toMatch(/step size {2,}0.25/);
    expect(text).toMatch(/score evaluations a point {2,}4/);
    expect(text).toMatch(/accepted {2,}\d+(\.\d+)? %/);
    expect(text).toMatch(/states kept {2,}4/);
    expect(text).not.toContain("warnings");
    expect(plain(mala(p, { step: 0.25, steps: 3, start: 1, rng: rng(7) }))).not.toContain("kept");
  });

  it("speaks of one point, of no step, and of warnings", () => {
    const one = langevin(gaussian({ mean: 0, covariance: 1 }), {
      step: 3,
      steps: 0,
      start: 0,
      rng: rng(8),
    });
    const text = plain(one);
    expect(text).toContain("Langevin: 1 point of dimension 1");
    expect(text).toContain("no step was done");
    expect(text).toContain("stability limit 2 / L = 2");
  });
});

function plain(run: SamplingRun): string {
  const bundle = run.toMimeBundle();
  if (bundle instanceof Promise) throw new Error("the table is there at once");
  return String(bundle.data["text/plain"]);
}
