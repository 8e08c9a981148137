import { CannotCheck, type Entry } from "./quantity";
import type { DistanceUnit } from "./record";

/** Two deterministic routes agree within this relative difference. */
export const RELATIVE_TOLERANCE = 1e-8;
/** Two routes of which one is random agree within this many standard errors. */
export const STANDARD_ERRORS = 4;
/** A wrong formula lies at least this many tolerances, or standard errors, from the truth. */
export const REJECTED_BEYOND = 10;

/** How distances are measured in one check. */
export interface Metric {
  readonly unit: Exclude<DistanceUnit, "slope">;
  /** What a difference is divided by, in the units of the value; 1 where standard errors are the unit. */
  readonly scale: number;
  readonly bias: number;
}

/** The entries of two quantities that lie furthest apart. */
export interface Gap {
  readonly index: number;
  readonly distance: number;
  /** The largest distance that still counts as agreement. */
  readonly tolerance: number;
  /** The least distance at which a wrong formula is told from the truth. */
  readonly least: number;
}

/** Relative to the scale if both routes are deterministic, in standard errors otherwise. */
export function metricFor(
  left: readonly Entry[],
  right: readonly Entry[],
  stated: { scale: number | undefined; bias: number },
): Metric {
  const random = [...left, ...right].some((entry) => entry.random);
  if (random) {
    if (stated.scale !== undefined) {
      throw new CannotCheck(
        "a scale was stated, but one side is a Monte Carlo estimate, whose distance is measured in standard errors: leave the scale out",
      );
    }
    return { unit: "standard errors", scale: 1, bias: stated.bias };
  }
  if (stated.scale !== undefined)
    return { unit: "relative", scale: stated.scale, bias: stated.bias };
  const [l, r] = [largest(left), largest(right)];
  if (l === 0 || r === 0) {
    throw new CannotCheck(
      "one side is zero, where a relative difference says nothing: state a scale, the size of the terms that cancel",
    );
  }
  return { unit: "relative", scale: Math.max(l, r), bias: stated.bias };
}

function largest(entries: readonly Entry[]): number {
  return entries.reduce((m, entry) => Math.max(m, Math.abs(entry.value)), 0);
}

/** The combined standard error of each pair of entries. */
export function standardErrors(left: readonly Entry[], right: readonly Entry[]): readonly number[] {
  return left.map((l, i) => Math.hypot(l.standardError, (right[i] as Entry).standardError));
}

/** The distance of two quantities, entry by entry, with the combined standard error of each entry. */
export function gaps(
  left: readonly Entry[],
  right: readonly Entry[],
  metric: Metric,
  errors: readonly number[],
): readonly Gap[] {
  return left.map((l, index) => {
    const difference = Math.abs(l.value - (right[index] as Entry).value);
    if (metric.unit === "relative") {
      const tolerance = RELATIVE_TOLERANCE + metric.bias / metric.scale;
      const least = REJECTED_BEYOND * tolerance;
      // Only a wrong formula can be random here: what its noise alone may explain does not count.
      const sure = Math.max(0, difference - REJECTED_BEYOND * (errors[index] as number));
      return { index, distance: sure / metric.scale, tolerance, least };
    }
    const standardError = errors[index] as number;
    if (standardError === 0) {
      throw new CannotCheck(
        "some entries have a standard error and others have none: compare them in two checks",
      );
    }
    const bias = metric.bias / standardError;
    return {
      index,
      distance: difference / standardError,
      tolerance: STANDARD_ERRORS + bias,
      least: REJECTED_BEYOND * (1 + bias),
    };
  });
}

/** The gap that is largest by a measure. */
export function largestGap(all: readonly Gap[], measure: (gap: Gap) => number): Gap {
  return all.reduce((worst, next) => (measure(next) > measure(worst) ? next : worst));
}
