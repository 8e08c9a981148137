import { describe, expect, it } from "vitest";
import { quartic } from "../../src/densities/quartic";
import { scoreField } from "../../src/densities/scoreField";
import { expectation } from "../../src/numerics/expectation";
import { functional } from "../../src/numerics/functional";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { ratio } from "../../src/numerics/statistics/ratio";
import { implicitScoreMatching } from "../../src/objectives/implicitScoreMatching";
import { expectEqual, expectEstimate, mean } from "./support";

// p(x) proportional to exp(-theta x^4 / 4). The objective is A theta^2 / 2 - B theta at each point.
const objective = (theta: number) =>
  implicitScoreMatching(
    scoreField({ score: (x) => -theta * x ** 3, divergence: (x) => -3 * theta * x ** 2 }),
  );

function coefficients(x: Points): readonly [Float64Array, Float64Array] {
  const [up, down] = [objective(1).evaluate(x), objective(-1).evaluate(x)];
  return [up.map((value, i) => value + down[i]!), up.map((value, i) => (down[i]! - value) / 2)];
}

/** n draws for theta = 1 by rejection: exp(-x^4 / 4) is exp(1/4 - x^2 / 2) times exp(-(x^2 - 1)^2 / 4). */
function drawn(n: number): Points {
  const candidates = rng(91, "x").normal(2 * n);
  const u = rng(91, "u").uniform(2 * n);
  const accepted = candidates.filter((x, i) => u[i]! < Math.exp(-((x * x - 1) ** 2) / 4));
  return points(accepted.slice(0, n));
}

describe("score matching is not maximum likelihood: the family exp(-theta x^4 / 4)", () => {
  for (const theta of [1, 0.3]) {
    const under = quartic({ theta });
    const expected = (f: (a: number, b: number, x: number) => number) =>
      expectation(
        functional({
          evaluate(x) {
            const [a, b] = coefficients(x);
            return x.data.map((xi, i) => f(a[i]!, b[i]!, xi));
          },
        }),
        { under },
      ).value;

    it(`at theta = ${theta} score matching has the asymptotic variance 5.83584 theta^2, likelihood 4 theta^2`, () => {
      // The minimiser 3 E x^2 / E x^6 is theta.
      expectEqual(expected((_, b) => b) / expected((a) => a), theta);
      const gradient = expected((a, b) => (a * theta - b) ** 2);
      const matching = gradient / expected((a) => a) ** 2;
      expect(matching / theta ** 2).toBeCloseTo(5.83584, 5);
      // The likelihood's minimiser is 1 / E x^4, its gradient x^4 / 4 - 1 / (4 theta).
      expectEqual(
        expected((_a, _b, x) => x ** 4),
        1 / theta,
      );
      expectEqual(1 / expected((_a, _b, x) => (x ** 4 / 4 - 0.25 / theta) ** 2), 4 * theta ** 2);
    });
  }

  it("by simulation: the variances over samples have the ratio 1.459, not 1", () => {
    const [n, repetitions] = [200, 2000];
    const x = drawn(n * repetitions);
    const [a, b] = coefficients(x);
    const fourth = x.data.map((xi) => xi ** 4);
    const squaredErrors = (f: (part: (values: Float64Array) => number) => number) => {
      const estimates = Float64Array.from({ length: repetitions }, (_, r) =>
        f((values) => mean(values.subarray(r * n, (r + 1) * n))),
      );
      const centre = mean(estimates);
      return estimates.map((estimate) => (estimate - centre) ** 2);
    };
    const matching = squaredErrors((part) => part(b) / part(a));
    const likelihood = squaredErrors((part) => 1 / part(fourth));
    expectEstimate(ratio(matching, likelihood), 1.459, [1]);
    // At n = 200 each variance is a few percent above its limit over n.
    expect(mean(matching) * n).toBeGreaterThan(5.2);
    expect(mean(matching) * n).toBeLessThan(7);
    expect(mean(likelihood) * n).toBeGreaterThan(3.6);
    expect(mean(likelihood) * n).toBeLessThan(4.8);
  });
});
