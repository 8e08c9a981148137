import { ensure } from "../../numerics/errors";
import type { AxisOptions } from "./axis";
import { type Numbers, numbers } from "./numbers";

/** A number with its standard error, such as an estimate. */
export interface WithError {
  readonly value: number;
  readonly standardError: number;
}

/** What a plot can show with error bars: numbers, or estimates. */
export type Measurements = Numbers | readonly WithError[];

export interface Measured {
  readonly values: readonly number[];
  /** The standard errors, where estimates were given. */
  readonly errors: readonly number[] | undefined;
}

/** What has to fit on an axis: the values and the ends of their error bars, as far as it has them. */
export function reach(
  { values, errors }: Measured,
  { log = false }: AxisOptions,
): readonly number[] {
  if (!errors) return values;
  const ends = values.flatMap((v, i) => [v - (errors[i] as number), v + (errors[i] as number)]);
  return [...values, ...ends.filter((end) => !log || end > 0)];
}

/** @throws InvalidArgument as `numbers`, and if a standard error is not a finite number of at least 0. */
export function measured(given: Measurements, argument: string): Measured {
  if (!isEstimates(given)) return { values: numbers(given, argument), errors: undefined };
  const values = numbers(
    given.map((estimate) => estimate.value),
    argument,
  );
  const errors = given.map(({ standardError }, i) => {
    ensure(Number.isFinite(standardError) && standardError >= 0, () => ({
      argument: `${argument}[${i}].standardError`,
      value: standardError,
      problem: "is not a finite number of at least 0",
      consequence: "the error bar could not be drawn",
      remedy: "leave the point out, or draw more samples",
    }));
    return Number(standardError.toPrecision(4));
  });
  return { values, errors };
}

function isEstimates(given: Measurements): given is readonly WithError[] {
  return Array.isArray(given) && typeof given[0] === "object";
}
