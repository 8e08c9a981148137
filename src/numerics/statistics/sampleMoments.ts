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
  const powers = new Float64Array(n);
  for (let i = 0; i < n; i++) powers[i] = (values[i]! - mean) ** 2;
  const second = compensatedSum(powers) / n;
  for (let i = 0; i < n; i++) powers[i]! *= powers[i]!;
  return { n, mean, second, fourth: compensatedSum(powers) / n };
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
  let bad = 0;
  while (bad < values.length && Number.isFinite(values[bad])) bad++;
  ensure(bad === values.length, () => ({
    argument: `${argument}[${bad}]`,
    value: values[bad],
    problem: "is not finite",
    consequence: "the estimate would be NaN",
    remedy: "look for a division by zero, or a step that overflowed, where it was computed",
  }));
}
