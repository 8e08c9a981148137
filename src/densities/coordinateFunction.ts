import { ensure, NotFinite } from "../numerics/errors";
import type { Points } from "../numerics/points";

/** A number from the coordinates of a point, each its own argument: `(x, y) => x ** 2 + y ** 2`. */
export type ScalarFunction = (...x: number[]) => number;

/** A vector from the coordinates of a point, `(x, y) => [-x, -y]`; a number in dimension 1. */
export type VectorFunction = (...x: number[]) => number | readonly number[];

/** The values of f at each point: [n]. @throws InvalidArgument if a value is NaN. */
export function scalarValues(argument: string, f: ScalarFunction, x: Points): Float64Array {
  const values = new Float64Array(x.n);
  for (let i = 0; i < x.n; i++) {
    const value = f(...x.data.subarray(i * x.dim, (i + 1) * x.dim));
    ensureNumber(argument, value, x, i);
    values[i] = value;
  }
  return values;
}

/** The values of f at each point, row-major [n, dim]. @throws InvalidArgument if a value is NaN or not of length dim. */
export function vectorValues(argument: string, f: VectorFunction, x: Points): Float64Array {
  const { n, dim } = x;
  const values = new Float64Array(n * dim);
  for (let i = 0; i < n; i++) {
    const result = f(...x.data.subarray(i * dim, (i + 1) * dim));
    const row = typeof result === "number" ? [result] : result;
    ensure(row.length === dim, () => ({
      argument: `${argument} at x[${i}]`,
      value: result,
      problem: `has ${row.length} coordinates where the point has ${dim}`,
      consequence: "it would not be a vector in the space of the points",
      remedy: `return ${dim} numbers`,
    }));
    for (let c = 0; c < dim; c++) {
      ensureNumber(argument, row[c]!, x, i);
      values[i * dim + c] = row[c]!;
    }
  }
  return values;
}

function ensureNumber(argument: string, value: number, x: Points, i: number): void {
  if (typeof value === "number" && !Number.isNaN(value)) return;
  throw new NotFinite({
    argument: `${argument} at x[${i}] = ${x.data.slice(i * x.dim, (i + 1) * x.dim).join(", ")}`,
    value,
    problem: "is not a number",
    consequence: "everything computed from it would be NaN",
    remedy: "look for a root or a logarithm of a negative number in the function",
  });
}
