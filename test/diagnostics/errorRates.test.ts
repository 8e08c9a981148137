import { describe, expect, it } from "vitest";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { uniform } from "../../src/densities/uniform";
import { effectiveSampleSize } from "../../src/diagnostics/effectiveSampleSize";
import { energyDistance } from "../../src/diagnostics/energyDistance";
import { kolmogorovSmirnov } from "../../src/diagnostics/kolmogorovSmirnov";
import { pathsThatTouch } from "../../src/diagnostics/latticePaths";
import { maximumMeanDiscrepancy } from "../../src/diagnostics/maximumMeanDiscrepancy";
import type { PermutationOptions, PermutationTest } from "../../src/diagnostics/permutationTest";
import { splitRHat } from "../../src/diagnostics/splitRHat";
import { wasserstein1d } from "../../src/diagnostics/wasserstein1d";
import { type Points, points } from "../../src/numerics/points";
import { type Rng, rng } from "../../src/numerics/rng";
import { erf } from "../../src/numerics/special/erf";
import { average } from "../../src/numerics/statistics/average";
import { expectWithinStandardErrors } from "../withinStandardErrors";
import { several } from "./chains";
import { rateOf } from "./rates";

// How often each diagnostic is wrong over many seeds: where there is nothing to find, and where there is.

const r = rng(1, "error rates");
const skewed = (n: number, r: Rng) => r.uniform(n).map((u) => -Math.log(u));

describe("the Kolmogorov-Smirnov test", () => {
  it("one in twenty is rejected at 0.05 where the distributions agree, symmetric or skewed", () => {
    const p = gaussian({ mean: 3, covariance: 1e-8 });
    const law = exponential({ rate: 1 });
    const null1 = rateOf(4000, "null", 0.05, (r) => {
      return kolmogorovSmirnov(p.sample(25, r), p).pValue < 0.05;
    });
    const null2 = rateOf(4000, "skewed null", 0.05, (r) => {
      return kolmogorovSmirnov(skewed(40, r), law).pValue < 0.05;
    });
    expectWithinStandardErrors(null1.rate, 0.05, null1.standardError);
    expectWithinStandardErrors(null2.rate, 0.05, null2.standardError);
  });

  it("two samples are rejected as often as the lattice of 30 and 40 points allows", () => {
    // The p-values that are attained; the largest below 0.05.
    const attained = Array.from({ length: 1200 }, (_, k) => pathsThatTouch(30, 40, k + 1));
    const level = Math.max(...attained.filter((p) => p <= 0.05));
    expect(level).toBeGreaterThan(0.04);
    const { rate, standardError } = rateOf(4000, "two", level, (r) => {
      const [x, y] = [skewed(30, r.split("x")), skewed(40, r.split("y"))];
      return kolmogorovSmirnov(x, y).pValue <= 0.05;
    });
    expectWithinStandardErrors(rate, level, standardError);
  });

  it("a shift by half a standard deviation is seen in 100 points", () => {
    const p = gaussian({ mean: 0.5, covariance: 1 });
    // SciPy rejects 99.2 % and 81.8 % of such samples, in 2,000 draws.
    const one = rateOf(500, "one", 0.992, (r) => {
      return kolmogorovSmirnov(r.normal(100), p).pValue < 0.05;
    });
    const two = rateOf(500, "two", 0.818, (r) => {
      const y = r.split("y").normal(100);
      return (
        kolmogorovSmirnov(
          r.normal(100),
          y.map((z) => z + 0.5),
        ).pValue < 0.05
      );
    });
    expectWithinStandardErrors(one.rate, 0.992, one.standardError);
    expectWithinStandardErrors(two.rate, 0.818, two.standardError);
  });
});

type Test = (x: Points, y: Points, options: PermutationOptions) => PermutationTest;

describe.each<[string, Test]>([
  ["energy distance", energyDistance],
  ["maximum mean discrepancy", maximumMeanDiscrepancy],
])("the test by %s", (_, test) => {
  it("rejects one in twenty at 0.05 where the distributions agree, badly scaled or not", () => {
    const badlyScaled = (n: number, key: Rng) =>
      points(
        key.normal(n, 2).map((z, i) => (i % 2 === 0 ? 1e4 * z : z ** 3)),
        2,
      );
    const { rate, standardError } = rateOf(2000, "agree", 0.05, (key) => {
      const [x, y] = [badlyScaled(8, key.split("x")), badlyScaled(11, key.split("y"))];
      return test(x, y, { rng: key, permutations: 19 }).pValue <= 0.05;
    });
    expectWithinStandardErrors(rate, 0.05, standardError);
  });

  it("sees another mean, and another shape of the same mean and variance", () => {
    const power = (label: string, n: number, other: (z: number, i: number) => number) =>
      rateOf(60, label, 0.5, (key) => {
        const [x, y] = [key.split("x").normal(n), key.split("y").normal(n).map(other)];
        const options = { rng: key, permutations: 59 };
        return test(points(x), points(y), options).pValue <= 0.05;
      }).rate;
    expect(power("mean", 80, (z) => z + 0.8)).toBeGreaterThan(0.85);
    expect(power("none", 60, (z) => z)).toBeLessThan(0.2);
    // Two modes, at -1 and 1.
    const shape = (z: number, i: number) => 0.2 * z + (i % 2 === 0 ? 0.98 : -0.98);
    expect(power("shape", 220, shape)).toBeGreaterThan(0.85);
  });

  it("is unbiased: 0 in the mean where the distributions agree", () => {
    const statistics = Array.from({ length: 800 }, (_, i) => {
      const key = r.split(i);
      const options = { rng: r, permutations: 19, bandwidth: 1 };
      return test(points(skewed(6, key.split("x"))), points(skewed(4, key.split("y"))), options)
        .statistic;
    });
    const { value, standardError } = average(statistics);
    expectWithinStandardErrors(value, 0, standardError);
    expect(standardError).toBeLessThan(0.02);
  });
});

describe("the energy distance", () => {
  it("of normal distributions is the known one", () => {
    // E|X - Y| with X - Y ~ N(1, 2), by the folded normal distribution; E|X - X'| = 2 / sqrt(pi).
    const apart = (2 / Math.sqrt(Math.PI)) * Math.exp(-1 / 4) + erf(1 / 2);
    const truth = 2 * apart - 4 / Math.sqrt(Math.PI);
    const statistics = Array.from({ length: 200 }, (_, i) => {
      const key = rng(2, i);
      const y = key
        .split("y")
        .normal(30)
        .map((z) => z + 1);
      return energyDistance(key.split("x").normal(30), y, { rng: r, permutations: 19 }).statistic;
    });
    const { value, standardError } = average(statistics);
    expectWithinStandardErrors(value, truth, standardError);
    expect(standardError).toBeLessThan(0.03);
  });
});

describe("split R of chains that have met", () => {
  it("are below 1.01 in nine of ten cases and more, also where they are skewed or have no variance", () => {
    const laws = [(z: number) => z, (z: number) => Math.exp(3 * z), (z: number) => 1 / z];
    for (const [i, law] of laws.entries()) {
      const { rate } = rateOf(60, `met ${i}`, 0.9, (key) => {
        return splitRHat(several(4, 500, 0.2, key).map((row) => row.map(law))) < 1.01;
      });
      expect(rate).toBeGreaterThan(0.9);
    }
  });
});

describe("the effective sample size", () => {
  it.each([0, 0.5, 0.9, -0.5])(
    "of an autoregression of coefficient %s is S (1 - phi) / (1 + phi)",
    (phi) => {
      const exact = (8000 * (1 - phi)) / (1 + phi);
      const sizes = Array.from({ length: 20 }, (_, i) =>
        effectiveSampleSize(several(4, 2000, phi, r.split(i))),
      );
      const { value, standardError } = average(sizes.map(({ mean }) => mean));
      expect(Math.abs(value - exact)).toBeLessThan(5 * standardError + 0.04 * exact);
      expect(standardError).toBeLessThan(0.06 * exact);
      const bulk = average(sizes.map((size) => size.bulk)).value;
      expect(Math.abs(bulk / value - 1)).toBeLessThan(0.03);
    },
  );

  it("says how the mean of chains spreads: the standard error is the standard deviation over its root", () => {
    // Skewed: exp of an autoregression.
    const repetitions = Array.from({ length: 200 }, (_, i) => {
      const chains = several(2, 1000, 0.8, r.split(i)).map((row) => row.map((x) => Math.exp(x)));
      const all = Float64Array.of(...chains[0]!, ...chains[1]!);
      const { value, standardError } = average(all);
      const size = effectiveSampleSize(chains).mean;
      const error = standardError * Math.sqrt(all.length / size);
      return ((value - Math.exp(0.5)) / error) ** 2;
    });
    const { value, standardError } = average(repetitions);
    expect(Math.abs(value - 1)).toBeLessThan(5 * standardError + 0.05);
    expect(standardError).toBeLessThan(0.2);
  });
});

describe("the Wasserstein distance", () => {
  it("of a sample and its own distribution is about sqrt(2 / pi n) times the integral of sqrt(F (1 - F))", () => {
    const p = uniform({ lower: 0, upper: 1 });
    const distances = Array.from({ length: 300 }, (_, i) =>
      wasserstein1d(p.sample(400, rng(1, i)), p),
    );
    const { value, standardError } = average(distances);
    // The integral of sqrt(u (1 - u)) is pi / 8.
    const expected = Math.sqrt(2 / (Math.PI * 400)) * (Math.PI / 8);
    expect(Math.abs(value - expected)).toBeLessThan(5 * standardError + 1e-4);
    expect(standardError).toBeLessThan(0.03 * expected);
  });
});
