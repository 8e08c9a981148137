import { type Gap, gaps, largestGap, metricFor, standardErrors } from "./distance";
import { type EntryNames, namedEntries } from "./place";
import { CannotCheck, type Entry, entriesOf, type Quantity, refuseSame } from "./quantity";
import type { Bias, CheckRecord, Reading } from "./record";
import { type MeasuredForm, measureRejects, type Rejects } from "./rejects";

/** What "equal" and "everywhere" have in common: two routes, and the wrong formulas beside them. */
export interface Comparison {
  readonly value: Quantity;
  readonly expected: Quantity;
  /** How messages call the two. */
  readonly names: readonly [string, string];
  readonly scale: number | undefined;
  readonly bias: Bias | undefined;
  readonly rejects: Rejects<(...inputs: never[]) => Quantity>;
  /** What the wrong formulas are called with. */
  readonly inputs: readonly unknown[];
  /** What the entries are called; without it, by their positions. */
  readonly at?: EntryNames | ((index: number) => string);
}

export type Verdict = Omit<CheckRecord, "id" | "claim" | "kind">;

/** Compares two routes. What makes the check vacuous makes it fail, with the reason. */
export function compare(comparison: Comparison): Verdict {
  try {
    return comparedOrThrow(comparison);
  } catch (error) {
    if (error instanceof CannotCheck) return failed(error.message, comparison.bias);
    throw error;
  }
}

/** A check that could not be made. */
export function failed(reason: string, bias?: Bias): Verdict {
  return { holds: false, reason, rejected: [], ...(bias && { bias }) };
}

function comparedOrThrow(comparison: Comparison): Verdict {
  const { bias, names, rejects, scale } = comparison;
  if (Object.keys(rejects ?? {}).length === 0) {
    throw new CannotCheck(
      "no wrong formula is given in rejects: nothing shows that the check can fail",
    );
  }
  refuseSame(comparison.value, comparison.expected, names);
  const value = entriesOf(comparison.value, names[0]);
  const expected = entriesOf(comparison.expected, names[1]);
  sameLength(value, expected, names);
  const { at } = comparison;
  const place = typeof at === "function" ? at : namedEntries(at, value.length);
  const metric = metricFor(value, expected, { scale, bias: bias?.atMost ?? 0 });
  const errors = standardErrors(value, expected);
  const worst = largestGap(gaps(value, expected, metric, errors), (g) => g.distance / g.tolerance);
  const rejected = measureRejects(rejects, (wrong, name) => {
    const entries = entriesOf(wrong(...(comparison.inputs as never[])), `"${name}"`);
    sameLength(entries, expected, [`"${name}"`, names[1]]);
    // A wrong formula with small errors is still hidden where the check itself has large ones.
    const own = standardErrors(entries, expected).map((e, i) => Math.max(e, errors[i] as number));
    const far = largestGap(gaps(entries, expected, metric, own), (g) => g.distance / g.least);
    const { distance, least } = far;
    return {
      value: (entries[far.index] as Entry).value,
      distance,
      ...(metric.unit === "relative" && { off: distance * metric.scale }),
      least,
    };
  });
  const agrees = worst.distance <= worst.tolerance;
  return {
    ...conclusion(agrees, rejected),
    value: reading(value, worst),
    expected: reading(expected, worst),
    ...(value.length > 1 && {
      entries: value.length,
      place: place(worst.index),
    }),
    distance: worst.distance,
    unit: metric.unit,
    ...(metric.unit === "relative" && {
      scale: { value: metric.scale, stated: scale !== undefined },
    }),
    tolerance: worst.tolerance,
    ...(bias && { bias }),
  };
}

/** Holds if the routes agree and each wrong formula was told from the truth. */
export function conclusion(
  agrees: boolean,
  forms: readonly MeasuredForm[],
  disagreement = "the two routes do not agree",
): Pick<Verdict, "holds" | "reason" | "rejected"> {
  const reasons = forms.flatMap((form) => form.reason ?? []);
  if (!agrees) reasons.unshift(disagreement);
  return {
    holds: reasons.length === 0,
    ...(reasons.length > 0 && { reason: reasons.join("; ") }),
    rejected: forms.map(({ reason, ...form }) => form),
  };
}

function sameLength(
  left: readonly Entry[],
  right: readonly Entry[],
  names: readonly [string, string],
): void {
  if (left.length === right.length) return;
  throw new CannotCheck(
    `${names[0]} has ${left.length} entries and ${names[1]} has ${right.length}`,
  );
}

function reading(entries: readonly Entry[], { index }: Gap): Reading {
  const { value, standardError, random } = entries[index] as Entry;
  return random ? { value, standardError } : { value };
}
