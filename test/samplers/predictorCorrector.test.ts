import { afterEach, describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { scoreField } from "../../src/densities/scoreField";
import { smoothed } from "../../src/densities/smoothed";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { variancePreserving } from "../../src/processes/variancePreserving";
import { Diverged } from "../../src/reporting/diverged";
import { ancestral } from "../../src/samplers/ancestral";
import { annealedLangevin } from "../../src/samplers/annealedLangevin";
import * as correctors from "../../src/samplers/correctors";
import { type GridLaw, gridLaw } from "../../src/samplers/gridLaw";
import { predictorCorrector } from "../../src/samplers/predictorCorrector";
import * as predictors from "../../src/samplers/predictors";
import { hooked, interruptible, unhook } from "../reporting/hook";
import { expectWithinStandardErrors } from "../withinStandardErrors";

const vp = variancePreserving({ betaMin: 0.1, betaMax: 20 });
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
const levels = [1, 0.6, 0.3, 0.1];
const start = uneven.sample(6, rng(9, "start"));
const key = rng(9, "noise");

afterEach(unhook);

/** The numbers that the steps of a run draw, in turn. */
function draws() {
  let k = 0;
  return () => key.split("step").split(k++).normal(6, 2);
}

describe("predictor-corrector", () => {
  const family = vp.marginals(uneven);

  it("corrects at each level, and predicts between neighbours, number for number", () => {
    const run = predictorCorrector(family, {
      levels,
      predictor: predictors.eulerMaruyama(vp),
      corrector: correctors.langevin({ steps: 2, step: (time) => 0.01 + 0.1 * time }),
      start,
      rng: key,
    });
    const next = draws();
    let x = Array.from(start.data);
    const score = (time: number) => family.at(time).score(points(Float64Array.from(x), 2)).data;
    levels.forEach((time, i) => {
      if (i > 0) {
        const before = levels[i - 1]!;
        const h = before - time;
        const g = vp.diffusion.at(before);
        const drift = vp.drift(points(Float64Array.from(x), 2), before).data;
        const s = score(before);
        const z = next();
        x = x.map((v, j) => v - h * (drift[j]! - g * g * s[j]!) + g * Math.sqrt(h) * z[j]!);
      }
      for (let m = 0; m < 2; m++) {
        const h = 0.01 + 0.1 * time;
        const s = score(time);
        const z = next();
        x = x.map((v, j) => v + h * s[j]! + Math.sqrt(2 * h) * z[j]!);
      }
    });
    expect(Array.from(run.points.data)).toEqual(x);
    expect([run.sampler, run.steps, run.evaluations]).toEqual(["Predictor-corrector", 11, 11]);
    const sizes = [0.11, 0.11, 0.4, 0.07, 0.07, 0.3, 0.04, 0.04, 0.2, 0.02, 0.02];
    run.stepSizes.forEach((size, k) => {
      expect(size).toBeCloseTo(sizes[k]!, 14);
    });
  });

  it("is ancestral sampling with the ancestral predictor and the identity, as in a plain loop", () => {
    const pair = predictorCorrector(family, {
      levels,
      predictor: predictors.ancestral({ process: vp }),
      corrector: correctors.identity,
      start,
      rng: key,
    });
    const next = draws();
    let x = Array.from(start.data);
    for (let i = 1; i < levels.length; i++) {
      const [from, to] = [levels[i - 1]!, levels[i]!];
      const root = vp.scale(from) / vp.scale(to);
      const beta = vp.variance(from) - root * root * vp.variance(to);
      const s = family.at(from).score(points(Float64Array.from(x), 2)).data;
      const z = next();
      x = x.map((v, j) => (v + beta * s[j]!) / root + Math.sqrt(beta) * z[j]!);
    }
    expect(Array.from(pair.points.data)).toEqual(x);
    const run = ancestral(family, { process: vp, levels, start, rng: key });
    expect(run.points.data).toEqual(pair.points.data);
    expect([run.steps, run.evaluations]).toEqual([3, 3]);
  });

  it("is annealed Langevin with the identity and Langevin's corrector, as in a plain loop", () => {
    const sigmas = [2, 1, 0.5];
    const pair = predictorCorrector(smoothed(uneven), {
      levels: sigmas,
      predictor: predictors.identity,
      corrector: correctors.langevin({ steps: 3, step: (sigma) => 0.04 * sigma ** 2 }),
      start,
      rng: key,
    });
    const next = draws();
    let x = Array.from(start.data);
    for (const sigma of sigmas) {
      for (let t = 0; t < 3; t++) {
        const s = smoothed(uneven)
          .at(sigma)
          .score(points(Float64Array.from(x), 2)).data;
        const z = next();
        const h = 0.04 * sigma ** 2;
        x = x.map((v, j) => v + h * s[j]! + Math.sqrt(2 * h) * z[j]!);
      }
    }
    expect(Array.from(pair.points.data)).toEqual(x);
    const run = annealedLangevin(smoothed(uneven), {
      sigmas,
      smallestStep: 0.01,
      steps: 3,
      start,
      rng: key,
    });
    expect(run.points.data).toEqual(pair.points.data);
  });

  it("with two identities leaves the points where they are", () => {
    const run = predictorCorrector(family, {
      levels,
      predictor: predictors.identity,
      corrector: correctors.identity,
      start,
      rng: key,
    });
    expect(run.points.data).toEqual(start.data);
    expect([run.steps, run.evaluations, run.stepSizes.length]).toEqual([0, 0, 0]);
  });

  it("moves a point in the same way whatever the number of points and of later levels", () => {
    const run = (n: number, until: number) =>
      predictorCorrector(family, {
        levels: levels.slice(0, until),
        predictor: predictors.reverseDiffusion({ process: vp }),
        corrector: correctors.langevin({ steps: 1, step: 0.01 }),
        start: { n, from: uneven },
        rng: key,
        history: 1,
      });
    const small = run(2, 3);
    expect(run(40, 3).points.data.slice(0, 4)).toEqual(small.points.data);
    expect(run(2, 4).history![5]!.points.data).toEqual(small.points.data);
  });

  it("stops at an interrupt with the points that it has", () => {
    const options = {
      levels,
      predictor: predictors.ancestral({ process: vp }),
      corrector: correctors.langevin({ steps: 1, step: 0.01 }),
      start,
      rng: key,
      history: 1,
    };
    const full = predictorCorrector(family, options);
    hooked();
    let asked = 0;
    interruptible(() => ++asked > 3);
    const stopped = predictorCorrector(family, options);
    expect([stopped.interrupted, stopped.steps, stopped.evaluations]).toEqual([true, 3, 3]);
    expect(stopped.points.data).toEqual(full.history![3]!.points.data);
  });

  it("ends in an error that names the levels where the values stop being finite", () => {
    const broken = {
      dim: 1,
      level: "time" as const,
      at: (time: number) => scoreField({ score: (x) => (time > 0.5 ? -x : x * 1e200) }),
    };
    const attempt = () =>
      predictorCorrector(broken, {
        levels: [1, 0.8, 0.4, 0.2, 0.1],
        predictor: predictors.eulerMaruyama(vp),
        corrector: correctors.identity,
        start: 1,
        rng: key,
      });
    expect(attempt).toThrow(Diverged);
    expect(attempt).toThrow(
      /Predictor-corrector: .* step 4 of 4 \(Euler-Maruyama from time = 0.2 to 0.1\)/,
    );
  });

  it("refuses levels that do not fall, and points of another dimension", () => {
    const options = {
      levels,
      predictor: predictors.identity,
      corrector: correctors.identity,
      start,
      rng: key,
    };
    expect(() => predictorCorrector(family, { ...options, levels: [0.1, 1] })).toThrow(
      /levels\[1\] = 1 is not below levels\[0\] = 0.1/,
    );
    expect(() => predictorCorrector(family, { ...options, start: 1 })).toThrow(/start/);
  });
});

describe("predictor, corrector and both, on a skewed mixture, as laws on a grid", () => {
  const family = smoothed(skewed);
  const sigmas = Array.from({ length: 9 }, (_, i) => 6 * (0.8 / 6) ** (i / 8));
  const begin = gridLaw(family.at(6), { interval: [-27, 27], nodes: 433 });
  const exact = gridLaw(family.at(0.8), { interval: [-27, 27], nodes: 433 });

  /** A step of the library as a transition: its centre without noise, its spread from one unit of it. */
  function transition(step: (x: Points, z: number) => Points) {
    const spread = step(points(0.3), 1).data[0]! - step(points(0.3), 0).data[0]!;
    return { centre: (x: Points) => step(x, 0).data, variance: spread ** 2 };
  }
  const always = (z: number) => ({ ...key, normal: (n: number) => new Float64Array(n).fill(z) });
  const predict = (from: number, to: number) =>
    transition(
      (x, z) =>
        predictors.reverseDiffusion().predict!(x, { family, from, to, rng: always(z) as never })
          .points,
    );
  const corrector = correctors.langevin({ steps: 1, step: (sigma) => 0.1 * sigma ** 2 });
  const correct = (level: number) =>
    transition(
      (x, z) =>
        corrector.correct(x, { field: family.at(level), level, rng: always(z) as never }).points,
    );
  /** The total variation distance of the end from the exact law. */
  const distance = (steps: { predictor: boolean; corrections: number }, levels = sigmas) => {
    let law: GridLaw = begin;
    levels.forEach((level, i) => {
      if (steps.predictor && i > 0) law = law.after(predict(levels[i - 1]!, level));
      law = law.after(correct(level), steps.corrections);
    });
    const far = law.density.reduce((sum, p, j) => sum + Math.abs(p - exact.density[j]!), 0);
    return (far * 0.125) / 2;
  };

  it("the corrector takes away part of the predictor's error, and alone has the largest", () => {
    const both = distance({ predictor: true, corrections: 2 });
    const predictorOnly = distance({ predictor: true, corrections: 0 });
    const correctorOnly = distance({ predictor: false, corrections: 2 });
    expect(both).toBeLessThan(0.8 * predictorOnly);
    expect(predictorOnly).toBeLessThan(correctorOnly);
  });

  it("the predictor alone tends to the exact mixture as the levels come closer, by order 1", () => {
    const ladder = (steps: number) =>
      Array.from({ length: steps + 1 }, (_, i) => 6 * (0.8 / 6) ** (i / steps));
    const [coarse, fine] = [16, 32].map((steps) =>
      distance({ predictor: true, corrections: 0 }, ladder(steps)),
    );
    expect(fine).toBeLessThan(0.08);
    expect(Math.log2(coarse! / fine!)).toBeGreaterThan(0.85);
  });
});

describe("the sampled end of a predictor-corrector on a skewed mixture", () => {
  it("has the mixture's mean, variance and weight within 5 standard errors", () => {
    const n = 4000;
    const run = predictorCorrector(vp.marginals(skewed), {
      levels: Array.from({ length: 101 }, (_, i) => 1 - (i / 100) * 0.99),
      predictor: predictors.ancestral({ process: vp }),
      corrector: correctors.langevin({ steps: 1, signalToNoise: 0.16 }),
      start: { n, from: vp.prior(1) },
      rng: rng(2, "mixture"),
    });
    const at = vp.marginals(skewed).at(0.01);
    const x = run.points.data;
    const mean = x.reduce((sum, v) => sum + v, 0) / n;
    const square = x.reduce((sum, v) => sum + (v - at.mean[0]!) ** 2, 0) / n;
    const v = at.covariance[0]!;
    expectWithinStandardErrors(mean, at.mean[0]!, Math.sqrt(v / n));
    const fourth = x.reduce((sum, value) => sum + (value - at.mean[0]!) ** 4, 0) / n;
    expectWithinStandardErrors(square, v, Math.sqrt((fourth - v * v) / n));
    const left = x.filter((value) => value < 0).length / n;
    const below = at.cumulative!(points(0))[0]!;
    expectWithinStandardErrors(left, below, Math.sqrt((below * (1 - below)) / n));
  });
});

describe("Langevin's corrector", () => {
  const at = (n: number) => ({
    field: gaussian({ mean: [0, 0], covariance: 4 }),
    level: 0.5,
    rng: key,
    x: gaussian({ mean: [1, 0], covariance: 9 }).sample(n, rng(3, "corrector")),
  });

  it("takes h = 2 (r mean|z| / mean|s|)^2 from a signal-to-noise ratio", () => {
    const { x, ...step } = at(5);
    const { stepSize, points: moved } = correctors
      .langevin({ steps: 1, signalToNoise: 0.2 })
      .correct(x, step);
    const z = key.normal(5, 2);
    const length = (v: ArrayLike<number>, i: number) => Math.hypot(v[2 * i]!, v[2 * i + 1]!);
    let [noise, drift] = [0, 0];
    for (let i = 0; i < 5; i++) {
      noise += length(z, i);
      drift += length(x.data, i) / 4;
    }
    const h = 2 * ((0.2 * noise) / drift) ** 2;
    expect(stepSize).toBeCloseTo(h, 12);
    moved.data.forEach((v, j) => {
      expect(v).toBeCloseTo(x.data[j]! * (1 - h / 4) + Math.sqrt(2 * h) * z[j]!, 12);
    });
  });

  it("refuses a ratio where all scores are 0", () => {
    const flat = {
      dim: 1,
      score: (x: Points) => points(new Float64Array(x.n)),
      divergence: (x: Points) => new Float64Array(x.n),
    };
    expect(() =>
      correctors
        .langevin({ steps: 1, signalToNoise: 0.2 })
        .correct(points([1, 2]), { field: flat, level: 0.5, rng: key }),
    ).toThrow(/^signalToNoise = 0.2 cannot be reached at the level 0.5, where all scores are 0/);
  });

  it("gives each point again by itself once its sizes are given as fixed ones", () => {
    const sigmas = [2, 1, 0.5];
    const run = (n: number, corrector: (typeof correctors)["identity"]) =>
      predictorCorrector(smoothed(uneven), {
        levels: sigmas,
        predictor: predictors.ancestral(),
        corrector,
        start: { n, from: uneven },
        rng: key,
      });
    const batch = run(50, correctors.langevin({ steps: 1, signalToNoise: 0.16 }));
    // Steps 0, 2 and 4 are the corrector's.
    const sizes = new Map(sigmas.map((sigma, i) => [sigma, batch.stepSizes[2 * i]!]));
    const alone = run(2, correctors.langevin({ steps: 1, step: (sigma) => sizes.get(sigma)! }));
    expect(alone.points.data).toEqual(batch.points.data.slice(0, 4));
    const other = run(2, correctors.langevin({ steps: 1, signalToNoise: 0.16 }));
    expect(other.points.data).not.toEqual(alone.points.data);
  });

  it("refuses sizes, ratios and numbers of steps that are none", () => {
    const { langevin } = correctors;
    expect(() => langevin({ steps: 0, step: 1 })).toThrow(/steps = 0/);
    expect(() => langevin({ steps: 1, step: 0 })).toThrow(/step = 0/);
    expect(() => langevin({ steps: 1, signalToNoise: -0.1 })).toThrow(/signalToNoise = -0.1/);
    const { x, ...step } = at(2);
    expect(() => langevin({ steps: 1, step: () => -1 }).correct(x, step)).toThrow(
      /step\(0.5\) = -1/,
    );
  });
});
