import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from "ml-matrix";
import { ensure } from "./errors";

/** A symmetric positive definite matrix S = L L', seen through its lower triangular factor L. */
export interface Cholesky {
  readonly dim: number;
  /** L, row-major [dim, dim], zero above the diagonal. */
  readonly lower: Float64Array;
  /** log det S. */
  readonly logDeterminant: number;
  /** L v for each row v of `rows`, row-major [n, dim]: turns white noise into noise of covariance S. */
  colour(rows: Float64Array): Float64Array;
  /** L^-1 v for each row v: the squared length of the result is v' S^-1 v. */
  whiten(rows: Float64Array): Float64Array;
  /** S^-1 v for each row v. */
  solve(rows: Float64Array): Float64Array;
  /** S^-1, row-major [dim, dim], exactly symmetric. */
  inverse(): Float64Array;
}

/**
 * The Cholesky decomposition of a symmetric positive definite matrix, row-major [dim, dim].
 * `argument` is what error messages call the matrix.
 *
 * @throws InvalidArgument if the matrix is not square, finite, symmetric (to 1e-12 of its largest
 * entry) and positive definite.
 */
export function choleskyDecomposition(matrix: ArrayLike<number>, argument = "matrix"): Cholesky {
  const symmetric = checkedSymmetric(matrix, argument);
  const dim = symmetric.rows;
  const decomposition = new CholeskyDecomposition(symmetric);
  const lower = Float64Array.from(decomposition.lowerTriangularMatrix.to1DArray());
  // A pivot at the level of the rounding error has no correct digit: the matrix is singular in float64.
  let positive = decomposition.isPositiveDefinite();
  for (let i = 0; i < dim; i++) {
    positive &&= lower[i * dim + i]! ** 2 > dim * Number.EPSILON * symmetric.get(i, i);
  }
  ensure(positive, () => ({
    argument,
    value: matrix,
    problem: `is not positive definite: its smallest eigenvalue is ${symmetricEigen(matrix, argument).values[0]!.toPrecision(4)}`,
    consequence: "some direction would have no spread, or a negative one",
    remedy: "give a symmetric matrix whose eigenvalues are all positive",
  }));
  return new LowerFactor(lower, dim);
}

const SMALLEST_NORMAL = 2 ** -1022;

/** Eigenvalues in ascending order; eigenvector j is column j of `vectors`, row-major [dim, dim]. */
export interface SymmetricEigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric matrix, row-major [dim, dim].
 *
 * @throws InvalidArgument if the matrix is not square, finite and symmetric.
 */
export function symmetricEigen(matrix: ArrayLike<number>, argument = "matrix"): SymmetricEigen {
  const symmetric = checkedSymmetric(matrix, argument);
  // Denormal entries make the iteration of ml-matrix run out of its array.
  symmetric.apply((i, j) => {
    if (Math.abs(symmetric.get(i, j)) < SMALLEST_NORMAL) symmetric.set(i, j, 0);
  });
  const decomposition = new EigenvalueDecomposition(symmetric, { assumeSymmetric: true });
  return {
    values: Float64Array.from(decomposition.realEigenvalues),
    vectors: Float64Array.from(decomposition.eigenvectorMatrix.to1DArray()),
  };
}

class LowerFactor implements Cholesky {
  readonly logDeterminant: number;
  constructor(
    readonly lower: Float64Array,
    readonly dim: number,
  ) {
    let sum = 0;
    for (let i = 0; i < dim; i++) sum += Math.log(lower[i * dim + i]!);
    this.logDeterminant = 2 * sum;
  }
  colour(rows: Float64Array): Float64Array {
    return this.#eachRow(rows, (v) => {
      for (let i = this.dim - 1; i >= 0; i--) {
        let sum = 0;
        for (let j = 0; j <= i; j++) sum += this.#at(i, j) * v[j]!;
        v[i] = sum;
      }
    });
  }
  whiten(rows: Float64Array): Float64Array {
    return this.#eachRow(rows, (v) => this.#forward(v));
  }
  solve(rows: Float64Array): Float64Array {
    return this.#eachRow(rows, (v) => {
      this.#forward(v);
      this.#backward(v);
    });
  }
  inverse(): Float64Array {
    const { dim } = this;
    const identity = Float64Array.from({ length: dim * dim }, (_, i) =>
      i % (dim + 1) === 0 ? 1 : 0,
    );
    const solved = this.solve(identity);
    return solved.map((x, i) => (x + solved[(i % dim) * dim + Math.floor(i / dim)]!) / 2);
  }
  #at(i: number, j: number): number {
    return this.lower[i * this.dim + j]!;
  }
  #forward(v: Float64Array): void {
    for (let i = 0; i < this.dim; i++) {
      let rest = v[i]!;
      for (let j = 0; j < i; j++) rest -= this.#at(i, j) * v[j]!;
      v[i] = rest / this.#at(i, i);
    }
  }
  #backward(v: Float64Array): void {
    for (let i = this.dim - 1; i >= 0; i--) {
      let rest = v[i]!;
      for (let j = i + 1; j < this.dim; j++) rest -= this.#at(j, i) * v[j]!;
      v[i] = rest / this.#at(i, i);
    }
  }
  #eachRow(rows: Float64Array, change: (row: Float64Array) => void): Float64Array {
    ensure(rows.length % this.dim === 0, () => ({
      argument: "rows",
      value: rows,
      problem: `has ${rows.length} numbers, no multiple of ${this.dim}`,
      consequence: "the rows do not lie in the space of the matrix",
      remedy: `give rows of ${this.dim} numbers each`,
    }));
    const result = rows.slice();
    for (let start = 0; start < rows.length; start += this.dim) {
      change(result.subarray(start, start + this.dim));
    }
    return result;
  }
}

function checkedSymmetric(matrix: ArrayLike<number>, argument: string): Matrix {
  const dim = Math.round(Math.sqrt(matrix.length));
  const complain = (condition: boolean, problem: string) =>
    ensure(condition, () => ({
      argument,
      value: matrix,
      problem,
      consequence: "it has no Cholesky factor and no real eigenvalues to rely on",
      remedy: "give all entries, row by row, of a symmetric matrix",
    }));
  complain(dim >= 1 && dim * dim === matrix.length, "is not a square matrix");
  const entries = Array.from(matrix);
  complain(entries.every(Number.isFinite), "has an entry that is not finite");
  const largest = Math.max(...entries.map(Math.abs));
  const result = new Matrix(dim, dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      const [a, b] = [entries[i * dim + j]!, entries[j * dim + i]!];
      complain(
        Math.abs(a - b) <= 1e-12 * largest,
        `is not symmetric: entry (${i + 1}, ${j + 1}) is ${a} and entry (${j + 1}, ${i + 1}) is ${b}`,
      );
      result.set(i, j, (a + b) / 2);
      result.set(j, i, (a + b) / 2);
    }
  }
  return result;
}
