import { describe, expect, test } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { klDivergence } from "../../src/divergences/klDivergence";
import { squaredLogRatio } from "../../src/divergences/squaredLogRatio";
import { squaredLogRatioGradient } from "../../src/divergences/squaredLogRatioGradient";
import { expectation } from "../../src/numerics/expectation";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { expectEqual, expectEstimate } from "./compare";
import { line, plane } from "./specimens";

const unit = (mean: number) => gaussian({ mean, covariance: 1 });

describe("D_KLS of unit Gaussians whose means differ by d (B10)", () => {
  const [m1, m2] = [0.9, 0.2];
  const d = m1 - m2;
  const exact = (d ** 2 + d ** 4 / 4) / 2;

  test("is (d^2 + d^4 / 4) / 2, and KL d^2 / 2", () => {
    expect(exact).toBeCloseTo(0.2750125, 12);
    expectEqual(expectation(squaredLogRatio(unit(m1), unit(m2))), exact, {
      wrong: {
        "with the sign of source note E": -exact,
        "without the 1/2": 2 * exact,
        "half of KL squared": (d ** 2 / 2) ** 2 / 2,
      },
    });
    expectEqual(expectation(klDivergence(unit(m1), unit(m2))), 0.245);
  });

  test("also by Monte Carlo", () => {
    const found = expectation(squaredLogRatio(unit(m1), unit(m2)), {
      samples: 1e5,
      rng: rng(1, "D_KLS"),
    });
    expectEstimate(found, exact, { "without the 1/2": 2 * exact, negative: -exact });
  });

  test("its gradient in the mean of q is -(d + d^3 / 2)", () => {
    const functional = squaredLogRatioGradient(unit(m1), unit(m2), {
      parameterDerivative: (x) => x - m2,
    });
    const gradient = -(d + d ** 3 / 2);
    expect(gradient).toBeCloseTo(-0.8715, 12);
    expectEqual(expectation(functional), gradient, {
      wrong: { "the opposite sign": -gradient, "the gradient of KL": -d, half: gradient / 2 },
    });
    expectEstimate(expectation(functional, { samples: 1e5, rng: rng(1, "gradient") }), gradient, {
      "the opposite sign": -gradient,
      "the gradient of KL": -d,
    });
    expect(functional.measure).toBeDefined();
  });
});

test("it is not symmetric, and is zero for p = q", () => {
  const { p, q } = line;
  const [there, back] = [squaredLogRatio(p, q), squaredLogRatio(q, p)];
  expect(expectation(there).value).toBeGreaterThan(3 * expectation(back).value);
  expect(expectation(squaredLogRatio(p, p)).value).toBe(0);
  expect(there.measure).toBe(p);
});

test("it is at least half the square of the Kullback-Leibler divergence", () => {
  for (const { p, q } of [line, plane]) {
    const bound = expectation(klDivergence(p, q)).value ** 2 / 2;
    expect(expectation(squaredLogRatio(p, q)).value).toBeGreaterThan(bound);
  }
});

test.each([
  ["mean", (m: number, v: number) => [m + 1e-4, v], (x: number) => (x + 0.4) / 0.64],
  [
    "variance",
    (m: number, v: number) => [m, v + 1e-4],
    (x: number) => ((x + 0.4) ** 2 / 0.64 - 1) / (2 * 0.64),
  ],
])(
  "the gradient in the %s of a skew pair agrees with a difference quotient",
  (_, shift, derivative) => {
    const { p, q } = line;
    const at = (sign: number) => {
      const [m, v] = shift(-0.4, 0.64);
      const [dm, dv] = [m! + 0.4, v! - 0.64];
      const moved = gaussian({ mean: -0.4 + sign * dm, covariance: 0.64 + sign * dv });
      return expectation(squaredLogRatio(p, moved), { relativeError: 1e-12 }).value;
    };
    const quotient = (at(1) - at(-1)) / 2e-4;
    const gradient = expectation(
      squaredLogRatioGradient(p, q, { parameterDerivative: derivative }),
    );
    expect(gradient.value / quotient).toBeCloseTo(1, 6);
  },
);

test("in the plane the derivative sees both coordinates, each as an argument", () => {
  const { p, q } = plane;
  const functional = squaredLogRatioGradient(p, q, { parameterDerivative: (x, y) => x + 10 * y });
  const x = points([[1, 2]]);
  const r = p.logDensity(x)[0]! - q.logDensity(x)[0]!;
  expectEqual(functional.evaluate(x)[0]!, -r * 21);
});

test("a derivative that is not a number is refused, and so is what squaredLogRatio refuses", () => {
  const { p, q } = line;
  const broken = squaredLogRatioGradient(p, q, { parameterDerivative: () => Number.NaN });
  expect(() => expectation(broken)).toThrow(/parameterDerivative at x\[/);
  expect(() => squaredLogRatioGradient(p, plane.q, { parameterDerivative: () => 1 })).toThrow(
    /dimension/,
  );
});
