import { describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { expectation } from "../../src/numerics/expectation";
import { noise } from "../../src/numerics/noise";
import { rng } from "../../src/numerics/rng";
import { variance } from "../../src/numerics/statistics/variance";
import { hutchinsonTrace } from "../../src/objectives/hutchinsonTrace";
import { implicitScoreMatching } from "../../src/objectives/implicitScoreMatching";
import type { Probe } from "../../src/objectives/probe";
import { expectEqual, expectEstimate, plane, squared } from "./support";

const determinant = 0.9 * 1.1 - 0.09;
const symmetric = [
  [1.1 / determinant, 0.3 / determinant],
  [0.3 / determinant, 0.9 / determinant],
];
const nonsymmetric = [
  [1.2, -0.7, 0.4],
  [1.9, -0.5, 0.8],
  [-0.3, 1.1, 2],
];

/** The laws of the doc comment, with |S|^2 = (|A|^2 + tr A^2) / 2. */
const laws: Readonly<Record<Probe, (a: readonly (readonly number[])[]) => number>> = {
  normal: (a) => 2 * symmetricNorm(a),
  rademacher: (a) => 2 * (symmetricNorm(a) - diagonal(a).reduce((sum, x) => sum + x * x, 0)),
  sphere: (a) => ((2 * a.length) / (a.length + 2)) * (symmetricNorm(a) - trace(a) ** 2 / a.length),
};

describe("Hutchinson's trace estimator", () => {
  it("has the variances 5.4321 and 0.4444 for the precision matrix of the course", () => {
    expect(laws.normal(symmetric)).toBeCloseTo(5.4321, 4);
    expect(laws.rademacher(symmetric)).toBeCloseTo(0.4444, 4);
  });

  it("has these variances for signs by quadrature, which visits all of them", () => {
    const second = expectation(squared(hutchinsonTrace(symmetric))).value;
    expectEqual(second - trace(symmetric) ** 2, laws.rademacher(symmetric));
  });

  for (const [name, a] of Object.entries({ symmetric, nonsymmetric })) {
    for (const probe of ["normal", "rademacher", "sphere"] as const) {
      const samples = 60_000;
      const of = () => hutchinsonTrace(a, { probe });

      it(`is unbiased for a ${name} matrix with ${probe} probes, and not the trace over d`, () => {
        const estimate = expectation(of(), { samples, rng: rng(41, name, probe) });
        expectEstimate(estimate, trace(a), [trace(a) / a.length, a.length * trace(a)]);
      });

      // In the plane the estimate takes two values only, and the error of its variance vanishes.
      if (probe === "rademacher" && a.length === 2) continue;

      it(`has the variance of its law for a ${name} matrix with ${probe} probes`, () => {
        const v = noise(probe, samples, a.length, rng(42, name, probe));
        const found = variance(of().evaluate(v!, v));
        const wrong = [laws.normal(a) / 2, laws[probe](a) * 1.2];
        // The law with |A|^2 instead of the symmetric part.
        if (name === "nonsymmetric" && probe === "normal") wrong.push(2 * squareNorm(a));
        expectEstimate(found, laws[probe](a), wrong);
      });
    }
  }

  it("is exact for a diagonal matrix with signs, and for a multiple of the identity on the sphere", () => {
    const x = gaussian({ mean: [0, 0, 0], covariance: 1 }).sample(50, rng(43));
    const diagonalMatrix = [
      [1, 0, 0],
      [0, -4, 0],
      [0, 0, 5.5],
    ];
    const identity = [0, 1, 2].map((i) => [0, 1, 2].map((k) => (i === k ? 1.7 : 0)));
    for (const [a, probe, truth] of [
      [diagonalMatrix, "rademacher", 2.5],
      [identity, "sphere", 5.1],
    ] as const) {
      const v = noise(probe, 50, 3, rng(44));
      for (const value of hutchinsonTrace(a, { probe }).evaluate(x, v)) expectEqual(value, truth);
    }
  });

  it("draws signs if it is not told what to draw, and takes a matrix as flat numbers too", () => {
    expect(hutchinsonTrace(symmetric).noise).toBe("rademacher");
    const flat = hutchinsonTrace(Float64Array.from(symmetric.flat()), {});
    expectEqual(expectation(flat).value, trace(symmetric));
  });

  it("takes the Jacobian of a field at each point", () => {
    const samples = 20_000;
    const under = plane.data;
    const truth = expectation((x) => plane.model.divergence(x), { under }).value;
    for (const probe of ["normal", "rademacher", "sphere"] as const) {
      const of = hutchinsonTrace(plane.model, { probe });
      expectEstimate(expectation(of, { under, samples, rng: rng(45, probe) }), truth, [
        2 * truth,
        truth / 2,
        expectation(implicitScoreMatching(plane.model), { under }).value,
      ]);
    }
  });

  it("refuses a law of directions that it does not know, and a matrix that is not square", () => {
    const probe = "gauss" as Probe;
    expect(() => hutchinsonTrace(symmetric, { probe })).toThrow(
      /^probe = "gauss" is no known law of directions/,
    );
    for (const matrix of [
      [[1, 2]],
      [],
      [[1, 2], [3]],
      [[1, 2, 3], [4]],
      [[Number.NaN]],
      [
        [1, 2],
        [Number.POSITIVE_INFINITY, 4],
      ],
      Float64Array.of(1, 2, 3),
    ]) {
      expect(() => hutchinsonTrace(matrix)).toThrow(/^matrix = .* is not a square matrix/);
    }
  });
});

function diagonal(a: readonly (readonly number[])[]): number[] {
  return a.map((row, i) => row[i]!);
}

function trace(a: readonly (readonly number[])[]): number {
  return diagonal(a).reduce((sum, x) => sum + x, 0);
}

function squareNorm(a: readonly (readonly number[])[]): number {
  return a.flat().reduce((sum, x) => sum + x * x, 0);
}

function symmetricNorm(a: readonly (readonly number[])[]): number {
  const traceOfSquare = a.reduce(
    (sum, row, i) => sum + row.reduce((inner, x, k) => inner + x * a[k]![i]!, 0),
    0,
  );
  return (squareNorm(a) + traceOfSquare) / 2;
}
