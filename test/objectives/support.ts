import { expect } from "vitest";
import type { ScoreField } from "../../src/densities/density";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { scoreField } from "../../src/densities/scoreField";
import type { Estimate } from "../../src/numerics/estimate";
import { type Binding, type Functional, functional } from "../../src/numerics/functional";
import { type Points, points } from "../../src/numerics/points";
import { expectWithinStandardErrors } from "../withinStandardErrors";

/** The mixtures of fixtures/objectives.py; the data on the line are skewed. */
export const line = {
  data: gaussianMixture({ weights: [0.3, 0.7], means: [-2, 1.5], covariances: 0.25 }),
  model: gaussianMixture({ weights: [0.6, 0.4], means: [-1.2, 1.8], covariances: [0.8, 0.5] }),
};

export const plane = {
  data: gaussianMixture({
    weights: [0.2, 0.8],
    means: [
      [-1.5, 1],
      [1, -0.5],
    ],
    covariances: [
      [
        [0.9, 0.3],
        [0.3, 0.5],
      ],
      [
        [0.5, -0.2],
        [-0.2, 0.6],
      ],
    ],
  }),
  model: gaussianMixture({
    weights: [0.5, 0.5],
    means: [
      [-1, 0.5],
      [1.5, -1],
    ],
    covariances: [
      [
        [1.1, 0],
        [0, 0.7],
      ],
      [
        [0.8, 0.25],
        [0.25, 1.2],
      ],
    ],
  }),
};

/** The score 0, which is that of no density on an unbounded space. */
export function zero(dim = 1): ScoreField {
  return scoreField({ dim, score: () => new Array<number>(dim).fill(0), divergence: () => 0 });
}

/** Two routes without randomness: relative to `scale`, which is the truth itself if left out. */
export function expectEqual(value: number, truth: number, scale = Math.abs(truth)): void {
  expect(Math.abs(value - truth), `${value}, not ${truth}`).toBeLessThanOrEqual(1e-8 * scale);
}

/** Within 5 standard errors of the truth, and at least 10 away from each wrong value. */
export function expectEstimate(
  estimate: Estimate,
  truth: number,
  wrong: readonly number[] = [],
): void {
  const { value, standardError } = estimate;
  expect(standardError).toBeGreaterThan(0);
  expectWithinStandardErrors(value, truth, standardError);
  for (const other of wrong) {
    expect(
      Math.abs(value - other),
      `${value} +- ${standardError} rejects ${other}`,
    ).toBeGreaterThan(10 * standardError);
  }
}

/** The square of a functional, for its second moment. */
export function squared<B extends Binding>(f: Functional<B>): Functional<B> {
  return {
    measure: f.measure,
    noise: f.noise,
    evaluate: (x, z) => f.evaluate(x, z).map((value) => value * value),
  };
}

/** a f + b g on the same points and the same noise. */
export function combination(
  a: number,
  f: Functional<"free">,
  b: number,
  g: Functional<"free">,
): Functional<"free"> {
  return functional({
    noise: f.noise === "none" ? g.noise : f.noise,
    evaluate(x, z) {
      const second = g.evaluate(x, g.noise === "none" ? undefined : z);
      return f
        .evaluate(x, f.noise === "none" ? undefined : z)
        .map((value, i) => a * value + b * second[i]!);
    },
  });
}

/** Each row of x beside each row of z. */
export function pairs(x: Points, z: Points): readonly [Points, Points] {
  const rows = (of: Points, index: (i: number) => number) =>
    points(
      Float64Array.from(
        { length: x.n * z.n * of.dim },
        (_, k) => of.data[index(Math.floor(k / of.dim)) * of.dim + (k % of.dim)]!,
      ),
      of.dim,
    );
  return [rows(x, (i) => Math.floor(i / z.n)), rows(z, (i) => i % z.n)];
}

export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

/** The slope of the least-squares line through (log x, log y). */
export function logSlope(x: readonly number[], y: readonly number[]): number {
  const [u, v] = [x.map(Math.log), y.map((value) => Math.log(Math.abs(value)))];
  const [mu, mv] = [mean(u), mean(v)];
  const covariance = mean(u.map((ui, i) => (ui - mu) * (v[i]! - mv)));
  return covariance / mean(u.map((ui) => (ui - mu) ** 2));
}
