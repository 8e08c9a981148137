import { afterEach, describe, expect, it, vi } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { kernelDensity } from "../../src/densities/kernelDensity";
import { linearScore } from "../../src/densities/linearScore";
import { scoreField } from "../../src/densities/scoreField";
import { smoothed } from "../../src/densities/smoothed";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { fraction } from "../../src/numerics/statistics/fraction";
import { variance } from "../../src/numerics/statistics/variance";
import { Diverged } from "../../src/reporting/diverged";
import {
  type AnnealedLangevinOptions,
  annealedLangevin,
} from "../../src/samplers/annealedLangevin";
import * as correctors from "../../src/samplers/correctors";
import { gridLaw } from "../../src/samplers/gridLaw";
import { langevin } from "../../src/samplers/langevin";
import { predictorCorrector } from "../../src/samplers/predictorCorrector";
import * as predictors from "../../src/samplers/predictors";
import { langevinTransition } from "../../src/samplers/transition";
import { hooked, interruptible, unhook } from "../reporting/hook";
import { expectWithinStandardErrors } from "../withinStandardErrors";
import { linearLaw, moments } from "./linearLaw";

const geometric = (first: number, last: number, count: number) =>
  Array.from({ length: count }, (_, i) => first * (last / first) ** (i / (count - 1)));

const skewed = gaussianMixture({ weights: [0.3, 0.7], means: [-2, 1.5], covariances: 0.25 });
/** In the plane, one mode a hundred times as wide as the other. */
const uneven = gaussianMixture({
  weights: [0.3, 0.7],
  means: [
    [-3, 0.5],
    [2, -1],
  ],
  covariances: [1, 0.01],
});

afterEach(unhook);

describe("annealed Langevin dynamics", () => {
  const sigmas = [3, 1, 0.5];
  const options = { sigmas, smallestStep: 0.02, steps: 4 };

  /** Algorithm 1 in the papers' letters, alpha and epsilon, on one list of coordinates. */
  function algorithm1(start: Points, epsilon: number): number[] {
    const noise = rng(5, "annealed").split("step");
    let x = Array.from(start.data);
    let k = 0;
    for (const sigma of sigmas) {
      const alpha = epsilon * (sigma / 0.5) ** 2;
      const field = smoothed(uneven).at(sigma);
      for (let t = 0; t < 4; t++) {
        const score = field.score(points(Float64Array.from(x), 2)).data;
        const z = noise.split(k++).normal(start.n, 2);
        x = x.map((value, j) => value + (alpha / 2) * score[j]! + Math.sqrt(alpha) * z[j]!);
      }
    }
    return x;
  }

  it("is Algorithm 1, number for number, with epsilon = 2 smallestStep", () => {
    const start = uneven.sample(7, rng(5, "start"));
    const run = annealedLangevin(smoothed(uneven), { ...options, start, rng: rng(5, "annealed") });
    expect(Array.from(run.points.data)).toEqual(algorithm1(start, 0.04));
  });

  it("is the predictor-corrector with the identity for predictor, number for number", () => {
    const common = { start: { n: 7, from: uneven }, rng: rng(6, "annealed") };
    const corrector = correctors.langevin({
      steps: 4,
      step: (sigma) => 0.02 * (sigma / 0.5) ** 2,
    });
    const pair = predictorCorrector(smoothed(uneven), {
      ...common,
      levels: sigmas,
      predictor: predictors.identity,
      corrector,
    });
    const run = annealedLangevin(smoothed(uneven), { ...options, ...common });
    expect(run.points.data).toEqual(pair.points.data);
    expect(run.stepSizes).toEqual(pair.stepSizes);
    expect([pair.steps, pair.evaluations]).toEqual([12, 12]);
  });

  it("reports its step sizes h, the smallest last", () => {
    const run = annealedLangevin(smoothed(skewed), {
      ...options,
      start: [0, 1],
      rng: rng(1, "steps"),
      history: 4,
    });
    const h = sigmas.map((sigma) => (0.02 * sigma ** 2) / 0.25);
    expect(run.stepSizes).toHaveLength(12);
    for (let k = 0; k < 12; k++) expect(run.stepSizes[k]).toBeCloseTo(h[Math.floor(k / 4)]!, 14);
    expect(run.stepSizes[11]).toBe(0.02);
    expect([run.sampler, run.steps, run.evaluations]).toEqual(["Annealed Langevin", 12, 12]);
    expect(run.interrupted).toBe(false);
    expect(run.warnings).toEqual([]);
    expect(run.history!.map((state) => state.step)).toEqual([0, 4, 8, 12]);
  });

  it("moves a point in the same way whatever the number of points and of later levels", () => {
    const run = (n: number, levels: number[]) =>
      annealedLangevin(smoothed(uneven), {
        sigmas: levels,
        smallestStep: 0.02 * (levels.at(-1)! / 3) ** 2,
        steps: 4,
        start: { n, from: uneven },
        rng: rng(8, "batch"),
        history: 4,
      }).history!.map((state) => state.points.data);
    const small = run(3, [3]);
    const large = run(50, [3, 1]);
    expect(large[1]!.slice(0, 6)).toEqual(small[1]);
    expect(run(50, [3, 1.5])[1]).toEqual(large[1]);
  });
});

describe("annealed Langevin on Gaussian data, against the exact recursion of its variance", () => {
  /** v <- (1 - alpha / (2 V_i))^2 v + alpha with V_i = t^2 + sigma_i^2, in the papers' letters. */
  function recursion(
    v: number,
    {
      sigmas,
      alpha,
      steps,
      t2,
    }: { sigmas: number[]; alpha: (sigma: number) => number; steps: number; t2: number },
  ): number {
    for (const sigma of sigmas) {
      for (let k = 0; k < steps; k++) {
        v = (1 - alpha(sigma) / (2 * (t2 + sigma ** 2))) ** 2 * v + alpha(sigma);
      }
    }
    return v;
  }

  const ladder = geometric(10, 0.1, 10);
  const law = (
    mean: number,
    t2: number,
    options: Partial<AnnealedLangevinOptions> = {},
    sigmas = ladder,
  ) =>
    linearLaw(sigmas.length * 100, (start, noise) =>
      annealedLangevin(smoothed(gaussian({ mean, covariance: t2 })), {
        sigmas,
        smallestStep: 1e-3,
        steps: 100,
        start,
        rng: noise,
        ...options,
      }),
    );

  it("gives 1.068322 for ten levels from 10 to 0.1, epsilon = 0.002, T = 100, t = 1, whatever the start", () => {
    const expected = recursion(100, {
      sigmas: ladder,
      alpha: (sigma) => 2e-3 * (sigma / 0.1) ** 2,
      steps: 100,
      t2: 1,
    });
    expect(expected).toBeCloseTo(1.068322, 6);
    const [, v] = moments(law(0, 1), 0, 100);
    expect(v / expected).toBeCloseTo(1, 10);
    for (const start of [0, 1, 1e4]) expect(moments(law(0, 1), 0, start)[1]).toBeCloseTo(v, 9);
    // The limit of many steps, 1.01, is not reached; nor is the variance of the clean data, 1.
    expect(v - 1.01).toBeGreaterThan(0.05);
  });

  it("tends, as T grows, to the variance of the noisy data with Langevin's own bias", () => {
    const law = linearLaw(200, (start, noise) =>
      annealedLangevin(smoothed(gaussian({ mean: 2, covariance: 1 })), {
        sigmas: [0.5],
        smallestStep: 0.05,
        steps: 200,
        start,
        rng: noise,
      }),
    );
    const [m, v] = moments(law, -9, 100);
    expect(m).toBeCloseTo(2, 2);
    expect(v).toBeCloseTo(1.25 / (1 - 0.05 / (2 * 1.25)), 4);
  });

  it("hardly moves from v = 100 where sigma_1 stands in the denominator: 99.3147", () => {
    const [, v] = moments(law(0, 1, { denominator: "largest" }), 0, 100);
    const expected = recursion(100, {
      sigmas: ladder,
      alpha: (sigma) => 2e-3 * (sigma / 10) ** 2,
      steps: 100,
      t2: 1,
    });
    expect(v / expected).toBeCloseTo(1, 10);
    expect(v).toBeCloseTo(99.3147, 4);
  });

  it("makes smallestStep the largest step where sigma_1 stands in the denominator", () => {
    const run = annealedLangevin(smoothed(skewed), {
      sigmas: [2, 1, 0.5],
      smallestStep: 0.08,
      steps: 1,
      start: 0,
      rng: rng(1, "misprint"),
      denominator: "largest",
    });
    expect(Array.from(run.stepSizes)).toEqual([0.08, 0.02, 0.005]);
  });

  it("follows the recursion for wide and for narrow data off the origin, in mean and variance", () => {
    for (const [mean, t2] of [
      [3, 9],
      [-0.2, 0.0004],
    ] as const) {
      const [m, v] = moments(law(mean, t2), 50, 4);
      const alpha = (sigma: number) => 2e-3 * (sigma / 0.1) ** 2;
      expect(v / recursion(4, { sigmas: ladder, alpha, steps: 100, t2 })).toBeCloseTo(1, 9);
      let left = 1;
      for (const sigma of ladder) left *= (1 - alpha(sigma) / (2 * (t2 + sigma ** 2))) ** 100;
      expect(m).toBeCloseTo(mean + left * (50 - mean), 9);
    }
  });

  it("has that variance with random numbers too", () => {
    const run = annealedLangevin(smoothed(gaussian({ mean: 0, covariance: 1 })), {
      sigmas: ladder,
      smallestStep: 1e-3,
      steps: 100,
      start: { n: 2000, from: gaussian({ mean: 0, covariance: 100 }) },
      rng: rng(3, "variance"),
    });
    const { value, standardError } = variance(run.points.data);
    expectWithinStandardErrors(value, 1.068322, standardError);
  });
});

describe("the weights of separated modes", () => {
  const sigmas = geometric(4, 0.5, 8);
  /** Between two nodes of the grids below. */
  const isLeft = (x: number) => x < -0.3125;
  const n = 8000;

  it("are kept as they were by plain Langevin, and found by annealed Langevin but for a finite T", () => {
    const start = gaussianMixture({ weights: [0.5, 0.5], means: [-2, 1.5], covariances: 0.25 });
    const plain = langevin(skewed, {
      step: 0.02,
      steps: 100,
      start: { n, from: start },
      rng: rng(4, "plain"),
    });
    const annealed = annealedLangevin(smoothed(skewed), {
      sigmas,
      smallestStep: 0.05,
      steps: 20,
      start: { n, from: start },
      rng: rng(4, "annealed"),
    });
    // The same two laws on a grid, without random numbers.
    const left = (x: number) => (isLeft(x) ? 1 : 0);
    const grid = gridLaw(start, { interval: [-22, 22], nodes: 353 });
    const transition = (sigma: number) =>
      langevinTransition(smoothed(skewed).at(sigma), { step: 0.05 * (sigma / 0.5) ** 2 });
    const exact = sigmas
      .reduce((at, sigma) => at.after(transition(sigma), 20), grid)
      .expectation(left);
    expect(exact).toBeGreaterThan(0.31);
    expect(exact).toBeLessThan(0.325);
    const found = fraction(annealed.points.data, isLeft);
    expectWithinStandardErrors(found.value, exact, found.standardError);
    const kept = fraction(plain.points.data, isLeft);
    const plainExact = gridLaw(start, { interval: [-6, 6], nodes: 193 })
      .after(langevinTransition(skewed, { step: 0.02 }), 100)
      .expectation(left);
    expectWithinStandardErrors(kept.value, plainExact, kept.standardError);
    expect(kept.value).toBeGreaterThan(0.48);
  });
});

describe("the denoising step", () => {
  const options = { sigmas: [2, 0.7], smallestStep: 0.05, steps: 3 };

  it("takes each point to the mean of the clean data given it, at one more evaluation", () => {
    const common = { ...options, start: { n: 5, from: uneven }, rng: rng(7, "denoise") };
    const noisy = annealedLangevin(smoothed(uneven), common);
    const clean = annealedLangevin(smoothed(uneven), { ...common, denoise: true });
    // E[x | noisy] of a mixture: its components' posterior means under the responsibilities.
    const q = gaussianMixture({
      weights: [0.3, 0.7],
      means: [
        [-3, 0.5],
        [2, -1],
      ],
      covariances: [1.49, 0.5],
    });
    const r = q.responsibilities(noisy.points);
    noisy.points.data.forEach((y, j) => {
      const [i, c] = [j >> 1, j & 1];
      const posterior = (mean: number, v: number) => (v * y + 0.49 * mean) / (v + 0.49);
      const expected =
        r[2 * i]! * posterior([-3, 0.5][c]!, 1) + r[2 * i + 1]! * posterior([2, -1][c]!, 0.01);
      expect(clean.points.data[j]).toBeCloseTo(expected, 12);
    });
    expect([clean.steps, clean.evaluations]).toEqual([7, 7]);
  });

  it("brings Gaussian data from V + sigma^2 to V^2 / (V + sigma^2)", () => {
    const law = (denoise: boolean) =>
      linearLaw(7, (start, noise) =>
        annealedLangevin(smoothed(gaussian({ mean: 1, covariance: 2.25 })), {
          ...options,
          start,
          rng: noise,
          denoise,
        }),
      );
    const [mean, noisy] = moments(law(false), 0, 4);
    const [cleanMean, clean] = moments(law(true), 0, 4);
    expect(clean).toBeCloseTo(noisy * (2.25 / 2.74) ** 2, 12);
    expect(cleanMean - 1).toBeCloseTo((mean - 1) * (2.25 / 2.74), 12);
  });

  it("lands on the data where they are few and the noise is small: memorisation", () => {
    const data = [-1.5, 0.2, 2];
    const run = annealedLangevin(smoothed(kernelDensity({ data, sigma: 1e-3 })), {
      sigmas: geometric(3, 0.05, 8),
      smallestStep: 0.0005,
      steps: 20,
      start: { n: 200, from: gaussian({ mean: 0, covariance: 9 }) },
      rng: rng(2, "memorised"),
      denoise: true,
    });
    for (const x of run.points.data) {
      expect(Math.min(...data.map((b) => Math.abs(x - b)))).toBeLessThan(1e-2);
    }
    for (const b of data) {
      expect(run.points.data.some((x) => Math.abs(x - b) < 1e-2)).toBe(true);
    }
  });
});

describe("what annealed Langevin refuses and warns of", () => {
  const run = (options: Partial<AnnealedLangevinOptions>, v = 1) =>
    annealedLangevin(smoothed(gaussian({ mean: 0, covariance: v })), {
      sigmas: [10, 1, 0.1],
      smallestStep: 1e-3,
      steps: 2,
      start: [0.5],
      rng: rng(1, "refusals"),
      ...options,
    });

  it("refuses levels that do not fall, are not positive, or are missing, by name", () => {
    expect(() => run({ sigmas: [0.1, 1, 10] })).toThrow(/sigmas\[1\] = 1 is not below sigmas\[0\]/);
    expect(() => run({ sigmas: [1, 1] })).toThrow(/sigmas\[1\]/);
    expect(() => run({ sigmas: [1, 0] })).toThrow(/sigmas\[1\] = 0 is not positive/);
    expect(() => run({ sigmas: [1, -1] })).toThrow(
      /sigmas\[1\] = -1 is not a finite number of at least 0/,
    );
    expect(() => run({ sigmas: [Number.NaN] })).toThrow(/sigmas\[0\] = NaN/);
    expect(() => run({ sigmas: [] })).toThrow(/sigmas = \[\] is empty/);
  });

  it("refuses a denominator that it does not know", () => {
    expect(() => run({ denominator: "first" as "largest" })).toThrow(
      /^denominator = "first" is unknown: .* Give one of smallest, largest\.$/,
    );
  });

  it("refuses steps that are none", () => {
    expect(() => run({ smallestStep: 0 })).toThrow(/smallestStep = 0/);
    expect(() => run({ steps: 0 })).toThrow(/steps = 0/);
    expect(() => run({ steps: 1.5 })).toThrow(/steps = 1.5/);
    expect(() => run({ start: [[1, 2]] })).toThrow(/start/);
  });

  it("warns of the first level whose step is not below 2 (V + sigma^2), that is alpha < 4 V_i", () => {
    vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    // At sigma = 10 the limit is h = 2 * 101 = 202, which smallestStep = 0.0202 reaches.
    expect(run({ smallestStep: 0.0201 }).warnings).toEqual([]);
    const { warnings } = run({ smallestStep: 0.0202 });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/Annealed Langevin at sigma = 10: .*2 \/ L = 202/);
    // For wide data all levels are stable at that step; for narrow data too, up to 2 sigma^2.
    expect(run({ smallestStep: 0.0202 }, 100).warnings).toEqual([]);
    expect(run({ smallestStep: 0.0201, sigmas: [0.1] }, 1e-6).warnings).toHaveLength(1);
    vi.restoreAllMocks();
  });

  it("is stable for any data if smallestStep is below 2 sigma_L^2", () => {
    const data = [-3, 0, 0.1, 4];
    const end = (smallestStep: number) =>
      annealedLangevin(smoothed(kernelDensity({ data, sigma: 1e-4 })), {
        sigmas: [5, 1, 0.2],
        smallestStep,
        steps: 200,
        start: [-1e4, 1e4],
        rng: rng(3, "stable"),
      }).points.data;
    for (const x of end(0.078)) expect(Math.abs(x)).toBeLessThan(20);
    for (const x of end(0.082)) expect(Math.abs(x)).toBeGreaterThan(1e6);
  });

  it("ends in an error that names the level and the step where the values stop being finite", () => {
    const family = {
      dim: 1,
      level: "sigma" as const,
      at: (sigma: number) => scoreField({ score: (x) => (sigma > 1 ? -x : -(x ** 3)) }),
    };
    const attempt = () =>
      annealedLangevin(family, {
        sigmas: [2, 0.5],
        smallestStep: 1,
        steps: 30,
        start: 10,
        rng: rng(1, "overflow"),
      });
    expect(attempt).toThrow(Diverged);
    expect(attempt).toThrow(
      /Annealed Langevin: .* step 3\d of 60 \(sigma = 0.5, step \d of 30 there\)/,
    );
    expect(attempt).toThrow(/smallestStep/);
  });

  it("stops at an interrupt with the points that it has", () => {
    hooked();
    let asked = 0;
    interruptible(() => ++asked > 4);
    const stopped = run({ sigmas: [3, 1], steps: 5, denoise: true });
    unhook();
    const full = run({ sigmas: [3, 1], steps: 5, history: 1, denoise: true });
    expect(stopped.interrupted).toBe(true);
    expect(stopped.steps).toBe(4);
    expect(stopped.points.data).toEqual(full.history![4]!.points.data);
    expect([full.interrupted, full.steps]).toEqual([false, 11]);
  });
});

describe("annealed Langevin", () => {
  it("looks for an unstable step at every level, not at the first alone", () => {
    vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    vi.spyOn(console, "warn").mockImplementation(() => {});
    // h / limit: 0.45 / 20 at sigma = 3, 0.05 / 0.02 at sigma = 1.
    const family = {
      dim: 1,
      level: "sigma" as const,
      at: (sigma: number) => linearScore({ slope: sigma === 1 ? -100 : -0.1 }),
    };
    const { warnings } = annealedLangevin(family, {
      sigmas: [3, 1],
      smallestStep: 0.05,
      steps: 1,
      start: [0],
      rng: rng(1, "levels"),
    });
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatch(/at sigma = 1:/);
    vi.restoreAllMocks();
  });
});
