import { ensure } from "./errors";
import { type Points, points } from "./points";

/** The inner product of each point of x with the same point of y: [n]. */
export function dot(x: Points, y: Points): Float64Array {
  ensure(x.n === y.n && x.dim === y.dim, () => ({
    argument: "y",
    value: y,
    problem: `holds ${y.n} points of dimension ${y.dim} where x holds ${x.n} of dimension ${x.dim}`,
    consequence: "there is no point to pair with each point of x",
    remedy: "compute both from the same points",
  }));
  const result = new Float64Array(x.n);
  for (let i = 0; i < x.n; i++) {
    let sum = 0;
    for (let j = i * x.dim; j < (i + 1) * x.dim; j++) sum += x.data[j]! * y.data[j]!;
    result[i] = sum;
  }
  return result;
}

/** Coordinate k of each point, counted from 0: [n]. */
export function coordinate(x: Points, k: number): Float64Array {
  ensure(Number.isInteger(k) && k >= 0 && k < x.dim, () => ({
    argument: "k",
    value: k,
    problem: `is not a coordinate of points of dimension ${x.dim}`,
    consequence: "there is no such number",
    remedy: `give a whole number from 0 to ${x.dim - 1}`,
  }));
  return Float64Array.from({ length: x.n }, (_, i) => x.data[i * x.dim + k]!);
}

/** The points of these numbers, counted from 0, in this order; a number may occur twice. */
export function rows(x: Points, chosen: ArrayLike<number>): Points {
  const data = new Float64Array(chosen.length * x.dim);
  for (let k = 0; k < chosen.length; k++) {
    const i = chosen[k]!;
    ensure(Number.isInteger(i) && i >= 0 && i < x.n, () => ({
      argument: `chosen[${k}]`,
      value: i,
      problem: `is not the number of one of ${x.n} points`,
      consequence: "there is no such point",
      remedy: `give whole numbers from 0 to ${x.n - 1}`,
    }));
    data.set(x.data.subarray(i * x.dim, (i + 1) * x.dim), k * x.dim);
  }
  return points(data, x.dim);
}
