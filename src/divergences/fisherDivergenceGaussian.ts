import type { GaussianOptions } from "../densities/gaussian";
import { gaussianPair } from "./gaussianPair";

/**
 * The Fisher divergence of p = N(m1, S1) and q = N(m2, S2) in any dimension, with P = S^-1:
 *
 *     D_F(p, q) = 1/2 [tr((P1 - P2) S1 (P1 - P2)) + |P2 (m1 - m2)|^2],
 *
 * in dimension 1 with variances v: 1/2 [v1 (1/v1 - 1/v2)^2 + (m1 - m2)^2 / v2^2]. The second moment is
 * that of p: the scores differ by an affine function, whose mean square is taken under p.
 *
 * p and q are Gaussian densities, or their means and covariances.
 *
 * @throws InvalidArgument if one of the two is not Gaussian, or the dimensions differ.
 */
export function fisherDivergenceGaussian(p: GaussianOptions, q: GaussianOptions): number {
  const { dim, first, second, meanDifference, covarianceDifference } = gaussianPair(p, q);
  // P1 - P2 = -P1 (S1 - S2) P2, so the trace is |L1^-1 (S1 - S2) P2|^2 with S1 = L1 L1': nothing cancels.
  const rows = second.solve(covarianceDifference);
  const columns = rows.map((_, j) => rows[(j % dim) * dim + Math.floor(j / dim)]!);
  return 0.5 * (square(first.whiten(columns)) + square(second.solve(meanDifference)));
}

function square(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
