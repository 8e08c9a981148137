import { describe, expect, it, vi } from "vitest";
import { InvalidArgument } from "../../src/numerics/errors";
import { expectation } from "../../src/numerics/expectation";
import { functional } from "../../src/numerics/functional";
import type { Measure } from "../../src/numerics/measure";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { coordinate, dot } from "../../src/numerics/rows";
import { cauchy, correlated, exponential, line, normal } from "./measures";

vi.setConfig({ testTimeout: 60_000 });

const each = (f: (x: number) => number) => (x: Points) => x.data.map(f);
const score = (mean: number, variance: number) => each((x) => (mean - x) / variance);

/** Half on [0, 1] and half on [2, 3], Beta(3, 3) each; f must not be asked between them. */
const bumps: Measure = line(
  (x) => {
    const u = x > 1.5 ? x - 2 : x;
    return u <= 0 || u >= 1 ? -Infinity : Math.log(15) + 2 * Math.log(u * (1 - u));
  },
  {
    support: [[0, 3]],
    mean: Float64Array.of(1.5),
    covariance: Float64Array.of(1 + 1 / 28),
  },
);

const quartic: Measure = line((x) => -1000 - x ** 4 / 4, {
  normalised: false,
  mean: Float64Array.of(0),
  covariance: Float64Array.of(0.7),
});

/** .3 N(-2, 1e-8) + .7 N(1.5, 1): the first peak lies between the nodes. */
const sharp: Measure = line(
  (x) => {
    const a = 0.3 * Math.exp(-((x + 2) ** 2) / 2e-8) * 1e4;
    const b = 0.7 * Math.exp(-((x - 1.5) ** 2) / 2);
    return Math.log(a + b) - Math.log(2 * Math.PI) / 2;
  },
  {
    mean: Float64Array.of(0.45),
    covariance: Float64Array.of(0.7 + 0.21 * 3.5 ** 2),
  },
);

describe("an expectation by quadrature, to 1e-8", () => {
  it.each<[string, (x: Points) => Float64Array, Measure, truth: number, scale: number]>([
    ["E 1", each(() => 1), normal(3, 4), 1, 1],
    ["E x^2 + skewness", each((x) => x ** 3), exponential(2), 6 / 8, 1],
    ["E score = 0", score(0.3, 2.25), normal(0.3, 2.25), 0, 1],
    ["far out", each((x) => (x - 1e4) ** 2), normal(1e4, 1e-6), 1e-6, 1e-6],
    ["log of a Cauchy variable", each((x) => Math.log1p(x * x)), cauchy, 2 * Math.LN2, 1],
    ["Fisher information of Cauchy", each((x) => ((2 * x) / (1 + x * x)) ** 2), cauchy, 0.5, 0.5],
    ["disjoint supports", each((x) => x * x), bumps, 1.5 ** 2 + 1 + 1 / 28, 3],
    // 2 Gamma(3/4) / Gamma(1/4)
    ["no constant", each((x) => x * x), quartic, 0.6759782400671721, 0.67],
    [
      "a narrow peak between breaks",
      each((x) => x),
      { ...sharp, breaks: [[-2 - 6e-4, -2, -2 + 6e-4]] },
      0.45,
      1,
    ],
  ])("%s", (_, f, under, truth, scale) => {
    const { value, standardError, n } = expectation(f, { under });
    expect(Math.abs(value - truth)).toBeLessThan(1e-8 * scale);
    expect([standardError, n]).toEqual([0, 0]);
  });

  it("in dimension 2: covariance and a skewed moment of a correlated normal variable", () => {
    const p = correlated(0.9, [1, -2]);
    const of = (f: (a: number, b: number) => number) => (x: Points) =>
      coordinate(x, 0).map((a, i) => f(a, x.data[2 * i + 1]!));
    const value = (f: (a: number, b: number) => number) => expectation(of(f), { under: p }).value;
    expect(value((a, b) => (a - 1) * (b + 2))).toBeCloseTo(0.9, 8);
    expect(value((a, b) => Math.exp(a + b / 2))).toBeCloseTo(Math.exp((1 + 0.25 + 0.9) / 2), 7);
    expect(value((_, b) => b)).toBeCloseTo(-2, 8);
  });

  it("reads short: Stein's identity", () => {
    const p = { ...normal(0, 4), score: (x: Points) => points(x.data.map((v) => -v / 4)) };
    expect(expectation((x) => dot(x, p.score(x)), { under: p }).value).toBeCloseTo(-1, 10);
  });

  it("does not ask for f where the density is zero", () => {
    const seen: number[] = [];
    const f = (x: Points) => {
      seen.push(...x.data);
      return x.data;
    };
    expectation(f, { under: bumps });
    expect(seen.length).toBeGreaterThan(100);
    expect(seen.filter((x) => x >= 1 && x <= 2)).toEqual([]);
  });

  it("refuses a density whose mass it did not find, and one that lies about its constant", () => {
    expect(() => expectation((x) => x.data, { under: sharp })).toThrow(/mass 0.70000000: .*breaks/);
    const liar = { ...quartic, normalised: true, logDensity: each((x) => -(x ** 4) / 4) };
    expect(() => expectation((x) => x.data, { under: liar })).toThrow(/mass 2.5636/);
  });

  it.each([0.999, 1.001, 1 + 1e-5])("refuses a density that claims mass 1 and has %d", (mass) => {
    const off = line((x) => Math.log(2 * mass) - 2 * x, {
      support: [[0, Infinity]],
      mean: Float64Array.of(0.5),
      covariance: Float64Array.of(0.25),
    });
    const f = each((x) => x);
    expect(() => expectation(f, { under: off })).toThrow(`mass ${mass.toPrecision(8)}`);
    expect(expectation(f, { under: { ...off, normalised: false } }).value).toBeCloseTo(0.5, 10);
  });

  it("does not divide out a mass that is a little off", () => {
    const off = {
      ...exponential(2),
      logDensity: each((x) => Math.log(2 * (1 + 5e-7)) - 2 * x),
    };
    expect(
      expectation(
        each(() => 1),
        { under: off },
      ).value,
    ).toBeCloseTo(1 + 5e-7, 9);
  });

  it("gives up on waves that never end", () => {
    expect(() => expectation(each(Math.cos), { under: cauchy })).toThrow(/oscillates/);
  });

  it.each([1e-14, 1e-18, 1e-23])("gives up on a divergent one of size %d, too", (size) => {
    const tail = each((x) => size * x);
    expect(() => expectation(tail, { under: cauchy })).toThrow(/near x = -?\d.*e\+/);
  });

  it("refuses an expectation that does not exist, with the place", () => {
    expect(() => expectation((x) => x.data, { under: cauchy })).toThrow(/near x = -?\d.*e\+/);
    expect(() => expectation(each(Math.sqrt), { under: normal(0, 1) })).toThrow(
      /functional = NaN times the density .* is no finite number at x = -/,
    );
  });

  it("takes a mean square of rounding errors for zero, not for an integral that diverges", () => {
    const ours = score(0, 2.25);
    const theirs = each((x) => -x / 1.5 / 1.5);
    const gap = (x: Points) => {
      const other = theirs(x);
      return ours(x).map((s, i) => (s - other[i]!) ** 2);
    };
    expect(gap(points([0.1, 0.3, 0.7, 1.1, 1.7, 2.9])).some((square) => square > 0)).toBe(true);
    const found = expectation(gap, { under: normal(0, 2.25) }).value;
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(1e-30);
  });
});

describe("the noise of an expectation by quadrature", () => {
  /** Denoising score matching of s = -k x for N(0, t^2), noise level s: k^2 V / 2 - k + 1 / (2 s^2). */
  const [t, s, k] = [1.3, 0.5, 0.8];
  const denoising = functional({
    noise: "normal",
    evaluate: (x, z) =>
      x.data.map((v, i) => (-k * (v + s * z!.data[i]!) + z!.data[i]! / s) ** 2 / 2),
  });
  const truth = (k ** 2 * (t ** 2 + s ** 2)) / 2 - k + 1 / (2 * s ** 2);

  it("normal, in dimension 1", () => {
    const { value } = expectation(denoising, { under: normal(0, t * t) });
    expect(truth).toBeCloseTo(1.8208, 12);
    expect(Math.abs(value - truth)).toBeLessThan(1e-8);
  });

  it("normal, where the density has bounded support and f is skewed in x and z", () => {
    const f = functional({
      noise: "normal",
      evaluate: (x, z) => x.data.map((v, i) => v * Math.exp(z!.data[i]!)),
    });
    expect(expectation(f, { under: exponential(2) }).value).toBeCloseTo(Math.exp(0.5) / 2, 8);
  });

  it.each(["rademacher", "sphere"] as const)("%s, in dimension 1: two points", (noise) => {
    const f = functional({
      noise,
      evaluate: (x, z) => x.data.map((v, i) => v + (z!.data[i]! > 0 ? 3 : 0) + z!.data[i]! ** 2),
    });
    expect(expectation(f, { under: exponential(2) }).value).toBeCloseTo(0.5 + 1.5 + 1, 10);
  });

  it("Rademacher, in dimension 2: four points", () => {
    const f = functional({
      noise: "rademacher",
      evaluate: (_, z) => coordinate(z!, 0).map((a, i) => Math.exp(a + 2 * z!.data[2 * i + 1]!)),
    });
    const { value } = expectation(f, { under: correlated(0.3) });
    expect(value).toBeCloseTo(Math.cosh(1) * Math.cosh(2), 8);
  });

  it("is refused where there would be too many nodes", () => {
    const f = (noise: "normal" | "sphere") =>
      functional({ noise, evaluate: (x) => coordinate(x, 0) });
    for (const noise of ["normal", "sphere"] as const) {
      expect(() => expectation(f(noise), { under: correlated(0) })).toThrow(
        /dimension 2 with (normal|sphere) noise.*samples and rng/,
      );
    }
    const three = { ...normal(0, 1), dim: 3 };
    expect(() => expectation((x) => coordinate(x, 0), { under: three })).toThrow(/dimension 3/);
  });
});

describe("an expectation by Monte Carlo", () => {
  const options = { samples: 100_000, rng: rng(21, "monte carlo") };

  it("is right within its standard error, which is that of n independent draws", () => {
    const square = expectation(
      each((x) => x * x),
      { under: normal(0, 1), ...options },
    );
    expect(Math.abs(square.value - 1)).toBeLessThan(5 * square.standardError);
    expect(square.standardError / Math.sqrt(2 / 1e5)).toBeCloseTo(1, 1);
    expect(square.n).toBe(100_000);
    const skewed = expectation(
      each((x) => x ** 3),
      { under: exponential(2), ...options },
    );
    expect(Math.abs(skewed.value - 0.75)).toBeLessThan(5 * skewed.standardError);
  });

  it("repeats itself with the same generator, and not with another", () => {
    const f = (seed: number) =>
      expectation((x) => x.data, { under: normal(0, 1), samples: 10, rng: rng(seed) }).value;
    expect(f(1)).toBe(f(1));
    expect(f(1)).not.toBe(f(2));
  });

  it.each([
    ["normal", 1, 1, 3],
    ["rademacher", 1, 1, 1],
    ["sphere", 1 / 3, 1 / 3, 1 / 5],
  ] as const)(
    "draws %s noise with the right second and fourth moments",
    (noise, first, second, fourth) => {
      const under = {
        ...normal(0, 1),
        dim: 3,
        sample: (n: number) => points(new Float64Array(3 * n), 3),
      };
      const moment = (of: (a: number, b: number, c: number) => number) => {
        const f = functional({
          noise,
          evaluate: (_, z) =>
            coordinate(z!, 0).map((a, i) => of(a, z!.data[3 * i + 1]!, z!.data[3 * i + 2]!)),
        });
        return expectation(f, { under, ...options });
      };
      const near = (truth: number, { value, standardError }: ReturnType<typeof moment>) =>
        expect(Math.abs(value - truth)).toBeLessThan(5 * standardError + 1e-12);
      near(
        0,
        moment((a) => a),
      );
      near(
        first,
        moment((a) => a * a),
      );
      near(
        second,
        moment((_, __, c) => c * c),
      );
      near(
        fourth,
        moment((a) => a ** 4),
      );
      near(
        0,
        moment((a, b) => a * b),
      );
      near(
        0,
        moment((a, b, c) => a + b + c),
      );
    },
  );

  it("draws noise that does not know of the points", () => {
    const f = functional({ noise: "normal", evaluate: (x, z) => dot(x, z!) });
    const { value, standardError } = expectation(f, { under: normal(0, 1), ...options });
    expect(Math.abs(value)).toBeLessThan(5 * standardError);
  });

  it("agrees with quadrature where the noise enters", () => {
    const f = functional({
      noise: "normal",
      evaluate: (x, z) => x.data.map((v, i) => (v + z!.data[i]!) ** 2 + v),
    });
    const exact = expectation(f, { under: exponential(2) }).value;
    const { value, standardError } = expectation(f, { under: exponential(2), ...options });
    expect(exact).toBeCloseTo(0.5 + 1 + 0.5, 8);
    expect(Math.abs(value - exact)).toBeLessThan(5 * standardError);
  });
});

describe("an expectation over a sample", () => {
  const sample = points([1, 2, 6]);

  it("is the mean with its standard error", () => {
    const { value, standardError, n } = expectation((x) => x.data, { under: sample });
    expect([value, n]).toEqual([3, 3]);
    expect(standardError).toBeCloseTo(Math.sqrt(7 / 3), 14);
  });

  it("draws noise from the generator, and asks for one", () => {
    const f = functional({ noise: "rademacher", evaluate: (x, z) => dot(x, z!) });
    const { value } = expectation(f, { under: sample, rng: rng(1) });
    expect([-9, -7, -5, -3, 3, 5, 7, 9].map((v) => v / 3)).toContain(value);
    expect(() => expectation(f, { under: sample })).toThrow(/^rng = undefined is missing/);
  });
});

describe("what an expectation is not told", () => {
  const p = normal(0, 1);
  const free = functional({ evaluate: (x) => x.data });
  const bound = functional({ measure: p, evaluate: (x) => x.data });
  const untyped = expectation as (f: unknown, options?: unknown) => unknown;

  it("is asked for", () => {
    expect(() => untyped(free)).toThrow(/^under = undefined is missing/);
    expect(() => untyped(free, { under: p, samples: 10 })).toThrow(/^rng = undefined/);
    expect(() => untyped(free, { under: p, method: "monte carlo" })).toThrow(
      /^samples = undefined/,
    );
    expect(() => untyped(free, { under: p, rng: rng(1), samples: 1 })).toThrow(/^samples = 1/);
    expect(() =>
      untyped(free, { under: p, rng: rng(1), samples: 10, method: "quadrature" }),
    ).toThrow(/together with the method quadrature/);
  });

  it("is refused where it contradicts the functional", () => {
    expect(() => untyped(bound, { under: normal(0, 2) })).toThrow(/bound to a measure of its own/);
    expect(expectation(bound).value).toBeCloseTo(0, 12);
    expect(() => untyped((_: Points) => new Float64Array(2), { under: p })).toThrow(
      /gives 2 numbers for/,
    );
    expect(() => untyped((_: Points) => new Float64Array(2), { under: points([1, 2, 3]) })).toThrow(
      InvalidArgument,
    );
  });
});
