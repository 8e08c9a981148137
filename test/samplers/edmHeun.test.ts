import { describe, expect, it } from "vitest";
import type { ScoreFamily } from "../../src/densities/density";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { kernelDensity } from "../../src/densities/kernelDensity";
import { smoothed } from "../../src/densities/smoothed";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { ddim } from "../../src/samplers/ddim";
import { edmHeun } from "../../src/samplers/edmHeun";
import { karrasSigmas } from "../../src/samplers/karrasSigmas";
import { expectNear, linearLaw, moments, order } from "./linearLaw";

const skewed = gaussianMixture({ weights: [0.3, 0.7], means: [-2, 1.5], covariances: 0.25 });
const noRandomness = rng(1, "not used");

/** Where the probability flow takes a point of the line: to the same quantile of the law at `to`. */
function sameQuantile(x: number, from: number, to: number): number {
  const below = (sigma: number, at: number) =>
    smoothed(skewed).at(sigma).cumulative!(points(at))[0]!;
  const quantile = below(from, x);
  let [low, high] = [-50, 50];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (below(to, middle) < quantile) low = middle;
    else high = middle;
  }
  return low;
}

describe("EDM's sampler by Heun's method", () => {
  const start = [-30, -8, 3, 25];
  const truth = start.map((x) => sameQuantile(x, 20, 0.05));
  const errors = (steps: number, method: typeof edmHeun | "euler") => {
    const sigmas = karrasSigmas({ levels: steps + 1, sigmaMin: 0.05, sigmaMax: 20 });
    const run =
      method === "euler"
        ? ddim(smoothed(skewed), { levels: sigmas, start, rng: noRandomness })
        : edmHeun(smoothed(skewed), { sigmas, start, rng: noRandomness });
    return Math.max(...run.points.data.map((x, i) => Math.abs(x - truth[i]!)));
  };

  it("is of order 2 on a skewed mixture where Euler's is of order 1", () => {
    const heun = [50, 100, 200].map((steps) => errors(steps, edmHeun));
    const euler = [50, 100, 200].map((steps) => errors(steps, "euler"));
    expect(order([50, 200], [heun[0]!, heun[2]!])).toBeGreaterThan(1.85);
    expect(order([50, 200], [heun[0]!, heun[2]!])).toBeLessThan(2.15);
    expect(order([50, 200], [euler[0]!, euler[2]!])).toBeGreaterThan(0.85);
    expect(order([50, 200], [euler[0]!, euler[2]!])).toBeLessThan(1.15);
  });

  it("tends to the probability flow, which keeps quantiles", () => {
    expect(errors(800, edmHeun)).toBeLessThan(2e-5);
  });

  it("follows the flow of Gaussian data, x - m proportional to sqrt(V + sigma^2), wide or narrow", () => {
    for (const [mean, v] of [
      [-3, 400],
      [0.5, 1e-4],
    ] as const) {
      const run = edmHeun(smoothed(gaussian({ mean, covariance: v })), {
        sigmas: karrasSigmas({ levels: 400, sigmaMin: 0.01, sigmaMax: 30 }),
        start: [-40, mean, 60],
        rng: noRandomness,
      });
      const factor = Math.sqrt((v + 1e-4) / (v + 900));
      const expected = [-40, mean, 60].map((x) => mean + (x - mean) * factor);
      expectNear(run.points.data, expected, v > 1 ? 3 : 4);
    }
  });

  it("takes the steps of Karras's algorithm 1, number for number, and Euler's to 0", () => {
    const sigmas = [4, 1, 0.3, 0];
    const run = edmHeun(smoothed(skewed), { sigmas, start: [-5, 1.2], rng: noRandomness });
    let x = [-5, 1.2];
    const slope = (at: number[], sigma: number) => {
      const score = smoothed(skewed).at(sigma).score(points(at)).data;
      // (x - D(x)) / sigma with the denoiser D(x) = x + sigma^2 s(x).
      return at.map((value, j) => (value - (value + sigma ** 2 * score[j]!)) / sigma);
    };
    for (let i = 0; i < 3; i++) {
      const [from, to] = [sigmas[i]!, sigmas[i + 1]!];
      const d = slope(x, from);
      const euler = x.map((value, j) => value + (to - from) * d[j]!);
      if (to === 0) x = euler;
      else {
        const e = slope(euler, to);
        x = x.map((value, j) => value + (to - from) * (d[j]! / 2 + e[j]! / 2));
      }
    }
    expectNear(run.points.data, x, 12);
    expect([run.sampler, run.steps, run.evaluations]).toEqual(["EDM, Heun's method", 3, 5]);
    expectNear(run.stepSizes, [3, 0.7, 0.3], 14);
  });

  it("needs no score at sigma = 0", () => {
    const asked: number[] = [];
    const family: ScoreFamily<"sigma"> = {
      dim: 1,
      level: "sigma",
      at(sigma) {
        asked.push(sigma);
        return smoothed(skewed).at(sigma);
      },
    };
    edmHeun(family, { sigmas: [1, 0.5, 0], start: 1, rng: noRandomness });
    expect(Math.min(...asked)).toBe(0.5);
  });

  it("refuses sigmas that do not fall", () => {
    const attempt = (sigmas: number[]) =>
      edmHeun(smoothed(skewed), { sigmas, start: 1, rng: noRandomness });
    expect(() => attempt([0.1, 1])).toThrow(/sigmas\[1\] = 1 is not below sigmas\[0\] = 0.1/);
    expect(() => attempt([1, 0, 0])).toThrow(/sigmas\[2\] = 0/);
  });
});

describe("churn", () => {
  it("is refused by name if it is negative or not a number", () => {
    for (const churn of [-1, Number.NaN, Infinity]) {
      expect(() =>
        edmHeun(smoothed(skewed), { sigmas: [1, 0.5], churn, start: 1, rng: noRandomness }),
      ).toThrow(new RegExp(`^churn = ${churn} is not a finite number of at least 0`));
    }
  });

  const data = gaussian({ mean: 1, covariance: 2.25 });
  const law = (churn: number, levels: number) =>
    linearLaw(levels - 1, (start, noise) =>
      edmHeun(smoothed(data), {
        sigmas: karrasSigmas({ levels, sigmaMin: 0.1, sigmaMax: 20 }),
        churn,
        start,
        rng: noise,
      }),
    );

  it("keeps the law and loosens the tie to the start", () => {
    const [still, churned] = [law(0, 200), law(0.1, 200)];
    expect(still.noise).toBe(0);
    for (const each of [still, churned]) {
      const [m, v] = moments(each, 1, 402.25);
      expect(m).toBeCloseTo(1, 3);
      expect(Math.abs(v - 2.26)).toBeLessThan(0.02);
    }
    const tie = ({ gain }: { gain: number }) => gain * Math.sqrt(402.25 / 2.26);
    expect(tie(still)).toBeCloseTo(1, 2);
    expect(tie(churned)).toBeLessThan(0.1);
  });

  it("raises sigma to (1 + churn) sigma by noise of the variance ((1 + churn)^2 - 1) sigma^2", () => {
    const sigmas = [2, 0];
    const start = [-1, 0.4];
    const run = edmHeun(smoothed(skewed), { sigmas, churn: 0.4, start, rng: rng(3, "churn") });
    const z = rng(3, "churn").split("step").split(0).normal(2);
    const noisy = start.map((x, i) => x + Math.sqrt(1.4 ** 2 - 1) * 2 * z[i]!);
    const score = smoothed(skewed).at(2.8).score(points(noisy)).data;
    expectNear(
      run.points.data,
      noisy.map((x, i) => x + 2.8 ** 2 * score[i]!),
      11,
    );
  });
});

describe("Karras's sigmas", () => {
  it("run from sigmaMax to sigmaMin, equally spaced in the power 1 / rho", () => {
    const sigmas = karrasSigmas({ levels: 6, sigmaMin: 0.002, sigmaMax: 80, rho: 5 });
    expect([sigmas[0], sigmas[5], sigmas.length]).toEqual([80, 0.002, 6]);
    const roots = sigmas.map((sigma) => sigma ** (1 / 5));
    for (let i = 1; i < 6; i++) {
      expect(roots[i]! - roots[i - 1]!).toBeCloseTo((0.002 ** 0.2 - 80 ** 0.2) / 5, 12);
    }
  });

  it("have rho = 7 unless told otherwise, equal distances for 1, equal ratios for a large rho", () => {
    const options = { levels: 3, sigmaMin: 0.01, sigmaMax: 100 };
    expect(karrasSigmas(options)[1]).toBeCloseTo(((0.01 ** (1 / 7) + 100 ** (1 / 7)) / 2) ** 7, 12);
    expect(karrasSigmas({ ...options, rho: 1 })[1]).toBeCloseTo(50.005, 12);
    expect(karrasSigmas({ ...options, rho: 1e6 })[1]).toBeCloseTo(1, 4);
  });

  it("are numbers for every rho, also where the powers overflow", () => {
    const options = { levels: 4, sigmaMin: 0.01, sigmaMax: 80 };
    const small = karrasSigmas({ ...options, rho: 0.005 });
    // (1e-4 / 80)^200 is 0 beside 1.
    [80, 80 * (2 / 3) ** 0.005, 80 * (1 / 3) ** 0.005, 0.01].forEach((sigma, i) => {
      expect(small[i]! / sigma).toBeCloseTo(1, 13);
    });
    for (const rho of [1e12, 1e300]) {
      const large = karrasSigmas({ ...options, rho });
      large.forEach((sigma, i) => {
        expect(sigma / (80 * (0.01 / 80) ** (i / 3))).toBeCloseTo(1, 9);
      });
    }
    expect(() => karrasSigmas({ ...options, rho: 1e-300 })).toThrow(
      /^rho = 1e-300 gives 4 levels of which neighbours are equal: .* Give a larger rho/,
    );
  });

  it("refuse what gives no falling list", () => {
    const options = { levels: 3, sigmaMin: 0.01, sigmaMax: 100 };
    expect(() => karrasSigmas({ ...options, levels: 1 })).toThrow(/levels = 1/);
    expect(() => karrasSigmas({ ...options, sigmaMin: 0 })).toThrow(/sigmaMin = 0/);
    expect(() => karrasSigmas({ ...options, sigmaMax: 0.01 })).toThrow(/sigmaMax = 0.01/);
    expect(() => karrasSigmas({ ...options, rho: 0 })).toThrow(/rho = 0/);
  });
});

describe("samplers of the probability flow with the score of few data", () => {
  it("end on the data", () => {
    const data = [-1, 0.5, 2];
    const family = smoothed(kernelDensity({ data, sigma: 1e-4 }));
    const sigmas = [...karrasSigmas({ levels: 30, sigmaMin: 0.005, sigmaMax: 10 }), 0];
    const start = { n: 100, from: gaussian({ mean: 0.5, covariance: 100 }) };
    for (const run of [
      edmHeun(family, { sigmas, start, rng: rng(4, "memory") }),
      ddim(family, { levels: sigmas, start, rng: rng(4, "memory") }),
    ]) {
      for (const x of run.points.data) {
        expect(Math.min(...data.map((b) => Math.abs(x - b)))).toBeLessThan(1e-2);
      }
    }
  });
});
