import type { Density } from "../densities/density";
import { type Gaussian, type GaussianOptions, gaussian } from "../densities/gaussian";
import { ensureSameDimension } from "../densities/guards";
import { ensure } from "../numerics/errors";
import { type Cholesky, choleskyDecomposition } from "../numerics/linearAlgebra";
import { points } from "../numerics/points";

/** Two Gaussians of one dimension and what the closed forms need of them. */
export interface GaussianPair {
  readonly dim: number;
  readonly first: Cholesky;
  readonly second: Cholesky;
  /** The mean of the first minus that of the second: [dim]. */
  readonly meanDifference: Float64Array;
  /** The covariance of the first minus that of the second, row-major [dim, dim]. */
  readonly covarianceDifference: Float64Array;
}

/** @throws InvalidArgument if one of the two is not Gaussian, or the dimensions differ. */
export function gaussianPair(p: GaussianOptions, q: GaussianOptions): GaussianPair {
  const a = checkedGaussian("p", p);
  const b = checkedGaussian("q", q);
  ensureSameDimension(a, b);
  return {
    dim: a.dim,
    first: choleskyDecomposition(a.covariance, "covariance of p"),
    second: choleskyDecomposition(b.covariance, "covariance of q"),
    meanDifference: a.mean.map((m, k) => m - b.mean[k]!),
    covarianceDifference: a.covariance.map((c, j) => c - b.covariance[j]!),
  };
}

/** Every density has a mean and a covariance, so a type cannot tell which of them are Gaussian. */
function checkedGaussian(argument: string, given: GaussianOptions): Gaussian {
  const built = gaussian(given);
  if (!("logDensity" in given)) return built;
  const deviations = built.mean.map((_, k) => Math.sqrt(built.covariance[k * (built.dim + 1)]!));
  const probes = points(
    [0, 0.5, -2].map((z) => {
      const steps = deviations.map((deviation) => z * deviation);
      // Stryker disable next-line ArithmeticOperator: either side will do
      return [...built.mean].map((m, k) => m + steps[k]!);
    }),
  );
  const expected = built.logDensity(probes);
  const found = (given as unknown as Density).logDensity(probes);
  ensure(
    // Stryker disable next-line EqualityOperator: a threshold without a value of its own
    found.every((value, i) => Math.abs(value - expected[i]!) < 1e-9),
    () => ({
      argument,
      value: given,
      problem: "is not a Gaussian density",
      consequence: "the closed form sees its mean and covariance only and would be wrong",
      remedy: "take the expectation of fisherDivergence or klDivergence, which serve any densities",
    }),
  );
  return built;
}
