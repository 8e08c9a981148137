import { describe, expect, test } from "vitest";
import type { Density } from "../../src/densities/density";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { smoothed } from "../../src/densities/smoothed";
import { fisherDivergence } from "../../src/divergences/fisherDivergence";
import { klDivergence } from "../../src/divergences/klDivergence";
import { klDivergenceGaussian } from "../../src/divergences/klDivergenceGaussian";
import { expectation } from "../../src/numerics/expectation";
import { integrate } from "../../src/numerics/integrate";
import { expectEqual } from "./compare";
import { line, skewed } from "./specimens";

const kl = (p: Density, q: Density) => expectation(klDivergence(p, q)).value;
const fisher = (p: Density, q: Density) => expectation(fisherDivergence(p, q)).value;
const normal = (mean: number, covariance: number) => gaussian({ mean, covariance });

const pairs: readonly (readonly [string, Density, Density])[] = [
  ["N(1, 0.5) and N(0, 2)", normal(1, 0.5), normal(0, 2)],
  ["a lopsided mixture and a Gaussian", skewed, normal(-0.4, 0.64)],
  [
    "two lopsided mixtures",
    skewed,
    gaussianMixture({ weights: [0.6, 0.4], means: [-1, 2], covariances: [1.5, 0.5] }),
  ],
];

// An integral of expectations is two thousand of them.
describe.each(pairs)("under growing noise (B5), for %s", { timeout: 30_000 }, (_, p, q) => {
  const [at, and] = [smoothed(p), smoothed(q)];
  const pair = (t: number) => [at.at(Math.sqrt(t)), and.at(Math.sqrt(t))] as const;

  test.each([0.1, 0.7])("d/dt KL = -D_F at t = %d", (t) => {
    // The central difference over h, and the same over 2h to remove its h^2 error.
    const slope = (h: number) => (kl(...pair(t + h)) - kl(...pair(t - h))) / (2 * h);
    const derivative = (4 * slope(0.005) - slope(0.01)) / 3;
    const divergence = fisher(...pair(t));
    expect(derivative / -divergence).toBeCloseTo(1, 4);
    expect(Math.abs(derivative / (-2 * divergence) - 1)).toBeGreaterThan(0.1);
  });

  test("KL is the integral of D_F over all noise variances", () => {
    const integral = integrate((t) => fisher(...pair(t)), {
      from: 0,
      to: Infinity,
      relativeError: 1e-6,
    });
    expect(integral.value / kl(p, q)).toBeCloseTo(1, 6);
  });
});

test("for N(1, 0.5) and N(0, 2) both sides are 0.56814718", () => {
  const [p, q] = [normal(1, 0.5), normal(0, 2)];
  expect(kl(p, q)).toBeCloseTo(0.56814718, 8);
  const closedForm = (t: number) => {
    const [v1, v2] = [0.5 + t, 2 + t];
    return 0.5 * (v1 * (1 / v1 - 1 / v2) ** 2 + 1 / v2 ** 2);
  };
  const integral = integrate(closedForm, { from: 0, to: Infinity });
  expectEqual(integral, klDivergenceGaussian(p, q), {
    wrong: { "D_F without the 1/2": 2 * integral.value },
  });
});

describe("under the variance-preserving process (B5)", { timeout: 30_000 }, () => {
  // x_t = sqrt(a) x_0 + sqrt(1 - a) z with a(t) = exp(-integral of beta), beta(t) = 0.5 + 3 t.
  const beta = (t: number) => 0.5 + 3 * t;
  const kept = (t: number) => Math.exp(-(0.5 * t + 1.5 * t * t));
  const at = (p: Density, t: number) =>
    t === 0 ? p : p.diffused!(Math.sqrt(kept(t)), 1 - kept(t));

  test.each([
    ["Gaussians", normal(0, 4), normal(0, 1.5)],
    ["skew Gaussians", line.p, line.q],
    ["a lopsided mixture and a Gaussian", skewed as Density, line.q],
  ])("KL at 0 less KL at T is the integral of beta D_F: %s", (_, p, q) => {
    const lost = kl(p, q) - kl(at(p, 1), at(q, 1));
    const known = new Map<number, number>();
    const divergence = (t: number) => {
      const value = known.get(t) ?? fisher(at(p, t), at(q, t));
      known.set(t, value);
      return value;
    };
    const integral = (weight: (t: number) => number) =>
      integrate((t) => weight(t) * divergence(t), {
        from: 0,
        to: 1,
        relativeError: 1e-6,
      }).value;
    expect(integral(beta) / lost).toBeCloseTo(1, 6);
    expect(Math.abs(integral((t) => beta(t) / 2) / lost - 1)).toBeGreaterThan(0.1);
    expect(Math.abs(integral(() => 1) / lost - 1)).toBeGreaterThan(0.1);
  });

  test("for N(0, 4), N(0, 1.5) and the linear beta from 0.1 to 20, T = 1, both are 0.3429187039", () => {
    const [p, q] = [normal(0, 4), normal(0, 1.5)];
    const linear = (t: number) => 0.1 + 19.9 * t;
    const share = (t: number) => Math.exp(-(0.1 * t + 9.95 * t * t));
    const noisy = (r: typeof p, t: number) => r.diffused(Math.sqrt(share(t)), 1 - share(t));
    const lost = klDivergenceGaussian(p, q) - klDivergenceGaussian(noisy(p, 1), noisy(q, 1));
    expect(lost).toBeCloseTo(0.3429187039, 9);
    const integral = integrate((t) => linear(t) * fisher(noisy(p, t), noisy(q, t)), {
      from: 0,
      to: 1,
    });
    expectEqual(integral, lost);
  });
});

describe("the log-Sobolev inequality KL <= D_F / kappa for q = N(mu, 1 / kappa) (B5)", () => {
  test.each([
    ["N(1, 0.5) and N(0, 2)", normal(1, 0.5), normal(0, 2)],
    ["a lopsided mixture and N(-0.4, 0.64)", skewed as Density, normal(-0.4, 0.64)],
  ])("holds strictly for %s", (_, p, q) => {
    const variance = q.covariance[0]!;
    expect(kl(p, q)).toBeLessThan(0.9 * variance * fisher(p, q));
  });

  test("its right side is 1.375 for N(1, 0.5) and N(0, 2)", () => {
    expectEqual(2 * fisher(normal(1, 0.5), normal(0, 2)), 1.375);
  });

  test("is an equality for a shift of the mean", () => {
    const [p, q] = [normal(1.3, 0.64), normal(-0.4, 0.64)];
    expectEqual(0.64 * fisher(p, q), kl(p, q));
  });

  test("without the variance as a factor it would fail", () => {
    const [p, q] = [normal(1.3, 4), normal(-0.4, 4)];
    expect(kl(p, q)).toBeGreaterThan(2 * fisher(p, q));
  });
});
