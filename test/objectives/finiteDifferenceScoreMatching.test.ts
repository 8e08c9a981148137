import { describe, expect, it } from "vitest";
import { energy } from "../../src/densities/energy";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { uniform } from "../../src/densities/uniform";
import { expectation } from "../../src/numerics/expectation";
import { minus } from "../../src/numerics/minus";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { finiteDifferenceScoreMatching } from "../../src/objectives/finiteDifferenceScoreMatching";
import { implicitScoreMatching } from "../../src/objectives/implicitScoreMatching";
import { slicedScoreMatching } from "../../src/objectives/slicedScoreMatching";
import { expectEqual, expectEstimate, line, logSlope } from "./support";

describe("finite-difference score matching of a mixture on skewed data", () => {
  const under = line.data;
  const limit = () => expectation(implicitScoreMatching(line.model), { under }).value;
  const at = (epsilon: number) =>
    expectation(finiteDifferenceScoreMatching(line.model, { epsilon }), { under }).value;

  it("tends to implicit score matching", () => {
    const [a, b, c] = [at(0.1), at(0.05), at(0.025)];
    const first = [(4 * b - a) / 3, (4 * c - b) / 3] as const;
    expect(Math.abs((16 * first[1] - first[0]) / 15 - limit())).toBeLessThan(1e-7);
  });

  it("at the rate epsilon^2", () => {
    const epsilons = [0.1, 0.05, 0.025, 0.0125];
    const truth = limit();
    expect(
      logSlope(
        epsilons,
        epsilons.map((epsilon) => at(epsilon) - truth),
      ),
    ).toBeCloseTo(2, 1);
  });

  it("down to the rounding floor, which grows like 1e-16 / epsilon^2", () => {
    const x = points(Float64Array.from({ length: 400 }, (_, i) => -4 + i / 50));
    const u = points(new Float64Array(400).fill(1));
    const difference = (epsilon: number) => {
      const of = minus(
        finiteDifferenceScoreMatching(line.model, { epsilon }),
        implicitScoreMatching(line.model),
      );
      return of.evaluate(x, u).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
    };
    const steps = [1e-4, 1e-5, 1e-6];
    const floor = steps.map(difference);
    expect(logSlope(steps, floor)).toBeCloseTo(-2, 0);
    floor.forEach((error, i) => {
      const unit = 1.1e-16 / steps[i]! ** 2;
      expect(error).toBeGreaterThan(unit);
      expect(error).toBeLessThan(200 * unit);
    });
    expect(difference(1e-3)).toBeLessThan(difference(1e-2));
    expect(difference(1e-3)).toBeLessThan(floor[2]!);
  });
});

describe("finite-difference score matching of f = -sum x^4 / 4", () => {
  const quartic = (dim: number) =>
    energy({
      dim,
      energy: (...x) => x.reduce((sum, xi) => sum + xi ** 4 / 4, 0),
      gradient: (...x) => x.map((xi) => xi ** 3),
      laplacian: (...x) => x.reduce((sum, xi) => sum + 3 * xi ** 2, 0),
    });
  const place = [0.4, -0.9, 0.3];
  const f = quartic(3);
  const integrand = () => implicitScoreMatching(f).evaluate(points([place]))[0]!;

  /** The mean over the sphere, which this rule has exactly for polynomials of degree 7. */
  const bias = (epsilon: number) => {
    const { u, weights } = sphereRule();
    const x = points(Array.from(weights, () => place));
    const values = finiteDifferenceScoreMatching(f, { epsilon }).evaluate(x, u);
    return values.reduce((sum, value, i) => sum + weights[i]! * value, 0) - integrand();
  };

  it("in space has the bias -0.48612 epsilon^2 + 3 |x|^2 epsilon^4 / 14, exactly", () => {
    for (const [epsilon, known] of [
      [0.4, -0.07196],
      [0.2, -0.01908],
      [0.1, -0.004838],
      [0.05, -0.0012139],
    ] as const) {
      const exact = -0.48612 * epsilon ** 2 + ((3 * 1.06) / 14) * epsilon ** 4;
      expectEqual(bias(epsilon), exact, 1e-3);
      expect(bias(epsilon) / known).toBeCloseTo(1, 3);
    }
    // 3 / (d + 2) times sum x^4 = 0.6898 comes from the square, -3 d / (2 (d + 2)) from the trace.
    expectEqual((3 * 0.6898) / 5 - 9 / 10, -0.48612);
  });

  it("has that bias by Monte Carlo too, beside sliced score matching along the same directions", () => {
    const difference = minus(
      finiteDifferenceScoreMatching(f, { epsilon: 0.4 }),
      slicedScoreMatching(f, { probe: "sphere" }),
    );
    const under = points(Array.from({ length: 20_000 }, () => place));
    const estimate = expectation(difference, { under, rng: rng(101) });
    // The trace part alone would give -0.144, and a step on the sphere of radius 1 the last.
    expectEstimate(estimate, -0.07196, [0, -0.144, 0.07196, -0.48612 + (3 * 1.06) / 14]);
  });

  it("has the bias -3 d epsilon^2 / (2 (d + 2)) in its trace part, here -0.9 epsilon^2", () => {
    // At the origin nothing but the trace part is left.
    const { u, weights } = sphereRule();
    const x = points(new Float64Array(u.data.length), 3);
    const values = finiteDifferenceScoreMatching(f, { epsilon: 0.3 }).evaluate(x, u);
    expectEqual(
      values.reduce((sum, value, i) => sum + weights[i]! * value, 0),
      -0.9 * 0.09,
    );
  });

  it("on the line has the second difference -3 x^2 - epsilon^2 / 2 and the slope -x^3 - x epsilon^2", () => {
    const [x, epsilon] = [0.7, 0.2];
    const slope = x ** 3 + x * epsilon ** 2;
    for (const direction of [-1, 1]) {
      const of = finiteDifferenceScoreMatching(quartic(1), { epsilon });
      const value = of.evaluate(points(x), points(direction))[0]!;
      expectEqual(value, slope ** 2 / 2 - 3 * x ** 2 - epsilon ** 2 / 2);
    }
  });
});

describe("finite-difference score matching and its arguments", () => {
  it("does not see the normalising constant", () => {
    const [x, u] = [points([0.3, -2, 5]), points([1, -1, 1])];
    const shifted = {
      dim: 1,
      logDensity: (at: Points) => line.model.logDensity(at).map((l) => l + 7),
    };
    const values = [line.model, shifted].map((model) =>
      finiteDifferenceScoreMatching(model, { epsilon: 0.1 }).evaluate(x, u),
    ) as [Float64Array, Float64Array];
    values[0].forEach((value, i) => {
      expectEqual(values[1][i]!, value, 1e-2 / 1e-8 / 1e6);
    });
  });

  it("is exact for a Gaussian, which has no fourth derivative, at any epsilon", () => {
    const q = gaussian({ mean: 1, covariance: 0.5 });
    const [x, u] = [points([0.3, -2, 5]), points([1, -1, 1])];
    const truth = implicitScoreMatching(q).evaluate(x);
    finiteDifferenceScoreMatching(q, { epsilon: 3 })
      .evaluate(x, u)
      .forEach((value, i) => {
        expectEqual(value, truth[i]!);
      });
  });

  it("refuses an epsilon that is not positive", () => {
    for (const epsilon of [0, -0.1, Number.NaN]) {
      expect(() => finiteDifferenceScoreMatching(line.model, { epsilon })).toThrow(/^epsilon = /);
    }
  });

  it("refuses a step that leaves the support, and says where", () => {
    const of = finiteDifferenceScoreMatching(exponential({ rate: 1 }), { epsilon: 0.5 });
    expect(() => of.evaluate(points([2, 0.3]), points([1, 1]))).toThrow(
      /^logDensity at -0.2 = -Infinity/,
    );
    expect(() => of.evaluate(points([0.2, 2]), points([1, 1]))).toThrow(/^logDensity at -0.3 = /);
    expect(() => of.evaluate(points([2, 0.7]), points([1, 1]))).not.toThrow();
    const box = uniform({ lower: [0, 0], upper: [4, 4] });
    const inTheBox = finiteDifferenceScoreMatching(box, { epsilon: 0.5 });
    const x = points([
      [1, 1],
      [2, 3.75],
      [3, 3],
    ]);
    const u = points([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    expect(() => inTheBox.evaluate(x, u)).toThrow(/^logDensity at 2, 4.25 = -Infinity/);
  });

  it("refuses a log density that does not give one number for each point", () => {
    const wrong = { dim: 1, logDensity: () => Float64Array.of(1, 2, 3) };
    const of = finiteDifferenceScoreMatching(wrong, { epsilon: 0.1 });
    expect(() => of.evaluate(points(1), points(1))).toThrow(/^logDensity = .* gave 3 numbers/);
  });

  it("refuses points of another dimension, and no directions", () => {
    const of = finiteDifferenceScoreMatching(line.model, { epsilon: 0.1 });
    const wrong = points([[1, 2]]);
    expect(() => of.evaluate(wrong, wrong)).toThrow(/^x = .* is of dimension 2/);
    expect(() => of.evaluate(points(1))).toThrow(/^z = undefined/);
  });
});

/** Four Gauss-Legendre nodes in the height times eight equal angles. */
function sphereRule(): { readonly u: Points; readonly weights: readonly number[] } {
  const heights = [
    [0.8611363115940526, 0.34785484513745385],
    [0.33998104358485626, 0.6521451548625461],
  ].flatMap(([z, w]) => [
    [z!, w!],
    [-z!, w!],
  ]);
  const rows: number[][] = [];
  const weights: number[] = [];
  for (const [z, w] of heights as [number, number][]) {
    for (let k = 0; k < 8; k++) {
      const [r, angle] = [Math.sqrt(1 - z * z), (2 * Math.PI * (k + 0.3)) / 8];
      rows.push([r * Math.cos(angle), r * Math.sin(angle), z]);
      weights.push(w / 16);
    }
  }
  return { u: points(rows), weights };
}
