import type { GaussianOptions } from "../densities/gaussian";
import { symmetricEigen } from "../numerics/linearAlgebra";
import { gaussianPair } from "./gaussianPair";

/**
 * The Kullback-Leibler divergence of p = N(m1, S1) and q = N(m2, S2) in any dimension d:
 *
 *     KL(p, q) = 1/2 [tr(S2^-1 S1) - d + log det S2 - log det S1 + (m1 - m2)' S2^-1 (m1 - m2)].
 *
 * p and q are Gaussian densities, or their means and covariances.
 *
 * @throws InvalidArgument if one of the two is not Gaussian, or the dimensions differ.
 */
export function klDivergenceGaussian(p: GaussianOptions, q: GaussianOptions): number {
  const { dim, first, second, meanDifference, covarianceDifference } = gaussianPair(p, q);
  // With the eigenvalues e of S2^-1 S1 - I all but the last term are sum(e - log(1 + e)): for two
  // densities that are nearly equal this keeps digits which the formula above would cancel. Where p
  // is much narrower, 1 + e has lost its own digits, and the determinants know them.
  const half = second.whiten(covarianceDifference);
  const turned = half.map((_, j) => half[(j % dim) * dim + Math.floor(j / dim)]!);
  const excess = second.whiten(turned);
  const symmetric = excess.map((e, j) => (e + excess[(j % dim) * dim + Math.floor(j / dim)]!) / 2);
  const eigenvalues = symmetricEigen(symmetric).values;
  // Stryker disable next-line EqualityOperator: near the threshold both formulas agree
  const narrow = eigenvalues.some((e) => e < -0.5);
  let sum = narrow ? second.logDeterminant - first.logDeterminant : 0;
  for (const e of eigenvalues) sum += narrow ? e : e - Math.log1p(e);
  for (const z of second.whiten(meanDifference)) sum += z * z;
  return 0.5 * sum;
}
