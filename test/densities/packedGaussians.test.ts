import { describe, expect, it } from "vitest";
import type { Density } from "../../src/densities/density";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { mixture } from "../../src/densities/mixture";
import { InvalidArgument } from "../../src/numerics/errors";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { langevin } from "../../src/samplers/langevin";

/** The same density by its methods alone, so that nothing knows that it is Gaussian. */
function unknown(p: Density): Density {
  return {
    dim: p.dim,
    normalised: p.normalised,
    support: p.support,
    mean: p.mean,
    covariance: p.covariance,
    logDensity: (x) => p.logDensity(x),
    score: (x) => p.score(x),
    divergence: (x) => p.divergence(x),
    sample: (n, r) => p.sample(n, r),
    toMimeBundle: () => p.toMimeBundle(),
  };
}

/** Five components with unequal weights and full, unequal covariances A A' + I / 4. */
function mixtureIn(dim: number) {
  const weights = [0.1, 0.3, 0.25, 0.05, 0.3];
  const means = weights.map((_, k) => Array.from(rng(1, "mean", k).normal(dim), (z) => 3 * z));
  const covariances = weights.map((_, k) => {
    const a = rng(1, "covariance", k).normal(dim, dim);
    const dot = (i: number, j: number) => {
      let sum = 0;
      for (let l = 0; l < dim; l++) sum += a[i * dim + l]! * a[j * dim + l]!;
      return sum;
    };
    return means[k]!.map((_, i) => means[k]!.map((_, j) => dot(i, j) + (i === j ? 0.25 : 0)));
  });
  const fast = gaussianMixture({ weights, means, covariances });
  const plain = mixture({ weights, components: fast.components.map(unknown) });
  return { fast, plain };
}

/** Rounding is relative to the largest part of a sum, the score of the component that pulls hardest. */
function roundingAt(components: readonly Density[], x: Points): number[] {
  const scores = components.map((p) => p.score(x).data);
  return Array.from(x.data, (_, j) => 1e-12 * Math.max(...scores.map((s) => Math.abs(s[j]!)), 1));
}

const CASES = [1, 2, 3, 8].flatMap((dim) => [1, 2, 7, 2101].map((n) => ({ dim, n })));

describe("Gaussian mixtures in WebAssembly", () => {
  it.each(CASES)("have the scores of the plain loops: dimension $dim, $n points", ({ dim, n }) => {
    const { fast, plain } = mixtureIn(dim);
    const x = points(
      rng(2, n)
        .normal(n, dim)
        .map((z) => 5 * z),
      dim,
    );
    const [scores, expected] = [fast.score(x).data, plain.score(x).data];
    const rounding = roundingAt(fast.components, x);
    scores.forEach((value, j) => {
      expect(Math.abs(value - expected[j]!)).toBeLessThanOrEqual(rounding[j]!);
    });
    const [logs, others] = [fast.logDensity(x), plain.logDensity(x)];
    expect(logs.length).toBe(n);
    logs.forEach((value, i) => {
      expect(Math.abs(value - others[i]!)).toBeLessThanOrEqual(
        1e-13 * Math.abs(others[i]!) + 1e-14,
      );
    });
  });

  it("have them far out, where the densities of all components underflow", () => {
    const { fast, plain } = mixtureIn(2);
    const x = points([
      [1000, -3],
      [-1e6, 1e6],
      [50, 50],
      [1e100, 0],
    ]);
    const expected = plain.score(x).data;
    fast.score(x).data.forEach((value, j) => {
      expect(Math.abs(value / expected[j]! - 1)).toBeLessThan(1e-12);
    });
  });

  it("leave what overflows to the plain loops, and their error", () => {
    const { fast, plain } = mixtureIn(2);
    const x = points([
      [0, 0],
      [1e300, 0],
    ]);
    expect(() => plain.score(x)).toThrow(InvalidArgument);
    expect(() => fast.score(x)).toThrow(InvalidArgument);
    expect(fast.logDensity(x)[1]).toBe(-Infinity);
    expect(fast.logDensity(x)[0]).toBe(fast.logDensity(points([[0, 0]]))[0]);
  });

  it("pay no heed to a component of weight zero", () => {
    const parts = { means: [0, 9], covariances: [1, 2] };
    const p = gaussianMixture({ weights: [1, 0], ...parts });
    expect(p.score(points([2, 9])).data).toEqual(Float64Array.of(-2, -9));
  });
});

describe("Langevin steps in WebAssembly", () => {
  const densities = [1, 2, 3, 8].flatMap((dim) => {
    const { fast } = mixtureIn(dim);
    return [
      { name: `a mixture in dimension ${dim}`, p: fast as Density },
      { name: `a Gaussian in dimension ${dim}`, p: fast.components[1]! },
    ];
  });

  it.each(densities)("go where the plain ones go: $name", ({ p }) => {
    // An odd number of points, and more than are worked on at a time.
    const start = points(rng(3).normal(4101, p.dim), p.dim);
    const options = { start, steps: 3, step: 0.01, rng: rng(4) };
    const fast = langevin(p, options).points.data;
    const plain = langevin(unknown(p), options).points.data;
    fast.forEach((value, j) => {
      expect(Math.abs(value - plain[j]!)).toBeLessThanOrEqual(3e-12 * Math.max(1, Math.abs(value)));
    });
  });

  it("stop where the plain ones stop, naming the step", () => {
    const p = gaussian({ mean: 0, covariance: 1 });
    const options = { start: points([1, 2, 3]), steps: 2000, step: 30, rng: rng(5) };
    const said = (field: Density) => {
      try {
        langevin(field, options);
      } catch (error) {
        return (error as Error).message;
      }
      return "nothing";
    };
    expect(said(p)).toMatch(/stopped being finite at step \d+ of 2000/);
    expect(said(p)).toBe(said(unknown(p)));
  });

  it("take the score that a caller has put in the place of the density's own", () => {
    const own = gaussian({ mean: [0, 0], covariance: 1 });
    const still = Object.assign(own, {
      score: (x: Points) =>
        points(
          x.data.map(() => 0),
          2,
        ),
    });
    const start = points([[5, 5]]);
    const moved = langevin(still, { start, steps: 1, step: 0.5, rng: rng(6) }).points;
    const z = rng(6).split("step").split(0).normal(1, 2);
    moved.data.forEach((value, j) => {
      expect(value).toBe(5 + z[j]!);
    });
  });
});
