import { compensatedSum } from "../compensatedSum";
import { ensure } from "../errors";

/** The mean of a sample and the means of the second and fourth powers of the deviations from it. */
export interface SampleMoments {
  readonly n: number;
  readonly mean: number;
  readonly second: number;
  readonly fourth: number;
}

/** Moments in two passes with compensated sums, after {@link ensureSample}. */
export function sampleMoments(values: ArrayLike<number>, fewest: number): SampleMoments {
  ensureSample("values", values, fewest);
  const n = values.length;
  const mean = compensatedSum(values) / n;
  const squares = Float64Array.from(values, (x) => (x - mean) ** 2);
  return {
    n,
    mean,
    second: compensatedSum(squares) / n,
    fourth: compensatedSum(squares.map((s) => s * s)) / n,
  };
}

/** @throws InvalidArgument if there are fewer numbers than wanted, or one is not finite. */
export function ensureSample(argument: string, values: ArrayLike<number>, fewest: number): void {
  ensure(values.length >= fewest, () => ({
    argument,
    value: values,
    problem: `holds ${values.length} numbers where at least ${fewest} are needed`,
    consequence: "there would be no standard error",
    remedy: "draw more",
  }));
  for (let i = 0; i < values.length; i++) {
    ensure(Number.isFinite(values[i]), () => ({
      argument: `${argument}[${i}]`,
      value: values[i],
      problem: "is not finite",
      consequence: "the estimate would be NaN",
      remedy: "look for a division by zero, or a step that overflowed, where it was computed",
    }));
  }
}
