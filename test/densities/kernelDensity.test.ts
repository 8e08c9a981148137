import { describe, expect, test } from "vitest";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { kernelDensity } from "../../src/densities/kernelDensity";
import { InvalidArgument, NotFinite } from "../../src/numerics/errors";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";

const line = [-1.3, -1.1, 0.2, 2.5];
const plane = [
  [0, 1],
  [0.4, -0.5],
  [3, 2],
];

describe("a kernel density", () => {
  test.each([1, 2])(
    "in dimension %i integrates to one; 1 / (sigma sqrt(2 pi)) is right on the line only",
    (dim) => {
      const sigma = 0.3;
      const data = dim === 1 ? line : plane;
      const rows: readonly (readonly number[])[] = dim === 1 ? line.map((x) => [x]) : plane;
      const p = kernelDensity({ data, sigma });
      const step = 0.1;
      const ticks = Array.from({ length: 101 }, (_, i) => -4 + i * step);
      const grid =
        dim === 1 ? ticks.map((x) => [x]) : ticks.flatMap((x) => ticks.map((y) => [x, y]));
      const sum = (values: ArrayLike<number>) =>
        Array.from(values).reduce((a, b) => a + b, 0) * step ** dim;
      expect(sum(p.logDensity(points(grid)).map(Math.exp))).toBeCloseTo(1, 7);
      const kernels = grid.map(
        (x) =>
          rows.reduce(
            (total, b) =>
              total +
              Math.exp(-b.reduce((s, bk, k) => s + (bk - x[k]!) ** 2, 0) / (2 * sigma ** 2)),
            0,
          ) / rows.length,
      );
      const noteE = sum(kernels) / (sigma * Math.sqrt(2 * Math.PI));
      expect(noteE).toBeCloseTo(dim === 1 ? 1 : 0.75199, 5);
    },
  );

  test("is the mixture of Gaussians of equal weights at the data", () => {
    const p = kernelDensity({ data: plane, sigma: 0.6 });
    const same = gaussianMixture({
      weights: [1 / 3, 1 / 3, 1 / 3],
      means: plane,
      covariances: 0.36,
    });
    const x = points([
      [0, 0],
      [1.7, 0.9],
      [-40, 3],
      [1e3, 1e3],
    ]);
    const pairs = [
      [p.logDensity(x), same.logDensity(x)],
      [p.score(x).data, same.score(x).data],
      [p.divergence(x), same.divergence(x)],
      [p.mean, same.mean],
      [p.covariance, same.covariance],
    ] as const;
    for (const [ours, theirs] of pairs) {
      ours.forEach((value, i) => {
        expect(Math.abs(value - theirs[i]!)).toBeLessThan(1e-12 * Math.max(1, Math.abs(value)));
      });
    }
  });

  test("moves a point by sigma^2 times the score to its posterior mean", () => {
    const p = kernelDensity({ data: line, sigma: 0.8 });
    const x = [-3, -1.2, 0.4, 1.6, 30];
    const mean = p.posteriorMean(points(x)).data;
    const score = p.score(points(x)).data;
    x.forEach((value, i) => {
      const weights = line.map((b) => Math.exp(-((value - b) ** 2) / (2 * 0.64)));
      const total = weights.reduce((a, b) => a + b);
      if (total > 0) {
        const direct = weights.reduce((s, w, b) => s + w * line[b]!, 0) / total;
        expect(mean[i]).toBeCloseTo(direct, 12);
      }
      expect(value + 0.64 * score[i]!).toBeCloseTo(mean[i]!, 12);
    });
  });

  test("as sigma falls, that step ends at the nearest data point", () => {
    const p = kernelDensity({ data: plane, sigma: 0.01 });
    expect([...p.posteriorMean(points([[1, 0.9]])).data]).toEqual([0, 1]);
    expect([...p.posteriorMean(points([[0.1, -1e3]])).data]).toEqual([0.4, -0.5]);
  });

  test("of one point is the Gaussian around it", () => {
    const p = kernelDensity({ data: 2, sigma: 0.5 });
    expect(p.score(points(3)).data[0]).toBe(-4);
    expect(p.divergence(points(3))[0]).toBe(-4);
    expect(p.covariance[0]).toBe(0.25);
  });

  test("draws every data point equally often", () => {
    const p = kernelDensity({ data: [-30, -10, 10, 30], sigma: 1 });
    const n = 8000;
    const counts = new Map<number, number>();
    for (const x of p.sample(n, rng(2)).data) {
      const b = Math.round((x + 30) / 20);
      counts.set(b, (counts.get(b) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3]);
    for (const count of counts.values()) {
      expect(Math.abs(count / n - 0.25)).toBeLessThan(5 * Math.sqrt(0.1875 / n));
    }
  });

  test("has density 0 in float64 where squared distances overflow, and no score there", () => {
    const p = kernelDensity({ data: line, sigma: 0.3 });
    const x = points([0, 1e155]);
    expect([...p.logDensity(x)]).toEqual([p.logDensity(points(0))[0], -Infinity]);
    const far = /^x\[1\] = \[1e\+155\] is so far from the data that its squared distances overflow/;
    expect(() => p.score(x)).toThrow(far);
    expect(() => p.divergence(x)).toThrow(far);
    expect(() => p.posteriorMean(x)).toThrow(far);
    expect(() => p.directional!(x, points([1, 1]))).toThrow(far);
    expect(() => p.divergence(x)).toThrow(NotFinite);
  });

  test("refuses a sigma that is not positive, and missing data", () => {
    for (const sigma of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => kernelDensity({ data: line, sigma })).toThrow(
        `sigma = ${sigma} is not a positive, finite number: the kernel would have no width`,
      );
    }
    expect(() => kernelDensity({ data: [], sigma: 1 })).toThrow(InvalidArgument);
    expect(() => kernelDensity({ data: [0, Number.NaN], sigma: 1 })).toThrow("not finite");
  });
});
