import { ensure } from "../../numerics/errors";
import type { Points } from "../../numerics/points";

/** Numbers as a caller may give them to a plot; points of dimension 1 count as numbers. */
export type Numbers = readonly number[] | Float64Array | Points;

/**
 * Numbers as a plain array, to seven digits: no screen shows more, and the figure stays small.
 *
 * @throws InvalidArgument if there are none, one is not finite, or the points are not of dimension 1.
 */
export function numbers(values: Numbers, argument: string): readonly number[] {
  const flat = "data" in values ? values.data : values;
  ensure(!("data" in values) || values.dim === 1, () => ({
    argument,
    value: values,
    problem: "has points of more than one dimension",
    consequence: "an axis shows one number for each point",
    remedy: "give one coordinate",
  }));
  ensure(flat !== undefined && flat.length > 0, () => ({
    argument,
    value: flat,
    problem: "is empty",
    consequence: "the figure would show nothing",
    remedy: "give at least one number",
  }));
  return Array.from(flat, (value, i) => {
    ensure(Number.isFinite(value), () => ({
      argument: `${argument}[${i}]`,
      value,
      problem: "is not finite",
      consequence: "the figure would have a hole that nobody sees",
      remedy: "leave the point out, or look for a division by zero where it was computed",
    }));
    return Number(value.toPrecision(7));
  });
}

/** @throws InvalidArgument unless the two have the same length. */
export function ensureSameLength(
  values: readonly unknown[],
  argument: string,
  others: readonly unknown[],
  other: string,
): void {
  ensure(values.length === others.length, () => ({
    argument,
    value: values,
    problem: `has ${values.length} numbers where ${other} has ${others.length}`,
    consequence: "they cannot be drawn against each other",
    remedy: "give one for each",
  }));
}

/** The smallest and the largest of all lists. */
export function extent(...lists: readonly (readonly number[])[]): readonly [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of lists.flat()) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}
