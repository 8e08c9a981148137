import { describe, expect, it } from "vitest";
import { energy } from "../../src/densities/energy";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { kolmogorovLimit, kolmogorovTail } from "../../src/diagnostics/kolmogorovDistribution";
import { kolmogorovSmirnov } from "../../src/diagnostics/kolmogorovSmirnov";
import { pathsThatTouch } from "../../src/diagnostics/latticePaths";
import { InvalidArgument } from "../../src/numerics/errors";
import { type Rng, rng } from "../../src/numerics/rng";
import fixture from "./fixtures/diagnostics.json";

const skewed = (n: number, r: Rng) => r.uniform(n).map((u) => -Math.log(u));
const relative = (value: number, truth: number) => Math.abs(value / truth - 1);

describe("the distribution of the statistic for one sample", () => {
  it("is SciPy's, to its own accuracy", () => {
    for (const { n, d, pValue } of fixture.oneSample) {
      const tail = kolmogorovTail(d, n);
      const tolerance = n <= 140 || n * d * d > 4 ? 1e-8 : n <= 1000 ? 2e-6 : 5e-5;
      expect(relative(tail.pValue, pValue), `n ${n}, d ${d}`).toBeLessThan(tolerance);
    }
  });

  it("for one point is P(max(U, 1 - U) >= d) = 2 (1 - d), and for two has its parabola", () => {
    expect(kolmogorovTail(0.7, 1).pValue).toBeCloseTo(0.6, 14);
    // P(D < d) = 2 (2 d - 1/2)^2 for 1/4 <= d <= 1/2, by area.
    expect(1 - kolmogorovTail(0.4, 2).pValue).toBeCloseTo(2 * 0.3 ** 2, 14);
  });

  it("says whether it is exact", () => {
    const method = (d: number, n: number) => kolmogorovTail(d, n).method;
    expect([method(0.04, 1000), method(0.04, 1001)]).toEqual(["exact", "asymptotic"]);
    expect([method(0.019, 10_000), method(0.021, 10_000)]).toEqual(["asymptotic", "exact"]);
    expect(method(0.0021, 1_000_001)).toBe("asymptotic");
  });

  it("goes on without a step where another formula takes over", () => {
    const step = (n: number, t: number) =>
      relative(
        kolmogorovTail((t + 1e-9) / Math.sqrt(n), n).pValue,
        kolmogorovTail((t - 1e-9) / Math.sqrt(n), n).pValue,
      );
    expect(step(500, 2)).toBeLessThan(1e-7);
    expect(step(3000, 2)).toBeLessThan(1e-7);
    expect(step(3000, 1.5)).toBeLessThan(2e-4);
    const p = (n: number) => kolmogorovTail(1 / Math.sqrt(n), n).pValue;
    expect(relative(p(1000), p(1001))).toBeLessThan(2e-4);
    expect(relative(kolmogorovLimit(1 - 1e-12), kolmogorovLimit(1 + 1e-12))).toBeLessThan(1e-10);
  });

  it("is certain below the least possible distance and impossible above 1", () => {
    expect(kolmogorovTail(0.05, 10).pValue).toBe(1);
    expect(kolmogorovTail(1, 10).pValue).toBe(0);
    expect(kolmogorovTail(0.0501, 10).pValue).toBeCloseTo(1, 8);
    expect(kolmogorovLimit(0)).toBe(1);
  });
});

describe("the statistic for one sample", () => {
  it("looks at the distance above and below each step", () => {
    const uniform = (x: number) => x;
    expect(kolmogorovSmirnov([0.1, 0.2, 0.6], uniform).statistic).toBeCloseTo(2 / 3 - 0.2, 14);
    expect(kolmogorovSmirnov([0.5, 0.8, 0.9], uniform).statistic).toBeCloseTo(0.5, 14);
  });

  it("does not depend on the order of the points", () => {
    const p = gaussian({ mean: 0, covariance: 1 });
    expect(kolmogorovSmirnov([2, -1, 0.3], p)).toMatchObject({
      statistic: kolmogorovSmirnov([-1, 0.3, 2], p).statistic,
      n: [3],
    });
  });

  it("takes a density, or its distribution function", () => {
    const x = skewed(30, rng(4));
    const result = kolmogorovSmirnov(x, exponential({ rate: 1 }));
    const { statistic } = kolmogorovSmirnov(x, (t) => 1 - Math.exp(-t));
    expect(statistic).toBeCloseTo(result.statistic, 14);
  });
});

describe("two samples", () => {
  it("have SciPy's statistic and exact p-value, and where points are equal that of all permutations", () => {
    for (const { x, y, statistic, pValue } of fixture.twoSamples) {
      const result = kolmogorovSmirnov(x, y);
      expect(result.statistic).toBeCloseTo(statistic, 13);
      expect(relative(result.pValue, pValue)).toBeLessThan(1e-9);
      expect(result).toMatchObject({ method: "exact", n: [x.length, y.length] });
    }
  });

  it("can be given in either order", () => {
    for (const { x, y } of fixture.twoSamples) {
      const [there, back] = [kolmogorovSmirnov(x, y), kolmogorovSmirnov(y, x)];
      expect(back.statistic).toBe(there.statistic);
      expect(relative(back.pValue, there.pValue)).toBeLessThan(1e-12);
    }
  });

  it("that do not overlap have the p-value 2 / (n + m choose n), however small", () => {
    const low = Array.from({ length: 30 }, (_, i) => i);
    const high = low.map((x) => x + 100);
    const { statistic, pValue } = kolmogorovSmirnov(low, high);
    expect(statistic).toBe(1);
    expect(relative(pValue, 2 / 1.1826458156486142e17)).toBeLessThan(1e-12);
  });

  it("that are equal have the p-value 1", () => {
    expect(kolmogorovSmirnov([1, 2, 3], [3, 2, 1])).toMatchObject({ statistic: 0, pValue: 1 });
    expect(kolmogorovSmirnov([1, 1, 1], [1, 1])).toMatchObject({ statistic: 0, pValue: 1 });
  });

  it("of many points go through a narrow band of orders", () => {
    const n = 8000;
    const x = rng(1, "x").normal(n);
    const y = rng(1, "y").normal(n);
    const { statistic, pValue, method } = kolmogorovSmirnov(x, y);
    expect(method).toBe("exact");
    // On a lattice, P(D >= d) has half a step more than its limit.
    const steps = statistic * n;
    const between = [steps - 1, steps].map((k) => kolmogorovLimit(k / Math.sqrt(2 * n)));
    expect(pValue).toBeLessThan(between[0]!);
    expect(pValue).toBeGreaterThan(between[1]! * (1 - 1e-3));
  });

  it("of too many points with equal ones among them take the limit", () => {
    const n = 8000;
    const rounded = (label: string) =>
      rng(1, label)
        .normal(n)
        .map((x) => Math.round(x * 1e3));
    const { statistic, pValue, method } = kolmogorovSmirnov(rounded("x"), rounded("y"));
    expect(method).toBe("asymptotic");
    expect(pValue).toBe(kolmogorovLimit(statistic * Math.sqrt(n / 2)));
  });

  it("with equal points at every place are compared only where the group ends", () => {
    // All six orders of {1, 1} and {1, 2}: the statistic is 1/2 but where both ones are apart.
    expect(pathsThatTouch(2, 2, 2, [true, false, false, true, true])).toBeCloseTo(1, 14);
    expect(pathsThatTouch(2, 2, 4, [true, false, true, false, true])).toBeCloseTo(2 / 6, 14);
    expect(pathsThatTouch(2, 2, 4)).toBeCloseTo(2 / 6, 14);
    expect(pathsThatTouch(2, 2, 2)).toBeCloseTo(1, 14);
  });
});

describe("what makes no sense is refused", () => {
  it("points in a plane", () => {
    expect(() => kolmogorovSmirnov([[1, 2]], [1])).toThrow(/^sample = .*dimension 2/);
    expect(() => kolmogorovSmirnov([1], [[1, 2]])).toThrow(/^against = .*dimension 2/);
    const plane = gaussian({
      mean: [0, 0],
      covariance: [
        [1, 0],
        [0, 1],
      ],
    });
    expect(() => kolmogorovSmirnov([1], plane)).toThrow(/^against = .*dimension 2/);
  });

  it("points made by hand that hold NaN", () => {
    const holed = { n: 3, dim: 1, data: Float64Array.of(1, Number.NaN, 2) };
    const p = gaussian({ mean: 0, covariance: 1 });
    expect(() => kolmogorovSmirnov(holed, p)).toThrow(/not finite/);
    expect(() => kolmogorovSmirnov([1, 2], holed)).toThrow(/not finite/);
  });

  it("a density without a distribution function", () => {
    const p = energy({ energy: (x) => x ** 4 });
    expect(() => kolmogorovSmirnov([1], p)).toThrow(/^against = .*not known.*as a function/);
  });

  it("a function that is no distribution function", () => {
    expect(() => kolmogorovSmirnov([0, 3], (x) => x)).toThrow(/^against = 3 .*not a probability/);
    expect(() => kolmogorovSmirnov([-1, 3], (x) => x / 9)).toThrow(/not a probability/);
    expect(() => kolmogorovSmirnov([0, 1], () => Number.NaN)).toThrow(/not a probability/);
    const density = (x: number) => Math.exp(-x * x);
    expect(() => kolmogorovSmirnov([0, 1], density)).toThrow(/and 1 at the smaller 0/);
  });
});

it("the result is shown as a table", () => {
  const { data } = kolmogorovSmirnov([1, 2], [3, 4]).toMimeBundle() as {
    data: Record<string, string>;
  };
  expect(data["text/plain"]).toMatch(
    /^Kolmogorov-Smirnov test of two samples\n.*value\n *statistic *1\n *p-value *0.333333\n *p-value by *exact\n *points *2 and 2$/,
  );
  expect(data["text/html"]).toContain("<table>");
});

it("a distribution function that falls by a twentieth is none", () => {
  expect(() => kolmogorovSmirnov([0, 2], (x) => (x < 1 ? 0.5 : 0.45))).toThrow(InvalidArgument);
});
