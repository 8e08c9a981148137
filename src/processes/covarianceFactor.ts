import { type MatrixLike, squareMatrix } from "../densities/parameters";
import { ensure } from "../numerics/errors";

/** A covariance Q = L L', with L lower triangular; Q may be singular, as where a coordinate is at rest. */
export interface CovarianceFactor {
  readonly dim: number;
  /** Q, row-major [dim, dim]. */
  readonly covariance: Float64Array;
  /** L, row-major [dim, dim]. */
  readonly lower: Float64Array;
  readonly isIdentity: boolean;
  /** L z for each row z of white noise: noise of covariance Q. */
  colour(z: Float64Array): Float64Array;
}

/** A pivot below this part of its diagonal entry is zero but for rounding. */
const ROUNDING = 1e-13;

/**
 * The factor of a symmetric positive semidefinite matrix, by Cholesky's method, where a pivot of zero
 * leaves a column of zeros.
 *
 * @throws InvalidArgument if the matrix is not dim by dim, symmetric and positive semidefinite.
 */
export function covarianceFactor(covariance: MatrixLike, dim: number): CovarianceFactor {
  const q = squareMatrix("covariance", covariance, dim, "the motion");
  const lower = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      const size = Math.sqrt(Math.abs(q[i * dim + i]! * q[j * dim + j]!));
      ensureSemidefinite(Math.abs(q[i * dim + j]! - q[j * dim + i]!) <= 1e-12 * size, covariance);
      let rest = q[i * dim + j]!;
      for (let k = 0; k < j; k++) rest -= lower[i * dim + k]! * lower[j * dim + k]!;
      const slack = ROUNDING * dim * size;
      if (i === j) {
        ensureSemidefinite(rest >= -slack, covariance);
        lower[i * dim + i] = rest <= slack ? 0 : Math.sqrt(rest);
      } else if (lower[j * dim + j] === 0) {
        // The square root of a pivot's rounding error is all that may stand beside a zero pivot.
        ensureSemidefinite(Math.abs(rest) <= Math.sqrt(ROUNDING * dim) * size, covariance);
      } else {
        lower[i * dim + j] = rest / lower[j * dim + j]!;
      }
    }
  }
  const isIdentity = q.every((value, k) => value === (k % (dim + 1) === 0 ? 1 : 0));
  return {
    dim,
    covariance: q,
    lower,
    isIdentity,
    colour: (z) => (isIdentity ? z : coloured(lower, dim, z)),
  };
}

function coloured(lower: Float64Array, dim: number, z: Float64Array): Float64Array {
  const result = new Float64Array(z.length);
  for (let start = 0; start < z.length; start += dim) {
    for (let i = 0; i < dim; i++) {
      let sum = 0;
      for (let j = 0; j <= i; j++) sum += lower[i * dim + j]! * z[start + j]!;
      result[start + i] = sum;
    }
  }
  return result;
}

function ensureSemidefinite(condition: boolean, covariance: MatrixLike): void {
  ensure(condition, () => ({
    argument: "covariance",
    value: covariance,
    problem: "is not symmetric and positive semidefinite",
    consequence: "some direction would have a negative variance",
    remedy: "give the covariance of the motion after one unit of time, not its factor",
  }));
}
