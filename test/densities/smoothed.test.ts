import { describe, expect, test } from "vitest";
import type { Density } from "../../src/densities/density";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { kernelDensity } from "../../src/densities/kernelDensity";
import { laplace } from "../../src/densities/laplace";
import { mixture } from "../../src/densities/mixture";
import { smoothed } from "../../src/densities/smoothed";
import { integrate } from "../../src/numerics/integrate";
import { points } from "../../src/numerics/points";

const onTheLine: Record<string, Density> = {
  gaussian: gaussian({ mean: 0.3, covariance: 2.25 }),
  "gaussian mixture": gaussianMixture({
    weights: [0.3, 0.7],
    means: [-2, 1.5],
    covariances: [0.25, 0.1],
  }),
  "kernel density": kernelDensity({ data: [-1, 0.5, 3], sigma: 0.4 }),
  "mixture of mixtures": mixture({
    weights: [0.4, 0.6],
    components: [
      gaussianMixture({ weights: [0.5, 0.5], means: [-1, 1], covariances: 0.3 }),
      kernelDensity({ data: [2, 5], sigma: 0.6 }),
    ],
  }),
};

describe.each(Object.entries(onTheLine))("smoothed(%s)", (_, p) => {
  const family = smoothed(p);

  test("at sigma is the integral of p(x - sigma z) under standard normal z", () => {
    for (const sigma of [0.2, 0.7, 3]) {
      const q = family.at(sigma);
      for (const x of [-2.4, 0.1, 1.9]) {
        const direct = integrate(
          (z) =>
            Math.exp(p.logDensity(points(x - sigma * z))[0]! - (z * z) / 2) /
            Math.sqrt(2 * Math.PI),
          { from: -12, to: 12, relativeError: 1e-12 },
        ).value;
        expect(Math.exp(q.logDensity(points(x))[0]!)).toBeCloseTo(direct, 10);
      }
      expect(q.mean[0]).toBeCloseTo(p.mean[0]!, 12);
      expect(q.covariance[0]).toBeCloseTo(p.covariance[0]! + sigma ** 2, 12);
    }
  });

  test("at 0 is p itself", () => {
    expect(family.at(0)).toBe(p);
    expect(family.level).toBe("sigma");
    expect(family.dim).toBe(1);
  });

  test("twice is smoothed once, with the variances added", () => {
    const x = points([-3, 0, 2.2]);
    const twice = smoothed(family.at(0.3)).at(0.4).score(x).data;
    const once = family.at(0.5).score(x).data;
    twice.forEach((value, i) => {
      expect(value).toBeCloseTo(once[i]!, 12);
    });
  });

  test("diffused is the law of scale X + sqrt(variance) Z", () => {
    const q = p.diffused!(-0.5, 0.2);
    expect(q.mean[0]).toBeCloseTo(-0.5 * p.mean[0]!, 12);
    expect(q.covariance[0]).toBeCloseTo(0.25 * p.covariance[0]! + 0.2, 12);
    const direct = integrate(
      (u) =>
        Math.exp(p.logDensity(points(u))[0]! - (0.6 + 0.5 * u) ** 2 / 0.4) /
        Math.sqrt(2 * Math.PI * 0.2),
      { from: -15, to: 15, relativeError: 1e-12 },
    ).value;
    expect(Math.exp(q.logDensity(points(0.6))[0]!)).toBeCloseTo(direct, 10);
  });
});

test("in the plane sigma^2 is added to both variances and to no covariance", () => {
  const p = gaussian({
    mean: [1, 2],
    covariance: [
      [2, 0.5],
      [0.5, 1],
    ],
  });
  expect([...smoothed(p).at(2).covariance]).toEqual([6, 0.5, 0.5, 5]);
});

test("a density without a closed form under noise is refused, with what to do", () => {
  expect(() => smoothed(laplace({ scale: 1 }))).toThrow(
    /has no closed form under Gaussian noise: .* kernelDensity of draws of p/,
  );
  expect(() =>
    smoothed(
      mixture({
        weights: [0.5, 0.5],
        components: [laplace({ scale: 1 }), gaussian({ mean: 0, covariance: 1 })],
      }),
    ),
  ).toThrow("has no closed form");
});

test("a negative or missing noise level is refused", () => {
  const family = smoothed(gaussian({ mean: 0, covariance: 1 }));
  for (const sigma of [-0.1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => family.at(sigma)).toThrow(`sigma = ${sigma} is not a finite number of at least 0`);
  }
});

test("no density takes a negative variance of noise, nor shrinks to a point", () => {
  const densities = [
    gaussian({ mean: 0, covariance: 1 }),
    kernelDensity({ data: [1, 2], sigma: 1 }),
    gaussianMixture({ weights: [0.5, 0.5], means: [0, 1], covariances: [1, 2] }),
  ];
  for (const q of densities) {
    expect(() => q.diffused(1, -0.5)).toThrow(/^variance = -0.5 is not a finite number of at lea/);
    expect(() => q.diffused(1, Number.NaN)).toThrow(/^variance = NaN/);
    expect(() => q.diffused(Infinity, 1)).toThrow(/^scale = Infinity/);
    expect(() => q.diffused(0, 0)).toThrow(/^scale = 0 leaves nothing of X/);
    expect(q.diffused(1, 0).logDensity(points(0.3))[0]).toBe(q.logDensity(points(0.3))[0]);
    expect(q.diffused(0, 4).covariance[0]).toBeCloseTo(4, 13);
  }
});
