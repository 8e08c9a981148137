import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidArgument } from "../../src/numerics/errors";
import { choleskyDecomposition, symmetricEigen } from "../../src/numerics/linearAlgebra";

/** A A' + I for a square A of random entries: condition number at most about 1e3. */
const positiveDefinite = fc.integer({ min: 1, max: 5 }).chain((dim) =>
  fc
    .array(fc.double({ min: -3, max: 3, noNaN: true }), {
      minLength: dim * dim,
      maxLength: dim * dim,
    })
    .map((a) => ({ dim, matrix: plusIdentity(product(a, transposed(a, dim), dim), dim) })),
);

function product(a: ArrayLike<number>, b: ArrayLike<number>, dim: number): number[] {
  return Array.from({ length: dim * dim }, (_, index) => {
    const [i, j] = [Math.floor(index / dim), index % dim];
    let sum = 0;
    for (let k = 0; k < dim; k++) sum += a[i * dim + k]! * b[k * dim + j]!;
    return sum;
  });
}

function transposed(a: ArrayLike<number>, dim: number): number[] {
  return Array.from({ length: dim * dim }, (_, i) => a[(i % dim) * dim + Math.floor(i / dim)]!);
}

function plusIdentity(a: readonly number[], dim: number): number[] {
  return a.map((x, i) => (i % (dim + 1) === 0 ? x + 1 : x));
}

function expectClose(a: ArrayLike<number>, b: ArrayLike<number>, tolerance: number): void {
  expect(a.length).toBe(b.length);
  Array.from(a).forEach((x, i) => {
    expect(Math.abs(x - b[i]!)).toBeLessThan(tolerance);
  });
}

describe("a Cholesky decomposition S = L L'", () => {
  it("gives S back, and solves, whitens and colours", () => {
    const vector = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), {
      minLength: 10,
      maxLength: 10,
    });
    fc.assert(
      fc.property(positiveDefinite, vector, ({ dim, matrix }, numbers) => {
        const c = choleskyDecomposition(matrix);
        expectClose(product(c.lower, transposed(c.lower, dim), dim), matrix, 1e-12 * 200);
        const identity = plusIdentity(new Array(dim * dim).fill(0), dim);
        expectClose(product(c.inverse(), matrix, dim), identity, 1e-10);
        const rows = Float64Array.from(numbers.slice(0, 2 * dim));
        const given = rows.slice();
        expectClose(c.whiten(c.colour(rows)), rows, 1e-10);
        const second = rows.subarray(dim);
        const solved = c.solve(rows).subarray(dim);
        const image = Array.from({ length: dim }, (_, i) =>
          solved.reduce((sum, x, j) => sum + matrix[i * dim + j]! * x, 0),
        );
        expectClose(image, second, 1e-10);
        const white = c.whiten(rows).subarray(dim);
        const squared = white.reduce((sum, x) => sum + x * x, 0);
        const form = second.reduce((sum, x, i) => sum + x * solved[i]!, 0);
        expect(Math.abs(squared - form)).toBeLessThan(1e-9);
        expect(rows).toEqual(given);
      }),
    );
  });

  it("knows the determinant, also where it underflows", () => {
    expect(choleskyDecomposition([1.2, 0.4, 0.4, 0.7]).logDeterminant).toBeCloseTo(
      Math.log(0.68),
      14,
    );
    const tiny = Array.from({ length: 100 }, (_, i) => (i % 11 === 0 ? 1e-100 : 0));
    expect(choleskyDecomposition(tiny).logDeterminant).toBeCloseTo(-1000 * Math.LN10, 9);
  });

  it("turns white noise into noise of covariance S by L, not by its transpose", () => {
    const c = choleskyDecomposition([4, 2, 2, 5]);
    expect(Array.from(c.lower)).toEqual([2, 0, 1, 2]);
    expect(Array.from(c.colour(Float64Array.of(1, 0, 0, 1)))).toEqual([2, 1, 0, 2]);
  });

  it.each([
    [[1, 2, 2, 1], /is not positive definite/],
    [[1, 1, 1, 1], /is not positive definite/],
    [[1, 1, 1, 1 + Number.EPSILON], /is not positive definite/],
    [[0], /is not positive definite/],
    [[-1], /is not positive definite/],
    [[1, 2, 1, 5], /is not symmetric/],
    [[1, 0.5, 0.5 + 1e-6, 1], /is not symmetric: entry \(2, 1\) is 0.500001 and entry \(1, 2\)/],
    [[1e6, 0.5, 0.5 + 1e-5, 1e6], /is not symmetric/],
    [[1, 2, 3], /is not a square matrix/],
    [[], /is not a square matrix/],
    [[1, Number.NaN, Number.NaN, 1], /has an entry that is not finite/],
  ])("refuses %j by the name it is given", (matrix, problem) => {
    expect(() => choleskyDecomposition(matrix, "covariance")).toThrow(InvalidArgument);
    expect(() => choleskyDecomposition(matrix, "covariance")).toThrow(/^covariance = /);
    expect(() => choleskyDecomposition(matrix)).toThrow(problem);
  });

  it("accepts entries of very different size, and asymmetry by rounding", () => {
    expect(Array.from(choleskyDecomposition([4, 0, 0, 1e-30]).lower)).toEqual([2, 0, 0, 1e-15]);
    expect(choleskyDecomposition([1, 0.3, 0.1 * 3, 1]).lower[2]).toBeCloseTo(0.3, 15);
    expect(() => choleskyDecomposition([1, 0, 0, 1]).solve(Float64Array.of(1, 2, 3))).toThrow(
      /^rows = .* no multiple of 2/,
    );
  });
});

describe("the eigenvalues of a symmetric matrix", () => {
  it("ascend, and with their vectors give the matrix back", () => {
    fc.assert(
      fc.property(positiveDefinite, ({ dim, matrix }) => {
        const { values, vectors } = symmetricEigen(matrix);
        expect(Array.from(values)).toEqual(Array.from(values).sort((a, b) => a - b));
        const scaled = vectors.map((v, i) => v * values[i % dim]!);
        expectClose(product(scaled, transposed(vectors, dim), dim), matrix, 1e-10);
      }),
    );
    expectClose(symmetricEigen([2, 1, 1, 2]).values, [1, 3], 1e-14);
    expectClose(symmetricEigen([0, 5e-324, 5e-324, 0.3]).values, [0, 0.3], 1e-14);
    expect(() => symmetricEigen([1, 2, 1, 1], "A")).toThrow(/^A = .* is not symmetric/);
  });
});
