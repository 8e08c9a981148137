import { describe, expect, it } from "vitest";
import type { Density, ScoreField } from "../../src/densities/density";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { linearScore } from "../../src/densities/linearScore";
import { scoreField } from "../../src/densities/scoreField";
import { truncated } from "../../src/densities/truncated";
import { uniform } from "../../src/densities/uniform";
import { expectation } from "../../src/numerics/expectation";
import { functional } from "../../src/numerics/functional";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { average } from "../../src/numerics/statistics/average";
import { variance } from "../../src/numerics/statistics/variance";
import { nonNegativeScoreMatching } from "../../src/objectives/nonNegativeScoreMatching";
import tables from "./fixtures/objectives.json";
import { expectEqual, expectEstimate, mean } from "./support";

/** The score of exp(-0.9 x) sqrt(1 + x^2), as in fixtures/objectives.py. */
const skewed = scoreField({
  score: (x) => -0.9 + x / (1 + x * x),
  divergence: (x) => (1 - x * x) / (1 + x * x) ** 2,
});

/** E_p[x^2 (s - t)^2 / 2] - E_p[x^2 t^2 / 2], t the score of p on the half-line. */
function byScores(p: Density, s: ScoreField): number {
  const of = functional({
    evaluate(x) {
      const [model, truth] = [s.score(x).data, p.score(x).data];
      return x.data.map((xi, i) => (xi * xi * ((model[i]! - truth[i]!) ** 2 - truth[i]! ** 2)) / 2);
    },
  });
  return expectation(of, { under: p }).value;
}

const constant = (a: number) => linearScore({ slope: 0, intercept: -a });

describe("score matching for non-negative data", () => {
  it("is SciPy's value for a nonlinear model on exponential data, by both routes", () => {
    const under = exponential({ rate: 1.3 });
    const truth = tables.nonNegative["exponential 1.3"];
    expectEqual(expectation(nonNegativeScoreMatching(skewed), { under }).value, truth);
    const of = nonNegativeScoreMatching(skewed);
    const explicit = tables.nonNegative["exponential 1.3 explicit"];
    expectEstimate(expectation(of, { under, samples: 100_000, rng: rng(81) }), truth, [
      2 * truth,
      explicit,
      -truth,
    ]);
  });

  it("is SciPy's value for a model that is not separable, in the plane, Jacobian known or not", () => {
    const under = uniform({ lower: [0, 0], upper: [1, 2] });
    const s = scoreField({
      dim: 2,
      score: (x, y) => [-2 * x - 0.7 * y, -0.7 * x - 0.9 * y * y],
    });
    const truth = tables.nonNegative["uniform on [0, 1] x [0, 2]"];
    expectEqual(expectation(nonNegativeScoreMatching(s), { under }).value, truth);
    const value = expectation(nonNegativeScoreMatching(s), {
      under,
      samples: 40_000,
      rng: rng(82),
    });
    expectEstimate(value, truth, [truth / 2, 2 * truth]);
  });

  const densities: Readonly<Record<string, Density>> = {
    "an exponential density": exponential({ rate: 2 }),
    "a half-normal density": truncated(gaussian({ mean: 0, covariance: 1 }), { lower: 0 }),
    "a Gaussian cut off at 0, skewed": truncated(gaussian({ mean: 0.7, covariance: 0.5 }), {
      lower: 0,
    }),
  };
  for (const [name, p] of Object.entries(densities)) {
    it(`is the weighted explicit objective less its constant under ${name}, where p(0) > 0`, () => {
      for (const s of [skewed, constant(0.7), linearScore({ slope: -0.4, intercept: 1 })]) {
        const value = expectation(nonNegativeScoreMatching(s), { under: p }).value;
        expectEqual(value, byScores(p, s));
      }
    });
  }

  it("is a (a - 2 rate) / rate^2 for the score -a of exponential data, with its minimum at the rate", () => {
    const under = exponential({ rate: 2 });
    const at = (a: number) => expectation(nonNegativeScoreMatching(constant(a)), { under }).value;
    expectEqual(at(0.7), (0.7 * (0.7 - 4)) / 4);
    expectEqual(at(2), -1);
    expect(at(1.99)).toBeGreaterThan(at(2));
    expect(at(2.01)).toBeGreaterThan(at(2));
    const estimate = expectation(nonNegativeScoreMatching(constant(0.7)), {
      under,
      samples: 100_000,
      rng: rng(83),
    });
    // Implicit score matching, without the weight, would say a^2 / 2.
    expectEstimate(estimate, -0.5775, [0.245, 0.5775, -0.5775 / 2]);
  });

  it("estimates the rate with the asymptotic variance 2 rate^2, twice that of maximum likelihood", () => {
    const [rate, n, repetitions] = [2, 250, 2000];
    const under = exponential({ rate });
    // The objective is A a^2 / 2 - B a at each point, known from its values at a = 1 and -1.
    const [plus, minus] = [1, -1].map((a) => nonNegativeScoreMatching(constant(a))) as [
      ReturnType<typeof nonNegativeScoreMatching>,
      ReturnType<typeof nonNegativeScoreMatching>,
    ];
    const gradient = functional({
      evaluate(x) {
        const [up, down] = [plus.evaluate(x), minus.evaluate(x)];
        // A rate - B.
        return up.map((value, i) => (value + down[i]!) * rate + (value - down[i]!) / 2);
      },
    });
    const square = functional({ evaluate: (x) => gradient.evaluate(x).map((g) => g * g) });
    const curvature = functional({
      evaluate(x) {
        const down = minus.evaluate(x);
        return plus.evaluate(x).map((value, i) => value + down[i]!);
      },
    });
    expectEqual(expectation(gradient, { under }).value, 0, 1);
    const sandwich =
      expectation(square, { under }).value / expectation(curvature, { under }).value ** 2;
    expectEqual(sandwich, 2 * rate ** 2);

    const x = under.sample(n * repetitions, rng(84));
    const [up, down] = [plus.evaluate(x), minus.evaluate(x)];
    const estimates = Float64Array.from({ length: repetitions }, (_, r) => {
      const part = (values: Float64Array) => mean(values.subarray(r * n, (r + 1) * n));
      return (part(down) - part(up)) / 2 / (part(up) + part(down));
    });
    const spread = variance(estimates);
    // At n = 250 the variance is a few percent above its limit.
    expect(spread.value * n).toBeGreaterThan(2 * rate ** 2 * 0.93 - 5 * n * spread.standardError);
    expect(spread.value * n).toBeLessThan(2 * rate ** 2 * 1.07 + 5 * n * spread.standardError);
    expect(spread.value * n).toBeGreaterThan(1.5 * rate ** 2);
    expect(Math.abs(average(estimates).value - rate)).toBeLessThan(0.06);
  });

  it("does not depend on the unit of the data", () => {
    const scaled = scoreField({
      score: (y) => skewed.score(points(y / 100)).data[0]! / 100,
      divergence: (y) => skewed.divergence(points(y / 100))[0]! / 1e4,
    });
    const x = [0, 0.3, 2.2];
    const value = nonNegativeScoreMatching(skewed).evaluate(points(x));
    nonNegativeScoreMatching(scaled)
      .evaluate(points(x.map((xi) => 100 * xi)))
      .forEach((other, i) => {
        expectEqual(other, value[i]!, 1);
      });
    expect(value[0]).toBe(0);
  });

  it("refuses a negative coordinate, and says of which point", () => {
    const of = nonNegativeScoreMatching(linearScore({ slope: -1, intercept: [0, 0] }));
    expect(() =>
      of.evaluate(
        points([
          [1, 0],
          [2, -0.1],
        ]),
      ),
    ).toThrow(/^x\[1\] = -0.1 is negative/);
    expect(() => of.evaluate(points([[-2, 1]]))).toThrow(/^x\[0\] = -2 is negative/);
    expect(() => of.evaluate(points([[1, 0]]))).not.toThrow();
    expect(() => of.evaluate(points([1, 2]))).toThrow(/^x = .* is of dimension 1/);
  });
});
