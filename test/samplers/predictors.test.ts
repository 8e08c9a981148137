import { describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { kernelDensity } from "../../src/densities/kernelDensity";
import { smoothed } from "../../src/densities/smoothed";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { linearBetas } from "../../src/processes/betas";
import { ddpmChain } from "../../src/processes/ddpmChain";
import type { LinearSde } from "../../src/processes/sde";
import { subVariancePreserving } from "../../src/processes/subVariancePreserving";
import { varianceExploding } from "../../src/processes/varianceExploding";
import { variancePreserving } from "../../src/processes/variancePreserving";
import { ancestral } from "../../src/samplers/ancestral";
import * as correctors from "../../src/samplers/correctors";
import { ddim } from "../../src/samplers/ddim";
import { predictorCorrector } from "../../src/samplers/predictorCorrector";
import * as predictors from "../../src/samplers/predictors";
import type { Predictor } from "../../src/samplers/predictors/predictor";
import { expectNear, linearLaw, moments, order } from "./linearLaw";

const falling = (from: number, to: number, steps: number) =>
  Array.from({ length: steps + 1 }, (_, i) => from + (i / steps) * (to - from));

const vp = variancePreserving({ betaMin: 0.1, betaMax: 20 });
const ve = varianceExploding({ sigmaMin: 0.01, sigmaMax: 20 });
const subVp = subVariancePreserving({ betaMin: 0.1, betaMax: 20 });
const skewed = gaussianMixture({ weights: [0.3, 0.7], means: [-2, 1.5], covariances: 0.25 });
/** Off the origin, so that a wrong scale shows in the mean. */
const data = gaussian({ mean: 1.5, covariance: 0.36 });
const datum = kernelDensity({ data: [0.7], sigma: 1e-9 });

/** One step from time t to u, at the points x. */
function oneStep(predictor: Predictor<"time">, sde: LinearSde, t: number, u: number): number[] {
  const x = points([-1.3, 0.2, 2]);
  const step = { family: sde.marginals(skewed), from: t, to: u, rng: rng(3, "one step") };
  return Array.from(predictor.predict!(x, step).points.data);
}

describe("one step of a predictor, against its formula", () => {
  const x = [-1.3, 0.2, 2];
  const z = Array.from(rng(3, "one step").normal(3));
  const [t, u] = [0.6, 0.55];

  for (const [name, sde] of Object.entries({ vp, ve, subVp })) {
    const score = Array.from(sde.marginals(skewed).at(t).score(points(x)).data);
    const ratio = sde.scale(t) / sde.scale(u);
    const v = sde.variance(t) - ratio ** 2 * sde.variance(u);
    const near = (found: number[], expected: (i: number) => number) =>
      expectNear(
        found,
        found.map((_, i) => expected(i)),
        11,
      );

    it(`Euler-Maruyama: x - h (f - g^2 s) + g sqrt(h) z (${name})`, () => {
      const g = sde.diffusion.at(t);
      near(oneStep(predictors.eulerMaruyama(sde), sde, t, u), (i) => {
        const drift = sde.rate(t) * x[i]! - g ** 2 * score[i]!;
        return x[i]! - 0.05 * drift + g * Math.sqrt(0.05) * z[i]!;
      });
    });

    it(`reverse diffusion: (2 - r) x + v s + sqrt(v) z (${name})`, () => {
      near(
        oneStep(predictors.reverseDiffusion({ process: sde }), sde, t, u),
        (i) => (2 - ratio) * x[i]! + v * score[i]! + Math.sqrt(v) * z[i]!,
      );
    });

    it(`ancestral: (x + v s) / r + sqrt(v) z, or less noise for the posterior's variance (${name})`, () => {
      near(
        oneStep(predictors.ancestral({ process: sde }), sde, t, u),
        (i) => (x[i]! + v * score[i]!) / ratio + Math.sqrt(v) * z[i]!,
      );
      const w = (v * sde.variance(u)) / sde.variance(t);
      near(
        oneStep(predictors.ancestral({ process: sde, variance: "posterior" }), sde, t, u),
        (i) => (x[i]! + v * score[i]!) / ratio + Math.sqrt(w) * z[i]!,
      );
    });

    it(`the ancestral centre is the mean of the cleaner x given the noisier, by Bayes' rule (${name})`, () => {
      // One component of the mixture at a time: joint normal, so the regression is linear.
      const responsibilities = gaussianMixture({
        weights: [0.3, 0.7],
        means: [-2 * sde.scale(t), 1.5 * sde.scale(t)],
        covariances: 0.25 * sde.scale(t) ** 2 + sde.variance(t),
      }).responsibilities(points(x));
      const [later, earlier] = [t, u].map(
        (time) => 0.25 * sde.scale(time) ** 2 + sde.variance(time),
      );
      const given = (i: number, mean: number) =>
        sde.scale(u) * mean + ((ratio * earlier!) / later!) * (x[i]! - sde.scale(t) * mean);
      const silent = {
        ...rng(3, "none"),
        normal: (n: number) => new Float64Array(n),
        split: () => rng(3),
      };
      const step = { family: sde.marginals(skewed), from: t, to: u, rng: silent };
      const { data: centre } = predictors.ancestral({ process: sde }).predict!(
        points(x),
        step,
      ).points;
      centre.forEach((value, i) => {
        const expected =
          responsibilities[2 * i]! * given(i, -2) + responsibilities[2 * i + 1]! * given(i, 1.5);
        expect(value).toBeCloseTo(expected, 11);
      });
    });
  }

  it("DDIM: a' x_0 + sqrt(V' - c^2) e + c z", () => {
    const score = Array.from(vp.marginals(skewed).at(t).score(points(x)).data);
    const [a, b, noisy, clean] = [vp.scale(t), vp.scale(u), vp.variance(t), vp.variance(u)];
    for (const eta of [0, 0.4, 1]) {
      const c = eta * Math.sqrt((1 - (a / b) ** 2) * (clean / noisy));
      oneStep(predictors.ddim({ process: vp, eta }), vp, t, u).forEach((value, i) => {
        const s = score[i]!;
        const denoised = (x[i]! + noisy * s) / a;
        const noise = -Math.sqrt(noisy) * s;
        const expected = b * denoised + Math.sqrt(clean - c ** 2) * noise + c * z[i]!;
        expect(value).toBeCloseTo(expected, 11);
      });
    }
  });
});

describe("predictors on Gaussian data", () => {
  const family = { vp: vp.marginals(data), ve: ve.marginals(data), subVp: subVp.marginals(data) };
  const cases: Record<string, readonly [Predictor<"time">, LinearSde, keyof typeof family]> = {
    "Euler-Maruyama, VP": [predictors.eulerMaruyama(vp), vp, "vp"],
    "Euler-Maruyama, VE": [predictors.eulerMaruyama(ve), ve, "ve"],
    "Euler-Maruyama, sub-VP": [predictors.eulerMaruyama(subVp), subVp, "subVp"],
    "reverse diffusion, VP": [predictors.reverseDiffusion({ process: vp }), vp, "vp"],
    "reverse diffusion, VE": [predictors.reverseDiffusion({ process: ve }), ve, "ve"],
    "ancestral, VP": [predictors.ancestral({ process: vp }), vp, "vp"],
    "ancestral, posterior variance, VP": [
      predictors.ancestral({ process: vp, variance: "posterior" }),
      vp,
      "vp",
    ],
    "ancestral, posterior variance, VE": [
      predictors.ancestral({ process: ve, variance: "posterior" }),
      ve,
      "ve",
    ],
    "DDIM with eta = 0.5, VP": [predictors.ddim({ process: vp, eta: 0.5 }), vp, "vp"],
  };
  /** For VE not too near 0: there the coefficient of its error, g^2 / 2, vanishes. */
  const until = { vp: 0.02, ve: 0.5, subVp: 0.02 };

  /** The errors of mean and variance at the end, started from the exact law of time 1. */
  function errors(
    predictor: Predictor<"time">,
    sde: LinearSde,
    name: keyof typeof family,
    steps: number,
  ) {
    const law = linearLaw(steps, (start, noise) =>
      predictorCorrector(family[name], {
        levels: falling(1, until[name], steps),
        predictor,
        corrector: correctors.identity,
        start,
        rng: noise,
      }),
    );
    const at = (time: number) => [
      sde.scale(time) * 1.5,
      sde.scale(time) ** 2 * 0.36 + sde.variance(time),
    ];
    const [m, v] = moments(law, at(1)[0]!, at(1)[1]!);
    return [m - at(until[name])[0]!, v - at(until[name])[1]!];
  }

  for (const [name, [predictor, sde, key]] of Object.entries(cases)) {
    const coarse = errors(predictor, sde, key, 200);
    const fine = errors(predictor, sde, key, 400);

    it(`err by order 1 in the variance (${name})`, () => {
      expect(order([200, 400], [coarse[1]!, fine[1]!])).toBeGreaterThan(0.8);
      expect(order([200, 400], [coarse[1]!, fine[1]!])).toBeLessThan(1.2);
    });

    it(`tend to the right mean and variance (${name})`, () => {
      // What is left of an error of order 1 after extrapolation.
      expect(2 * fine[0]! - coarse[0]!).toBeCloseTo(0, 2);
      expect(2 * fine[1]! - coarse[1]!).toBeCloseTo(0, 2);
      expect(Math.abs(fine[1]!)).toBeLessThan(0.08);
    });
  }
});

describe("DDPM's chain, sampled ancestrally", () => {
  const chain = (steps: number) =>
    ddpmChain({ betas: linearBetas({ betaMin: 0.1, betaMax: 20, steps }) });

  it("is Ho's algorithm 2 in the letters beta and alpha", () => {
    const process = chain(50);
    const family = process.marginals(skewed);
    const start = points([-1, 0.3, 2.2]);
    const run = ancestral(family, { process, levels: process.times, start, rng: rng(4, "ddpm") });
    let x = Array.from(start.data);
    for (let i = 50; i >= 1; i--) {
      const z = rng(4, "ddpm")
        .split("step")
        .split(50 - i)
        .normal(3);
      const score = family.at(i / 50).score(points(x)).data;
      const beta = process.beta(i);
      x = x.map(
        (value, j) => (value + beta * score[j]!) / Math.sqrt(1 - beta) + Math.sqrt(beta) * z[j]!,
      );
    }
    expectNear(run.points.data, x, 9);
    expect([run.steps, run.evaluations]).toEqual([50, 50]);
    expect(run.stepSizes[0]).toBeCloseTo(1 / 50, 14);
  });

  /** Mean and variance that the chain of N steps gives from the prior N(0, 1). */
  const end = (steps: number) => {
    const process = chain(steps);
    const law = linearLaw(steps, (start, noise) =>
      ancestral(process.marginals(data), { process, levels: process.times, start, rng: noise }),
    );
    return moments(law, 0, 1);
  };

  it("tends to the data as N grows, and at the rate 1 / N", () => {
    const [coarse, fine] = [end(200), end(400)];
    expect(order([200, 400], [coarse[1] - 0.36, fine[1] - 0.36])).toBeGreaterThan(0.9);
    expect(order([200, 400], [coarse[1] - 0.36, fine[1] - 0.36])).toBeLessThan(1.1);
    expect(2 * fine[1] - coarse[1]).toBeCloseTo(0.36, 3);
    expect(fine[0]).toBeCloseTo(1.5, 2);
  });

  it("refuses a variance that it does not know", () => {
    expect(() => predictors.ancestral({ variance: "backward" as "forward" })).toThrow(
      /^variance = "backward" is unknown: .* Give one of forward, posterior\.$/,
    );
  });

  it("refuses a chain that adds no noise in a step, before it takes one", () => {
    const still = ddpmChain({ betas: [0.1, 0, 0.2] });
    expect(() =>
      ancestral(still.marginals(gaussian({ mean: 0, covariance: 1 })), {
        process: still,
        levels: still.times,
        start: 0,
        rng: rng(1, "refused"),
      }),
    ).toThrow(
      /^process = .* adds the variance 0 between the levels 0\.33\d* and 0\.66\d*: .* Leave out levels/,
    );
  });

  it("refuses times that rise", () => {
    const process = chain(50);
    const options = { process, levels: [0.5, 1], start: 0, rng: rng(1, "refused") };
    expect(() => ancestral(process.marginals(data), options)).toThrow(
      /levels\[1\] = 1 is not below levels\[0\] = 0.5/,
    );
  });

  it("is exact for data that are N(0, 1), whatever N is", () => {
    const process = chain(30);
    const family = process.marginals(gaussian({ mean: 0, covariance: 1 }));
    const law = linearLaw(30, (start, noise) =>
      ancestral(family, { process, levels: process.times, start, rng: noise }),
    );
    const [m, v] = moments(law, 0, 1);
    expect([m, v]).toEqual([0, expect.closeTo(1, 12)]);
  });

  it("is exact for a single datum with the posterior's variance, and then ends on the datum", () => {
    const process = chain(30);
    const family = process.marginals(datum);
    const run = (levels: Float64Array) =>
      linearLaw(levels.length - 1, (start, noise) =>
        ancestral(family, { process, levels, variance: "posterior", start, rng: noise }),
      );
    const at = (time: number) => [process.scale(time) * 0.7, process.variance(time)] as const;
    const half = moments(run(process.times.slice(0, 16)), ...at(1));
    expect(half[0]).toBeCloseTo(at(0.5)[0], 10);
    expect(half[1]).toBeCloseTo(at(0.5)[1], 10);
    const [m, v] = moments(run(process.times), ...at(1));
    expect(m).toBeCloseTo(0.7, 10);
    expect(v).toBeCloseTo(0, 10);
  });
});

describe("DDIM", () => {
  it("with eta = 1 is ancestral sampling with the posterior's variance", () => {
    const common = { start: [-1, 0.4, 2], rng: rng(5, "ddim") };
    const levels = falling(1, 0, 20);
    const one = ddim(vp.marginals(skewed), { process: vp, levels, eta: 1, ...common });
    const other = ancestral(vp.marginals(skewed), {
      process: vp,
      levels,
      variance: "posterior",
      ...common,
    });
    expectNear(one.points.data, other.points.data, 10);
    const inSigma = { ...common, levels: [4, 2, 1, 0.1, 0] };
    const first = ddim(smoothed(skewed), { eta: 1, ...inSigma });
    const second = predictorCorrector(smoothed(skewed), {
      predictor: predictors.ancestral({ variance: "posterior" }),
      corrector: correctors.identity,
      ...inSigma,
    });
    expectNear(first.points.data, second.points.data, 10);
  });

  it("is exact for a single datum, whatever eta is and however few the steps", () => {
    for (const eta of [0, 0.5, 1]) {
      const law = linearLaw(3, (start, noise) =>
        ddim(vp.marginals(datum), {
          process: vp,
          levels: [1, 0.7, 0.4, 0.1],
          eta,
          start,
          rng: noise,
        }),
      );
      const [m, v] = moments(law, 0.7 * vp.scale(1), vp.variance(1));
      expect(m).toBeCloseTo(0.7 * vp.scale(0.1), 10);
      expect(v).toBeCloseTo(vp.variance(0.1), 10);
    }
  });

  /** The error at the end, from two standard deviations above the mean, for Gaussian data. */
  const error = (steps: number) => {
    const spread = (t: number) => Math.sqrt(vp.scale(t) ** 2 * 0.36 + vp.variance(t));
    const run = ddim(vp.marginals(data), {
      process: vp,
      levels: falling(1, 0, steps),
      start: 1.5 * vp.scale(1) + 2 * spread(1),
      rng: rng(1, "not used"),
    });
    // The probability flow keeps the distance from the mean in standard deviations.
    return run.points.data[0]! - (1.5 + 2 * 0.6);
  };

  it("with eta = 0 follows the probability flow of Gaussian data by order 1", () => {
    expect(order([100, 400], [error(100), error(400)])).toBeGreaterThan(0.9);
    expect(order([100, 400], [error(100), error(400)])).toBeLessThan(1.1);
  });

  it("with eta = 0 tends to the probability flow of Gaussian data", () => {
    expect(2 * error(800) - error(400)).toBeCloseTo(0, 3);
  });

  it("with eta = 0 keeps the quantiles of a skewed mixture: it maps the line monotonically", () => {
    const family = vp.marginals(skewed);
    const start = [-2, -0.5, 0.1, 1.8];
    const run = ddim(family, {
      process: vp,
      levels: falling(1, 0, 2000),
      start,
      rng: rng(1, "not used"),
    });
    const before = family.at(1).cumulative!(points(start));
    const after = skewed.cumulative!(run.points);
    expectNear(after, before, 2);
  });

  it("in sigma is Euler's method for dx / dsigma = -sigma s", () => {
    const sigmas = [5, 2, 1, 0.3, 0.1, 0];
    const run = ddim(smoothed(skewed), { levels: sigmas, start: [-4, 1, 6], rng: rng(1, "none") });
    let x = [-4, 1, 6];
    for (let i = 0; i < 5; i++) {
      const score = smoothed(skewed).at(sigmas[i]!).score(points(x)).data;
      x = x.map((value, j) => value - (sigmas[i + 1]! - sigmas[i]!) * sigmas[i]! * score[j]!);
    }
    expectNear(run.points.data, x, 12);
    expect([run.sampler, run.evaluations]).toEqual(["DDIM", 5]);
  });

  it("refuses an eta outside [0, 1], and a family in time without its process", () => {
    const common = { levels: [1, 0.5], start: 0, rng: rng(1, "refused") };
    expect(() => ddim(vp.marginals(data), { process: vp, eta: -0.1, ...common })).toThrow(
      /eta = -0.1/,
    );
    expect(() => ddim(vp.marginals(data), { process: vp, eta: 1.1, ...common })).toThrow(
      /eta = 1.1/,
    );
    expect(() => ddim(vp.marginals(data), common)).toThrow(/process = undefined is missing/);
    const stuck = { scale: () => 1, variance: () => 1 };
    expect(() => ddim(vp.marginals(data), { process: stuck, ...common })).toThrow(
      /process = .* adds the variance 0 between the levels 0.5 and 1/,
    );
    expect(() => ddim(vp.marginals(data), { process: vp, ...common, levels: [0.5, 1] })).toThrow(
      /levels\[1\] = 1 is not below/,
    );
  });
});
