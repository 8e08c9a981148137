import { describe, expect, test } from "vitest";
import { energy } from "../../src/densities/energy";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { mixture } from "../../src/densities/mixture";
import { uniform } from "../../src/densities/uniform";
import { klDivergence } from "../../src/divergences/klDivergence";
import { klDivergenceGaussian } from "../../src/divergences/klDivergenceGaussian";
import { squaredLogRatio } from "../../src/divergences/squaredLogRatio";
import { InvalidArgument } from "../../src/numerics/errors";
import { expectation } from "../../src/numerics/expectation";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { expectEqual, expectEstimate } from "./compare";
import { line, plane } from "./specimens";

describe("the Kullback-Leibler divergence of two Gaussians (B3)", () => {
  const { p, q } = line;
  const exact = 0.5 * (2.25 / 0.64 + 0.49 / 0.64 - 1 + Math.log(0.64 / 2.25));
  const wrong = {
    reversed: 0.5 * (0.64 / 2.25 + 0.49 / 2.25 - 1 + Math.log(2.25 / 0.64)),
    "with the opposite sign": -exact,
    "without the normalising constants": exact - 0.5 * Math.log(0.64 / 2.25),
  };

  test("by quadrature", () => {
    expect(exact).toBeCloseTo(1.01201634, 8);
    expectEqual(expectation(klDivergence(p, q)), exact, { wrong });
  });

  test("by Monte Carlo", () => {
    expectEstimate(
      expectation(klDivergence(p, q), { samples: 1e5, rng: rng(1, "KL") }),
      exact,
      wrong,
    );
  });

  test("in the plane", () => {
    const [a, b] = [plane.p, plane.q];
    expectEqual(expectation(klDivergence(a, b)), klDivergenceGaussian(a, b), {
      wrong: { reversed: klDivergenceGaussian(b, a) },
    });
  });

  test("is the log ratio at each point, which may be negative", () => {
    const x = points([-0.4, 3]);
    const values = klDivergence(p, q).evaluate(x);
    const [logP, logQ] = [p.logDensity(x), q.logDensity(x)];
    expectEqual(values[0]!, logP[0]! - logQ[0]!);
    expect(values[0]!).toBeLessThan(0);
    expectEqual(values[1]!, logP[1]! - logQ[1]!);
  });
});

test("for two exponential densities it is the textbook formula", () => {
  const found = expectation(klDivergence(exponential({ rate: 2 }), exponential({ rate: 0.7 })));
  expectEqual(found, Math.log(2 / 0.7) + 0.7 / 2 - 1);
});

describe.each([
  ["klDivergence", klDivergence],
  ["squaredLogRatio", squaredLogRatio],
])("what %s refuses", (_, divergence) => {
  const normal = gaussian({ mean: 0, covariance: 1 });
  const unnormalised = energy({ energy: (x) => x ** 4 / 4, gradient: (x) => x ** 3 });

  test("a density that is known up to its constant, on either side", () => {
    expect(() => divergence(normal, unnormalised)).toThrow(/^q = .*up to its normalising constant/);
    expect(() => divergence(unnormalised, normal)).toThrow(/^p = .*log Z would be missing/);
    expect(() => divergence(normal, unnormalised)).toThrow(InvalidArgument);
  });

  test("a q that is zero where p lives: the divergence is infinite", () => {
    expect(() => divergence(normal, exponential({ rate: 1 }))).toThrow(/infinite/);
    expect(() =>
      divergence(uniform({ lower: 0, upper: 1 }), uniform({ lower: 5, upper: 6 })),
    ).toThrow(/does not overlap.*infinite/);
  });

  test("two dimensions", () => {
    expect(() => divergence(normal, plane.q)).toThrow(/dimension 2 where p is of dimension 1/);
  });

  test("a gap of q, at a point of it, and a point where p is zero", () => {
    const gap = mixture({
      weights: [0.5, 0.5],
      components: [uniform({ lower: 0, upper: 1 }), uniform({ lower: 2, upper: 3 })],
    });
    const whole = uniform({ lower: 0, upper: 3 });
    expect(() => divergence(whole, gap).evaluate(points([0.5, 1.5]))).toThrow(
      /q = 0 is zero at x = 1.5, where p is not/,
    );
    expect(() => divergence(gap, whole).evaluate(points([0.5, 1.5]))).toThrow(
      /x\[1\] = 1.5 lies where log p is -Infinity/,
    );
  });

  test("in the plane, a point where p is zero, with both coordinates", () => {
    const box = uniform({ lower: [0, 0], upper: [1, 1] });
    const larger = uniform({ lower: [0, 0], upper: [2, 2] });
    expect(() => divergence(box, larger).evaluate(points([[1.5, 0.5]]))).toThrow(/1.5, 0.5/);
    const pieces = [0, 1].map((low) => uniform({ lower: [low, low], upper: [low + 1, low + 1] }));
    const diagonal = mixture({ weights: [0.5, 0.5], components: pieces });
    const off = points([
      [0.5, 0.25],
      [1.5, 0.75],
    ]);
    expect(() => divergence(larger, diagonal).evaluate(off)).toThrow(
      /zero at x = 1.5, 0.75, where/,
    );
    expect(divergence(box, larger).evaluate(points([[0.5, 0.5]]))[0]).toBeGreaterThan(0);
  });
});
