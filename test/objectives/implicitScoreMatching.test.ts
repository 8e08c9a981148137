import { describe, expect, it } from "vitest";
import type { Density } from "../../src/densities/density";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { linearScore } from "../../src/densities/linearScore";
import { logistic } from "../../src/densities/logistic";
import { scoreField } from "../../src/densities/scoreField";
import { studentT } from "../../src/densities/studentT";
import { truncated } from "../../src/densities/truncated";
import { uniform } from "../../src/densities/uniform";
import { InvalidArgument } from "../../src/numerics/errors";
import { expectation } from "../../src/numerics/expectation";
import { minus } from "../../src/numerics/minus";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { explicitScoreMatching } from "../../src/objectives/explicitScoreMatching";
import { implicitScoreMatching } from "../../src/objectives/implicitScoreMatching";
import { planarGaussianPair } from "../../src/problems/planarGaussianPair";
import { expectEqual, expectEstimate, line, mean, plane, zero } from "./support";

/** E_p|grad log p|^2 / 2. */
function halfInformation(p: Density): number {
  return expectation(explicitScoreMatching(p, zero(p.dim))).value;
}

/** ESM - (ISM + I(p) / 2), which integration by parts says is 0. */
function gap(p: Density, s: Parameters<typeof implicitScoreMatching>[0]): number {
  const difference = minus(explicitScoreMatching(p, s), implicitScoreMatching(s));
  return expectation(difference).value - halfInformation(p);
}

describe("implicit score matching", () => {
  it("is k^2 v / 2 - k for the score -k x under N(0, v), with its minimum -1 / (2v) at k = 1 / v", () => {
    const under = gaussian({ mean: 0, covariance: 2.25 });
    const at = (k: number) =>
      expectation(implicitScoreMatching(linearScore({ slope: -k })), { under }).value;
    expectEqual(at(0.8), (0.64 * 2.25) / 2 - 0.8);
    expectEqual(at(1 / 2.25), -0.2222222222222222);
    expect(at(1 / 2.25 + 0.01)).toBeGreaterThan(at(1 / 2.25));
    expect(at(1 / 2.25 - 0.01)).toBeGreaterThan(at(1 / 2.25));
  });

  it("is -0.425309 for the Gaussian pair in the plane", () => {
    const { p, q } = planarGaussianPair();
    const value = expectation(implicitScoreMatching(q), { under: p }).value;
    expect(value).toBeCloseTo(-0.425309, 6);
    expect(expectation(explicitScoreMatching(p, q)).value).toBeCloseTo(0.97175, 6);
    // tr P / 2 is half the Fisher information of a Gaussian of precision P.
    expectEqual(value, 0.97175 - (1.2 + 0.7) / (1.2 * 0.7 - 0.16) / 2, 1e-6 / 1e-8);
  });

  const smooth: Readonly<Record<string, readonly [Density, Density]>> = {
    "a skewed mixture": [line.data, line.model],
    "a mixture in the plane": [plane.data, plane.model],
    "a logistic density": [logistic({ location: 0.4, scale: 0.7 }), line.model],
  };
  for (const [name, [p, s]] of Object.entries(smooth)) {
    it(`is explicit score matching less half the Fisher information, under ${name}`, () => {
      expectEqual(gap(p, s), 0, 1);
    });

    it(`says so by Monte Carlo too, and rejects the other sign and the whole information, under ${name}`, () => {
      const difference = minus(explicitScoreMatching(p, s), implicitScoreMatching(s));
      const samples = 40_000;
      const half = name.startsWith("a logistic") ? 1 / (6 * 0.49) : halfInformation(p);
      const estimate = expectation(difference, { samples, rng: rng(21, name) });
      expectEstimate(estimate, half, [-half, 2 * half, 0]);
    });
  }

  it("at the Gaussian fit is (I - tr of the inverse covariance) / 2 above its bound, 0.01468489 for a logistic", () => {
    const p = logistic({ location: 0, scale: 1 });
    const fit = linearScore({ slope: -1 / p.covariance[0]! });
    expect(expectation(explicitScoreMatching(p, fit)).value).toBeCloseTo(0.01468489, 8);
    expectEqual(expectation(implicitScoreMatching(fit), { under: p }).value, -1.5 / Math.PI ** 2);
  });

  it("fits a Gaussian to any data by the sample mean and covariance, to 1e-10", () => {
    const x = plane.data.sample(500, rng(22));
    const { m, covariance, precision } = moments(x);
    const of = (slope: number[][]) =>
      mean(
        implicitScoreMatching(linearScore({ slope, intercept: intercept(slope, m) })).evaluate(x),
      );
    const best = of(precision.map((row) => row.map((value) => -value)));
    expect(Math.abs(best + (precision[0]![0]! + precision[1]![1]!) / 2)).toBeLessThan(1e-10);
    // A change D of the slope costs tr(D C D') / 2, so the minimum is there and nowhere else.
    const change = [
      [0.3, -0.2],
      [0.5, 0.1],
    ];
    const slope = precision.map((row, a) => row.map((value, b) => change[a]![b]! - value));
    const cost = change.reduce(
      (sum, row) =>
        sum +
        row.reduce(
          (inner, value, b) =>
            inner + value * (covariance[b]![0]! * row[0]! + covariance[b]![1]! * row[1]!),
          0,
        ),
      0,
    );
    expect(Math.abs(of(slope) - best - cost / 2)).toBeLessThan(1e-10);
    // And a shift of the mean by b costs |b|^2 / 2 in the score.
    const shifted = intercept(
      precision.map((row) => row.map((value) => -value)),
      m,
    ).map((value, k) => value + [0.4, -0.7][k]!);
    const moved = linearScore({
      slope: precision.map((row) => row.map((value) => -value)),
      intercept: shifted,
    });
    const rise = mean(implicitScoreMatching(moved).evaluate(x)) - best;
    expect(Math.abs(rise - (0.16 + 0.49) / 2)).toBeLessThan(1e-10);
  });
});

describe("implicit score matching where the flux p s does not vanish at the boundary", () => {
  it("misses by -rate a for an exponential density and the score -a, and has its minimum at a = 0", () => {
    const p = exponential({ rate: 2 });
    const s = linearScore({ slope: 0, intercept: -0.7 });
    expectEqual(expectation(explicitScoreMatching(p, s)).value, 0.845);
    const naive = expectation(implicitScoreMatching(s), { under: p }).value + halfInformation(p);
    expectEqual(naive, 2.245);
    expectEqual(gap(p, s), -1.4);
    const estimate = expectation(
      minus(
        explicitScoreMatching(p, scoreField(quadratic)),
        implicitScoreMatching(scoreField(quadratic)),
      ),
      { samples: 40_000, rng: rng(23) },
    );
    // The flux at 0 is p(0) s(0) = 2 * 1.5 for this score, and the gap is that flux.
    expectEstimate(estimate, halfInformation(p) + 3, [halfInformation(p), halfInformation(p) - 3]);
  });

  it("misses by k for a uniform density and the score -k (x - m), and is a negative divergence", () => {
    const p = uniform({ lower: 0, upper: 1 });
    const at = (k: number, m: number) => linearScore({ slope: -k, intercept: k * m });
    expect(halfInformation(p)).toBe(0);
    for (const [k, m] of [
      [12, 0.5],
      [3, 0.2],
    ] as const) {
      const value = expectation(implicitScoreMatching(at(k, m)), { under: p }).value;
      expectEqual(value, (k * k * (m * m - m + 1 / 3)) / 2 - k);
      expectEqual(gap(p, at(k, m)), k);
    }
    expectEqual(expectation(implicitScoreMatching(at(12, 0.5)), { under: p }).value, -6);
    expectEqual(expectation(explicitScoreMatching(p, at(12, 0.5))).value, 6);
  });

  it("holds for a half-normal density and the score -k x, which is 0 where the density is not", () => {
    const p = truncated(gaussian({ mean: 0, covariance: 1 }), { lower: 0 });
    const s = linearScore({ slope: -0.3 });
    expectEqual(gap(p, s), 0, 1);
    expectEqual(expectation(explicitScoreMatching(p, s)).value, 0.7 ** 2 / 2);
    // The same density with a score that is not 0 at the boundary: the gap is the flux p(0) s(0).
    const shifted = linearScore({ slope: -0.3, intercept: 0.5 });
    expectEqual(gap(p, shifted), Math.sqrt(2 / Math.PI) * 0.5);
  });
});

describe("implicit score matching and bad input", () => {
  it("refuses points of another dimension, and a divergence without one number for each point", () => {
    const wrong = { ...linearScore({ slope: -1 }), divergence: () => Float64Array.of(1, 2, 3) };
    const of = implicitScoreMatching(wrong);
    expect(() => of.evaluate(points([1, 2]))).toThrow(
      /^s.divergence = .* gave 3 numbers for 2 points/,
    );
    expect(() => of.evaluate(points([[1, 2]]))).toThrow(/^x = .* is of dimension 2/);
  });
});

describe("implicit score matching with a heavy tail", () => {
  const cauchy = studentT({ degreesOfFreedom: 1 });

  it("holds for the score of a Cauchy density, whose Fisher information is 1/2", () => {
    expectEqual(halfInformation(cauchy), 0.25);
    expectEqual(expectation(implicitScoreMatching(cauchy), { under: cauchy }).value, -0.25);
  });

  it("has no mean for the score -k x, and quadrature says so", () => {
    const s = linearScore({ slope: -1 });
    expect(() => expectation(implicitScoreMatching(s), { under: cauchy })).toThrow(InvalidArgument);
  });

  it("then drives the estimate of k to 0 like 1/n: n k is pi/2 times a chi-square in the limit", () => {
    const [n, repetitions] = [400, 1000];
    const x = points(
      rng(24)
        .uniform(n * repetitions)
        .map((u) => Math.tan(Math.PI * (u - 0.5))),
    );
    const [once, twice] = [1, 2].map((k) =>
      implicitScoreMatching(linearScore({ slope: -k })).evaluate(x),
    ) as [Float64Array, Float64Array];
    let below = 0;
    for (let r = 0; r < repetitions; r++) {
      // The minimiser of k^2 m / 2 - k, from its values at k = 1 and 2.
      const at = (values: Float64Array) => mean(values.subarray(r * n, (r + 1) * n));
      const k = 1 / (at(twice) - 2 * at(once));
      if (n * k < (Math.PI / 2) * MEDIAN_OF_CHI_SQUARE) below++;
    }
    const share = below / repetitions;
    expect(Math.abs(share - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / repetitions));
  });
});

const MEDIAN_OF_CHI_SQUARE = 0.454936423119572;

const quadratic = {
  score: (x: number) => 1.5 - 0.4 * x * x,
  divergence: (x: number) => -0.8 * x,
};

function moments(x: { n: number; data: Float64Array }) {
  const m = [0, 1].map((k) => mean(x.data.filter((_, i) => i % 2 === k)));
  const covariance = [0, 1].map((a) =>
    [0, 1].map((b) =>
      mean(
        Array.from(
          { length: x.n },
          (_, i) => (x.data[2 * i + a]! - m[a]!) * (x.data[2 * i + b]! - m[b]!),
        ),
      ),
    ),
  );
  const [[a, b], [, c]] = covariance as [[number, number], [number, number]];
  const determinant = a * c - b * b;
  const precision = [
    [c / determinant, -b / determinant],
    [-b / determinant, a / determinant],
  ];
  return { m, covariance, precision };
}

/** The intercept of the linear score with this slope that is 0 at m. */
function intercept(slope: readonly (readonly number[])[], m: readonly number[]): number[] {
  return slope.map((row) => -row.reduce((sum, value, b) => sum + value * m[b]!, 0));
}
