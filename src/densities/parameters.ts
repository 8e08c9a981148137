import { ensure } from "../numerics/errors";

/** A vector as a caller may write it; a number in dimension 1. */
export type VectorLike = number | readonly number[] | Float64Array;

/** A matrix as a caller may write it: rows, flat row-major numbers, or c for c times the identity. */
export type MatrixLike = number | readonly (readonly number[])[] | Float64Array;

/** @throws InvalidArgument if there is no coordinate, or one is not finite. */
export function vector(argument: string, value: VectorLike): Float64Array {
  const v = typeof value === "number" ? Float64Array.of(value) : Float64Array.from(value);
  ensure(v.length > 0, () => ({
    argument,
    value,
    problem: "is empty",
    consequence: "the density would live in a space of dimension 0",
    remedy: "give one number for each coordinate",
  }));
  ensureAllFinite(argument, v);
  return v;
}

/** @throws InvalidArgument if it is not dim by dim, or an entry is not finite. */
export function squareMatrix(
  argument: string,
  value: MatrixLike,
  dim: number,
  partner = "the mean",
): Float64Array {
  if (typeof value === "number") {
    ensureAllFinite(argument, Float64Array.of(value));
    const scaled = new Float64Array(dim * dim);
    for (let k = 0; k < dim; k++) scaled[k * dim + k] = value;
    return scaled;
  }
  const rows = value instanceof Float64Array ? undefined : value;
  const shape = rows
    ? `${rows.length} by ${[...new Set(rows.map((row) => row.length))].join(" or ")}`
    : `of ${value.length} numbers`;
  const fits = rows
    ? rows.length === dim && rows.every((row) => row.length === dim)
    : value.length === dim * dim;
  ensure(fits, () => ({
    argument,
    value,
    problem: `is ${shape} where ${partner} has ${dim} ${dim === 1 ? "coordinate" : "coordinates"}`,
    consequence: `${partner} and the matrix would belong to different spaces`,
    remedy: `give a ${dim} by ${dim} matrix as a list of rows, or one number for a multiple of the identity`,
  }));
  const flat = Float64Array.from(rows ? rows.flat() : (value as Float64Array));
  ensureAllFinite(argument, flat);
  return flat;
}

/** @throws InvalidArgument if a weight is negative or not finite, or they do not sum to one. */
export function probabilityWeights(weights: readonly number[] | Float64Array): Float64Array {
  const w = vector("weights", weights);
  w.forEach((weight, k) => {
    ensure(weight >= 0, () => ({
      argument: `weights[${k}]`,
      value: weight,
      problem: "is negative",
      consequence: "the density would be negative somewhere",
      remedy: "give probabilities",
    }));
  });
  const sum = w.reduce((a, b) => a + b, 0);
  ensure(Math.abs(sum - 1) <= 1e-12 * w.length, () => ({
    argument: "weights",
    value: weights,
    problem: `sums to ${Number(sum.toPrecision(12))}, not to 1`,
    consequence: "the density would not integrate to one",
    remedy: "divide each weight by their sum",
  }));
  return w;
}

function ensureAllFinite(argument: string, values: Float64Array): void {
  const bad = values.findIndex((x) => !Number.isFinite(x));
  ensure(bad < 0, () => ({
    argument: values.length === 1 ? argument : `${argument}[${bad}]`,
    value: values[bad],
    problem: "is not a finite number",
    consequence: "everything computed from it would be NaN",
    remedy: "look for a division by zero, or a missing value, where it was computed",
  }));
}
