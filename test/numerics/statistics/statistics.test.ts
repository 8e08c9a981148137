import { describe, expect, it, vi } from "vitest";
import { InvalidArgument } from "../../../src/numerics/errors";
import type { Points } from "../../../src/numerics/points";
import { type Rng, rng } from "../../../src/numerics/rng";
import { normalCumulative } from "../../../src/numerics/special/normal";
import { average } from "../../../src/numerics/statistics/average";
import { bootstrap } from "../../../src/numerics/statistics/bootstrap";
import { chainAverage } from "../../../src/numerics/statistics/chainAverage";
import { fraction } from "../../../src/numerics/statistics/fraction";
import { ratio } from "../../../src/numerics/statistics/ratio";
import { variance } from "../../../src/numerics/statistics/variance";
import chains from "../fixtures/chain.json";
import { repeated } from "./repeated";

vi.setConfig({ testTimeout: 60_000 });

const exponential = (n: number, r: Rng) => r.uniform(n).map((u) => -Math.log(u));
const mean = (x: ArrayLike<number>) => average(x).value;

/** x_i = phi x_(i-1) + sqrt(1 - phi^2) z_i, stationary with variance 1; tau = (1 + phi) / (1 - phi). */
function autoregressive(n: number, phi: number, r: Rng): Float64Array {
  const z = r.normal(n);
  for (let i = 1; i < n; i++) z[i] = phi * z[i - 1]! + Math.sqrt(1 - phi * phi) * z[i]!;
  return z;
}

describe("estimates by hand", () => {
  it("average: the mean and s / sqrt(n)", () => {
    const { value, standardError, n } = average([1, 2, 6]);
    expect([value, n]).toEqual([3, 3]);
    expect(standardError).toBeCloseTo(Math.sqrt(7 / 3), 14);
  });

  it("variance: unbiased, with the error from the fourth moment", () => {
    const { value, standardError } = variance([1, 2, 3, 10]);
    // Deviations -3, -2, -1, 6: squares add up to 50, fourth powers to 1394.
    expect(value).toBeCloseTo(50 / 3, 12);
    expect(standardError).toBeCloseTo(Math.sqrt((1394 / 4 - (50 / 3) ** 2 / 3) / 4), 12);
  });

  it("fraction: k / n, with an error bar even if none is counted", () => {
    const { value, standardError } = fraction([1, 2, 3, 4, 5], (x) => x > 3);
    expect(value).toBe(0.4);
    expect(standardError).toBeCloseTo(Math.sqrt(((2.5 / 6) * (3.5 / 6)) / 5), 14);
    expect(fraction([1, 2], (x) => x > 3).value).toBe(0);
    expect(fraction([1, 2], (x) => x > 3).standardError).toBeGreaterThan(0.1);
  });

  it("ratio: of the means, not the mean of ratios", () => {
    const { value, standardError } = ratio([1, 2, 6], [2, 2, 2.3]);
    expect(value).toBeCloseTo(9 / 6.3, 14);
    const residuals = [1, 2, 6].map((a, i) => (a - (9 / 6.3) * [2, 2, 2.3][i]!) / 2.1);
    expect(standardError).toBeCloseTo(average(residuals).standardError, 14);
  });

  it("survive a mean far from zero, where the naive formula for the variance loses every digit", () => {
    const far = [1, 2, 3, 10].map((x) => x + 2 ** 40);
    expect(variance(far).value).toBeCloseTo(50 / 3, 10);
    expect(average(far).standardError).toBeCloseTo(Math.sqrt(50 / 12), 10);
  });
});

describe("standard errors are right over many repetitions on skewed data", () => {
  const near1 = (calibration: { value: number; standardError: number }, systematic: number) =>
    expect(Math.abs(calibration.value - 1)).toBeLessThan(
      5 * calibration.standardError + systematic,
    );

  it("of the average", () => {
    const { bias, calibration } = repeated(2000, 1, 1, (r) => average(exponential(1000, r)));
    expect(Math.abs(bias)).toBeLessThan(5);
    near1(calibration, 0.01);
  });

  it("of the variance", () => {
    const { bias, calibration } = repeated(1000, 2, 1, (r) => variance(exponential(2000, r)));
    expect(Math.abs(bias)).toBeLessThan(5);
    near1(calibration, 0.1);
  });

  it("of a fraction", () => {
    const below = (r: Rng) => fraction(exponential(500, r), (x) => x < 0.2);
    const { bias, calibration } = repeated(2000, 3, 1 - Math.exp(-0.2), below);
    expect(Math.abs(bias)).toBeLessThan(5);
    near1(calibration, 0.01);
  });

  it("of a ratio of means of the same points", () => {
    const squareOverMean = (r: Rng) => {
      const x = exponential(2000, r);
      return ratio(
        x.map((v) => v * v),
        x,
      );
    };
    const { bias, calibration } = repeated(1000, 4, 2, squareOverMean);
    expect(Math.abs(bias)).toBeLessThan(5);
    near1(calibration, 0.05);
  });

  it("of the bootstrap of a median", () => {
    const median = (x: Points) => x.data.slice().sort()[(x.n - 1) / 2]!;
    const estimator = (r: Rng) =>
      bootstrap(exponential(301, r), median, { rng: r.split("resamples"), repetitions: 60 });
    const { bias, calibration } = repeated(200, 5, Math.LN2, estimator);
    expect(Math.abs(bias)).toBeLessThan(5);
    near1(calibration, 0.1);
  });

  it.each([
    [0.9, 10_000],
    [0, 2_000],
    [-0.6, 2_000],
  ])("of the mean of a chain with correlation %f", (phi, length) => {
    const chain = (r: Rng) => chainAverage(autoregressive(length, phi, r));
    const { bias, calibration } = repeated(200, 6, 0, chain);
    expect(Math.abs(bias)).toBeLessThan(5);
    near1(calibration, 0.05);
    const { standardError } = chain(rng(7));
    expect(standardError / Math.sqrt((1 + phi) / (1 - phi) / length)).toBeCloseTo(1, 0);
  });

  it("of the mean of a skewed chain: the indicator of a normal one", () => {
    const chain = (r: Rng) =>
      chainAverage(autoregressive(5_000, 0.8, r).map((x) => (x > 1 ? 1 : 0)));
    const { bias, calibration } = repeated(500, 8, normalCumulative(-1), chain);
    expect(Math.abs(bias)).toBeLessThan(5);
    near1(calibration, 0.06);
  });
});

describe("the standard error along a chain", () => {
  it("is that of the initial monotone sequence, as a NumPy program computes it", () => {
    for (const { values, standardError } of chains) {
      expect(chainAverage(values).standardError / standardError).toBeCloseTo(1, 12);
    }
  });

  it("does not vanish for a chain that jumps back and forth", () => {
    const flip = Float64Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? 1 : -1));
    expect(chainAverage(flip).standardError).toBeCloseTo(Math.sqrt(0.1 / 100), 12);
  });
});

describe("a bootstrap", () => {
  it("keeps the coordinates of a point together, and repeats itself", () => {
    const sample = Array.from(rng(9).normal(200), (z) => [z, 2 * z] as const).map((row) => [
      ...row,
    ]);
    const worst = (x: Points) => {
      let largest = 0;
      for (let i = 0; i < x.n; i++) {
        largest = Math.max(largest, Math.abs(x.data[2 * i + 1]! - 2 * x.data[2 * i]!));
      }
      return largest;
    };
    expect(bootstrap(sample, worst, { rng: rng(10) })).toMatchObject({
      value: 0,
      standardError: 0,
    });
    const first = (x: Points) => mean(x.data);
    const once = bootstrap(sample, first, { rng: rng(10) });
    expect(bootstrap(sample, first, { rng: rng(10) }).standardError).toBe(once.standardError);
    expect(bootstrap(sample, first, { rng: rng(11) }).standardError).not.toBe(once.standardError);
  });
});

describe("the resamples of a bootstrap", () => {
  it.each([2, 3])("of %i points hold each of them as often as the others", (n) => {
    const counts = new Float64Array(n);
    let resamples = -1;
    const count = (x: Points) => {
      // The first call is for the sample itself.
      if (resamples++ >= 0) for (const v of x.data) counts[v]!++;
      return x.data[0]!;
    };
    const sample = Array.from({ length: n }, (_, i) => i);
    bootstrap(sample, count, { rng: rng(12), repetitions: 2000 });
    expect(resamples).toBe(2000);
    const standardError = Math.sqrt(2000 * n * (1 / n) * (1 - 1 / n));
    for (const c of counts) expect(Math.abs(c - 2000)).toBeLessThan(5 * standardError);
  });

  it("of five skewed points give the mean the standard error of draws with replacement", () => {
    const sample = [1, 2, 4, 8, 16];
    const centre = mean(sample);
    const exact = Math.sqrt(sample.reduce((sum, x) => sum + (x - centre) ** 2, 0)) / 5;
    const repetitions = 5000;
    const found = bootstrap(sample, (x) => mean(x.data), { rng: rng(13), repetitions });
    // A standard deviation of nearly normal numbers is right to 1 / sqrt(2 n).
    expect(Math.abs(found.standardError / exact - 1)).toBeLessThan(5 / Math.sqrt(2 * repetitions));
  });
});

describe("bad samples are refused by name", () => {
  const r = rng(1);
  it("too small", () => {
    expect(() => average([1])).toThrow(/^values = \[1\] holds 1 numbers where at least 2/);
    expect(() => variance([1, 2, 3])).toThrow(/at least 4/);
    expect(() => fraction([], () => true)).toThrow(/at least 2/);
    expect(() => ratio([1], [1])).toThrow(/^numerators/);
    expect(() => bootstrap([1], () => 1, { rng: r })).toThrow(/single point/);
    expect(() => bootstrap([1, 2], () => 1, { rng: r, repetitions: 3 })).toThrow(
      /^repetitions = 3/,
    );
    expect(() => chainAverage(r.normal(49))).toThrow(/at least 50/);
  });

  it("not finite", () => {
    for (const bad of [Number.NaN, Infinity, -Infinity]) {
      const values = Float64Array.from({ length: 60 }, (_, i) => (i === 3 ? bad : i));
      for (const f of [average, variance, chainAverage]) {
        expect(() => f(values)).toThrow(InvalidArgument);
        expect(() => f(values)).toThrow(/^values\[3\] = /);
      }
      expect(() => fraction(values, (x) => x > 0)).toThrow(/^values\[3\]/);
      expect(() => ratio([1, 2], [bad, 1])).toThrow(/^denominators\[0\]/);
      expect(() => bootstrap([1, 2], () => bad, { rng: r })).toThrow(InvalidArgument);
    }
  });

  it("a ratio over nothing, or of pairs that are none", () => {
    expect(() => ratio([1, 2, 3], [-1, 0, 1.1])).toThrow(/not clearly different from 0/);
    expect(() => ratio([1, 2, 3], [1, 2])).toThrow(/do not form pairs/);
  });

  it("a chain that never moves or is too short for its correlation", () => {
    expect(() => chainAverage(new Float64Array(100).fill(0.1))).toThrow(/never moves/);
    expect(() => chainAverage(autoregressive(2000, 0.99, r))).toThrow(
      /shorter than 50 times its autocorrelation time/,
    );
  });
});
