import { ensure } from "../../numerics/errors";
import { type Points, points } from "../../numerics/points";

/** A density, or any function with one value for each point. */
export type DensityLike =
  | { logDensity(x: Points): Float64Array; readonly normalised?: boolean }
  | ((x: Points) => Float64Array);

/**
 * The values at points, to seven digits.
 *
 * @throws InvalidArgument if a value is not finite or there is not one for each point.
 */
export function valuesOf(density: DensityLike, at: Points, argument: string): readonly number[] {
  const values =
    typeof density === "function" ? density(at) : density.logDensity(at).map((v) => Math.exp(v));
  ensure(values.length === at.n && values.every(Number.isFinite), () => ({
    argument,
    value: values,
    problem: `does not have a finite value at each of ${at.n} points`,
    consequence: "the figure would have holes",
    remedy: "change the range, so that the function is defined on all of it",
  }));
  return Array.from(values, (value) => Number(value.toPrecision(7)));
}

/** `count` evenly spaced numbers, both ends included, as points of dimension 1. */
export function spaced([from, to]: readonly [number, number], count: number): Points {
  return points(Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1)));
}
