import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { type LinearScore, linearScore } from "../../src/densities/linearScore";
import { choleskyDecomposition } from "../../src/numerics/linearAlgebra";
import { type Points, points } from "../../src/numerics/points";
import { denoisingScoreMatching } from "../../src/objectives/denoisingScoreMatching";
import { explicitScoreMatching } from "../../src/objectives/explicitScoreMatching";
import { finiteDifferenceScoreMatching } from "../../src/objectives/finiteDifferenceScoreMatching";
import { hutchinsonTrace } from "../../src/objectives/hutchinsonTrace";
import { implicitScoreMatching } from "../../src/objectives/implicitScoreMatching";
import { multiNoiseScoreMatching } from "../../src/objectives/multiNoiseScoreMatching";
import {
  slicedScoreMatching,
  slicedScoreMatchingVR,
} from "../../src/objectives/slicedScoreMatching";
import { mean, pairs } from "./support";

/**
 * For a linear model under a Gaussian every objective is quadratic in the point, and given the point
 * in the noise. So its mean over a few points with the right mean and covariance is exact: no
 * randomness, no quadrature.
 */
interface Problem {
  readonly d: number;
  readonly m: Float64Array;
  readonly covariance: Float64Array;
  readonly s: LinearScore;
  readonly sigma: number;
}

const number = fc.double({ min: -2, max: 2, noNaN: true });
const numbers = (length: number) =>
  fc.array(number, { minLength: length, maxLength: length }).map((v) => Float64Array.from(v));

const problem: fc.Arbitrary<Problem> = fc.integer({ min: 1, max: 5 }).chain((d) =>
  fc
    .record({
      m: numbers(d),
      root: numbers(d * d),
      slope: numbers(d * d),
      intercept: numbers(d),
      sigma: fc.double({ min: 0.1, max: 3, noNaN: true }),
    })
    .map(({ m, root, slope, intercept, sigma }) => ({
      d,
      m,
      covariance: gram(root, d),
      s: linearScore({ slope, intercept }),
      sigma,
    })),
);

/** B B' + I / 2, row-major. */
function gram(root: Float64Array, d: number): Float64Array {
  return Float64Array.from({ length: d * d }, (_, entry) => {
    const [a, b] = [Math.floor(entry / d), entry % d];
    let sum = a === b ? 0.5 : 0;
    for (let k = 0; k < d; k++) sum += root[a * d + k]! * root[b * d + k]!;
    return sum;
  });
}

/** 2d points, m +- sqrt(d) L e_k, with mean m and covariance L L'. */
function sigmaPoints(m: Float64Array, covariance: Float64Array): Points {
  const d = m.length;
  const axes = axisPoints(d, Math.sqrt(d));
  const coloured = choleskyDecomposition(covariance).colour(axes.data);
  return points(
    coloured.map((value, i) => value + m[i % d]!),
    d,
  );
}

/** The 2d points +- length e_k. */
function axisPoints(d: number, length: number): Points {
  const data = new Float64Array(2 * d * d);
  for (let k = 0; k < d; k++) {
    data[2 * k * d + k] = length;
    data[(2 * k + 1) * d + k] = -length;
  }
  return points(data, d);
}

/** All 2^d vectors of signs. */
function signs(d: number): Points {
  const data = Float64Array.from({ length: 2 ** d * d }, (_, i) =>
    (Math.floor(i / d) >> (i % d)) & 1 ? 1 : -1,
  );
  return points(data, d);
}

/** Points that have the first three moments of each kind of noise. */
const probes = {
  normal: (d: number) => axisPoints(d, Math.sqrt(d)),
  rademacher: signs,
  sphere: (d: number) => axisPoints(d, 1),
};

const trace = ({ s, d }: Problem) =>
  mean(Array.from({ length: d }, (_, k) => s.slope[k * (d + 1)]!)) * d;

/** E|A x + b|^2 for x of mean m and covariance C, plus a multiple of the identity. */
function meanSquare({ s, m, covariance, d }: Problem, extra = 0): number {
  let sum = 0;
  for (let a = 0; a < d; a++) {
    let centre = s.intercept[a]!;
    for (let b = 0; b < d; b++) {
      centre += s.slope[a * d + b]! * m[b]!;
      for (let c = 0; c < d; c++) {
        const entry = covariance[b * d + c]! + (b === c ? extra : 0);
        sum += s.slope[a * d + b]! * entry * s.slope[a * d + c]!;
      }
    }
    sum += centre * centre;
  }
  return sum;
}

const implicit = (p: Problem) => meanSquare(p) / 2 + trace(p);
const denoising = (p: Problem, sigma = p.sigma) =>
  meanSquare(p, sigma ** 2) / 2 + trace(p) + p.d / (2 * sigma ** 2);

function near(value: number, truth: number, scale: number): void {
  expect(Math.abs(value - truth), `${value}, not ${truth}`).toBeLessThan(1e-9 * (1 + scale));
}

const scaleOf = (p: Problem) =>
  meanSquare(p, p.sigma ** 2) + mean(p.s.slope.map(Math.abs)) * p.d ** 2 + p.d / p.sigma ** 2;

describe("for random linear models and Gaussians in dimensions 1 to 5", () => {
  const holds = (check: (p: Problem) => void) =>
    fc.assert(fc.property(problem, check), { numRuns: 60, seed: 4 });

  it("implicit score matching is (|A m + b|^2 + tr A C A') / 2 + tr A", () =>
    holds((p) => {
      const values = implicitScoreMatching(p.s).evaluate(sigmaPoints(p.m, p.covariance));
      near(mean(values), implicit(p), scaleOf(p));
    }));

  it("explicit score matching is implicit score matching plus tr C^-1 / 2", () =>
    holds((p) => {
      const density = gaussian({ mean: p.m, covariance: p.covariance });
      const x = sigmaPoints(p.m, p.covariance);
      const precision = choleskyDecomposition(p.covariance).inverse();
      let information = 0;
      for (let k = 0; k < p.d; k++) information += precision[k * (p.d + 1)]!;
      const value = mean(explicitScoreMatching(density, p.s).evaluate(x));
      near(value, implicit(p) + information / 2, scaleOf(p) + information);
    }));

  for (const antithetic of [false, true]) {
    it(`denoising score matching, ${antithetic ? "antithetic" : "plain"}, is that at C + sigma^2 I plus d / (2 sigma^2)`, () =>
      holds((p) => {
        const [x, z] = pairs(sigmaPoints(p.m, p.covariance), probes.normal(p.d));
        const of = denoisingScoreMatching(p.s, { sigma: p.sigma, antithetic });
        near(mean(of.evaluate(x, z)), denoising(p), scaleOf(p));
      }));
  }

  it("multi-noise score matching is the mean of sigma^2 times that", () =>
    holds((p) => {
      const sigmas = [p.sigma, 2 * p.sigma, 0.3];
      const of = multiNoiseScoreMatching({ dim: p.d, level: "sigma", at: () => p.s }, { sigmas });
      const [x, z] = pairs(sigmaPoints(p.m, p.covariance), probes.normal(p.d));
      const truth = mean(sigmas.map((sigma) => sigma ** 2 * denoising(p, sigma)));
      near(mean(of.evaluate(x, z)), truth, scaleOf(p) * 36);
    }));

  for (const probe of ["normal", "rademacher", "sphere"] as const) {
    it(`sliced score matching with ${probe} probes is implicit score matching, nonsymmetric A too`, () =>
      holds((p) => {
        const [x, v] = pairs(sigmaPoints(p.m, p.covariance), probes[probe](p.d));
        for (const objective of [slicedScoreMatching, slicedScoreMatchingVR]) {
          near(mean(objective(p.s, { probe }).evaluate(x, v)), implicit(p), scaleOf(p));
        }
        near(mean(hutchinsonTrace(p.s, { probe }).evaluate(x, v)), trace(p), scaleOf(p));
      }));
  }

  it("finite-difference score matching of a Gaussian is implicit score matching, at any epsilon", () =>
    holds((p) => {
      const model = gaussian({ mean: p.m, covariance: p.covariance });
      const x = sigmaPoints(p.s.intercept, gram(p.s.slope, p.d));
      const truth = mean(implicitScoreMatching(model).evaluate(x));
      const [rows, u] = pairs(x, probes.sphere(p.d));
      const of = finiteDifferenceScoreMatching(model, { epsilon: p.sigma });
      const scale = mean(model.logDensity(x).map(Math.abs)) / p.sigma ** 2;
      near(mean(of.evaluate(rows, u)), truth, p.d * scale + Math.abs(truth));
    }));
});
