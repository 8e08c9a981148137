import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { skewedMixture } from "../../src/problems/skewedMixture";
import { exponentialVarianceExploding } from "../../src/processes/exponentialVarianceExploding";
import type { LinearSde } from "../../src/processes/sde";
import { subVariancePreserving } from "../../src/processes/subVariancePreserving";
import { varianceExploding } from "../../src/processes/varianceExploding";
import { variancePreserving } from "../../src/processes/variancePreserving";

export const skewed = skewedMixture();

/** Of the statistical tests: `SEED=7 npx vitest run test/processes/reverse.test.ts` takes another one. */
export const seed = Number(process.env.SEED ?? 1);

/** Badly scaled: one coordinate a hundred times the other. */
export const planar = gaussianMixture({
  weights: [0.2, 0.8],
  means: [
    [-30, 0.2],
    [10, -0.1],
  ],
  covariances: [
    [
      [90, 0.3],
      [0.3, 0.005],
    ],
    [
      [40, -0.2],
      [-0.2, 0.006],
    ],
  ],
});

/** One of each kind, with parameters that are nobody's defaults. */
export const linearSdes: Readonly<Record<string, LinearSde>> = {
  "variance exploding": varianceExploding({ sigmaMin: 0.3, sigmaMax: 8 }),
  "variance preserving": variancePreserving({ betaMin: 0.4, betaMax: 7 }),
  "sub-variance preserving": subVariancePreserving({ betaMin: 0.4, betaMax: 7 }),
  "noise sigma^t": exponentialVarianceExploding({ sigma: 5 }),
  "noise sigma^t that fades": exponentialVarianceExploding({ sigma: 0.2 }),
};

/** Draws of N(0, 9 scale^2) in each coordinate. */
export function scattered(scale: readonly number[], n = 60): Points {
  const dim = scale.length;
  return points(
    rng(5, "scattered")
      .normal(n, dim)
      .map((z, j) => 3 * scale[j % dim]! * z),
    dim,
  );
}

export function largest(values: ArrayLike<number>): number {
  return Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

/** The largest difference, as a part of the largest number. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const differences = Array.from(a, (value, i) => value - b[i]!);
  return largest(differences) / Math.max(largest(a), largest(b));
}
