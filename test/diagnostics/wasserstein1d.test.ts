import { describe, expect, it } from "vitest";
import type { Density } from "../../src/densities/density";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { laplace } from "../../src/densities/laplace";
import { studentT } from "../../src/densities/studentT";
import { uniform } from "../../src/densities/uniform";
import { wasserstein1d } from "../../src/diagnostics/wasserstein1d";
import { rng } from "../../src/numerics/rng";
import { normalQuantile as quantile } from "../../src/numerics/special/normalQuantile";
import fixture from "./fixtures/diagnostics.json";

const relative = (value: number, truth: number) => Math.abs(value / truth - 1);
const densities: Record<string, (options: never) => Density> = {
  gaussian: gaussian as never,
  laplace,
  exponential,
  uniform,
  studentT,
};

describe("between two samples", () => {
  it("is SciPy's distance, of equal and unequal sizes and with equal points", () => {
    for (const { x, y, distance } of fixture.wasserstein.between) {
      expect(relative(wasserstein1d(x, y), distance)).toBeLessThan(1e-12);
      expect(relative(wasserstein1d(y, x), distance)).toBeLessThan(1e-12);
    }
  });

  it("is the mean distance of the points in order, where the sizes agree", () => {
    expect(wasserstein1d([3, 0, 1], [1, 5, 2])).toBeCloseTo((1 + 1 + 2) / 3, 14);
  });

  it("is the shift, or 0", () => {
    const x = rng(1).normal(50);
    expect(wasserstein1d(x, x)).toBe(0);
    expect(
      wasserstein1d(
        x,
        x.map((z) => z - 7),
      ),
    ).toBeCloseTo(7, 12);
  });

  it("of points at one place is the mean distance to it", () => {
    expect(wasserstein1d([2], [0, 1, 5])).toBeCloseTo(2, 14);
  });
});

describe("to a distribution", () => {
  it("is the area between the distribution functions, by SciPy's quadrature", () => {
    for (const { density, options, x, distance } of fixture.wasserstein.toLaw) {
      const p = densities[density]!(options as never);
      expect(relative(wasserstein1d(x, p), distance), density).toBeLessThan(1e-8);
    }
  });

  it("of one point is the mean distance to it", () => {
    const p = gaussian({ mean: 0, covariance: 4 });
    expect(relative(wasserstein1d([0], p), 2 * Math.sqrt(2 / Math.PI))).toBeLessThan(1e-10);
    // E|X - 1| for the exponential law of rate 1.
    const exact = 2 * Math.exp(-1);
    expect(relative(wasserstein1d([1], exponential({ rate: 1 })), exact)).toBeLessThan(1e-10);
    expect(
      relative(
        wasserstein1d([1], (x) => (x > 0 ? 1 - Math.exp(-x) : 0)),
        exact,
      ),
    ).toBeLessThan(1e-10);
  });

  it("of points in the middle of equal parts of an interval is a quarter of a part", () => {
    const x = Float64Array.from({ length: 8 }, (_, i) => (i + 0.5) / 8);
    expect(wasserstein1d(x, uniform({ lower: 0, upper: 1 }))).toBeCloseTo(1 / 32, 11);
  });

  it("tends to the distance of two distributions: a shift, or another width", () => {
    const n = 2000;
    const p = gaussian({ mean: 0, covariance: 1 });
    const x = Float64Array.from({ length: n }, (_, i) => p.mean[0]! + quantile((i + 0.5) / n));
    expect(
      wasserstein1d(
        x.map((z) => z + 0.3),
        p,
      ),
    ).toBeCloseTo(0.3, 2);
    expect(
      wasserstein1d(
        x.map((z) => 3 * z),
        p,
      ),
    ).toBeCloseTo(2 * Math.sqrt(2 / Math.PI), 2);
  });

  it("has the scale of its argument", () => {
    const x = rng(2).normal(30);
    const unit = wasserstein1d(x, gaussian({ mean: 0.2, covariance: 1 }));
    for (const scale of [1e-9, 1e9]) {
      const p = gaussian({ mean: 0.2 * scale, covariance: scale ** 2 });
      expect(
        relative(
          wasserstein1d(
            x.map((z) => scale * z),
            p,
          ),
          scale * unit,
        ),
      ).toBeLessThan(1e-8);
    }
  });

  it("sees a far mode that the sample has missed, and a sample far from the mass", () => {
    const p = gaussianMixture({ weights: [0.9, 0.1], means: [0, 1e4], covariances: [1, 1e-4] });
    const x = Float64Array.from({ length: 100 }, (_, i) => quantile((i + 0.5) / 100));
    expect(wasserstein1d(x, p)).toBeCloseTo(1000, 0);
    expect(relative(wasserstein1d([1e6], p), 1e6 - 1000)).toBeLessThan(1e-9);
    const tail = wasserstein1d([9], gaussian({ mean: 0, covariance: 1 }));
    expect(relative(tail, 9)).toBeLessThan(1e-10);
  });

  it("does not tell 50 from 5,000 points of one distribution by more than that, but a shift of 0.2", () => {
    const p = laplace({ location: 0, scale: 1 });
    const x = p.sample(5000, rng(7));
    expect(wasserstein1d(x, p)).toBeLessThan(0.05);
    expect(
      wasserstein1d(
        x.data.map((z) => z + 0.2),
        p,
      ),
    ).toBeGreaterThan(0.15);
  });
});

describe("what makes no sense is refused", () => {
  it("a distribution without a mean, by its density or its function", () => {
    const cauchy = studentT({ degreesOfFreedom: 1 });
    expect(() => wasserstein1d([0, 1], cauchy)).toThrow(/^against = .*no mean.*infinite/);
    const function_ = (x: number) => 0.5 + Math.atan(x) / Math.PI;
    expect(() => wasserstein1d([0, 1], function_)).toThrow(/no mean/);
    const oneSided = (x: number) => (x < 1 ? 0 : 1 - 1 / x);
    expect(() => wasserstein1d([2, 3], oneSided)).toThrow(/no mean/);
    expect(wasserstein1d([0], studentT({ degreesOfFreedom: 1.5 }))).toBeGreaterThan(1);
  });

  it("a function that never reaches 0 or 1", () => {
    expect(() => wasserstein1d([0, 1], () => 0.5)).toThrow(/^against = /);
  });

  it("points in a plane", () => {
    expect(() => wasserstein1d([[1, 2]], [1])).toThrow(/^sample = .*dimension 2/);
    expect(() => wasserstein1d([1], [[1, 2]])).toThrow(/^against = .*dimension 2/);
  });
});
