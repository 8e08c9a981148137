import { ensure, NotFinite } from "./errors";
import type { Displayable, MimeBundle } from "./mimeBundle";
import { table } from "./table";

/** n points of dimension dim, row-major: coordinate k of point i is `data[i * dim + k]`. */
export interface Points {
  readonly n: number;
  readonly dim: number;
  readonly data: Float64Array;
}

/** What a caller may write where points are wanted: numbers (dimension 1), rows, or points. */
export type PointsLike = Points | number | readonly number[] | readonly (readonly number[])[];

class PointSet implements Points, Displayable {
  readonly n: number;
  constructor(
    readonly data: Float64Array,
    readonly dim: number,
  ) {
    this.n = data.length / dim;
  }
  toMimeBundle(): MimeBundle {
    return table({
      title: `${this.n} ${this.n === 1 ? "point" : "points"} of dimension ${this.dim}`,
      header: ["point", ...Array.from({ length: this.dim }, (_, k) => `x${k + 1}`)],
      rowCount: this.n,
      row: (i) => [i, ...this.data.subarray(i * this.dim, (i + 1) * this.dim)],
    });
  }
}

/**
 * Points from numbers (each a point of dimension 1), from rows (each a point), or, with `dim`, from
 * a flat row-major `Float64Array`, which is kept and not copied.
 *
 * @throws InvalidArgument if there is no point, rows differ in length, a coordinate is not finite, or
 * points that were made by hand have another n than their numbers.
 */
export function points(values: PointsLike | Float64Array, dim?: number): Points {
  ensure(typeof values === "number" || (typeof values === "object" && values !== null), () => ({
    argument: "values",
    value: values,
    problem: values === undefined ? "is missing" : "is not made of numbers",
    consequence: "there would be no points",
    remedy: "give numbers, rows of numbers, or points",
  }));
  if (values instanceof Float64Array) return fromFlat(values, dim ?? 1);
  if (typeof values === "number") return fromFlat(Float64Array.of(values), 1);
  if ("data" in values) return values instanceof PointSet ? values : handMade(values);
  const first = values[0];
  if (typeof first === "number" || first === undefined) {
    return fromFlat(Float64Array.from(values as readonly number[]), dim ?? 1);
  }
  const rows = values as readonly (readonly number[])[];
  for (const [i, row] of rows.entries()) {
    ensure(row.length === first.length, () => ({
      argument: `values[${i}]`,
      value: row,
      problem: `has ${row.length} coordinates where values[0] has ${first.length}`,
      consequence: "the rows do not lie in one space",
      remedy: "give every point the same number of coordinates",
    }));
  }
  return fromFlat(Float64Array.from(rows.flat()), first.length);
}

/** Points that were not made here, once they have been looked at. */
function handMade(x: Points): Points {
  const { n } = fromFlat(x.data, x.dim);
  ensure(n === x.n, () => ({
    argument: "n",
    value: x.n,
    problem: `does not fit the ${x.data.length} numbers of points of dimension ${x.dim}`,
    consequence: "coordinates would be taken from the wrong points",
    remedy: `give n = ${n}, or make the points by points(data, dim)`,
  }));
  return x;
}

function fromFlat(data: Float64Array, dim: number): Points {
  ensure(Number.isInteger(dim) && dim >= 1, () => ({
    argument: "dim",
    value: dim,
    problem: "is not a whole number of at least 1",
    consequence: "a point would have no coordinates",
    remedy: "give the number of coordinates of a point",
  }));
  ensure(data.length > 0 && data.length % dim === 0, () => ({
    argument: "values",
    value: data,
    problem: data.length === 0 ? "is empty" : `has ${data.length} numbers, no multiple of ${dim}`,
    consequence: "an average over the points would be undefined",
    remedy: "give at least one point, and all coordinates of each",
  }));
  const bad = firstNotFinite(data);
  if (bad >= 0) {
    throw new NotFinite({
      argument: `values[${Math.floor(bad / dim)}]`,
      value: data.slice(bad - (bad % dim), bad - (bad % dim) + dim),
      problem: "has a coordinate that is not finite",
      consequence: "every average over the points would be NaN",
      remedy: "look for a division by zero, or a step that overflowed, where it was computed",
    });
  }
  return new PointSet(data, dim);
}

/** A plain loop: this is asked in every step of every sampler, and `findIndex` takes ten times as long. */
function firstNotFinite(data: Float64Array): number {
  for (let j = 0; j < data.length; j++) if (!Number.isFinite(data[j]!)) return j;
  return -1;
}
