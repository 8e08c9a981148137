import { compare } from "./compare";
import { checkHead } from "./identifier";
import { ensureBias, ensurePositive } from "./options";
import type { EntryNames } from "./place";
import type { Quantity } from "./quantity";
import type { Bias, CheckRecord } from "./record";
import type { Rejects } from "./rejects";

/** Two routes to one quantity. */
export interface EqualOptions {
  /** A number, an estimate with its standard error, or several of them, compared entry by entry. */
  readonly value: Quantity;
  /** The same quantity by another route. */
  readonly expected: Quantity;
  /** What the entries are called, so that the row can say where the two lie furthest apart. */
  readonly at?: EntryNames;
  /**
   * What differences are relative to when both routes are deterministic, in the units of the value:
   * the size of the terms that cancel. By default the largest magnitude on either side, so that it
   * must be stated where one side is zero.
   */
  readonly scale?: number;
  /** A known discretisation bias, allowed on top of the tolerance. */
  readonly bias?: Bias;
  /** At least one wrong formula, computed from the same inputs, that the check must be able to tell. */
  readonly rejects: Rejects<() => Quantity>;
}

/**
 * Whether two routes agree: within 1e-8 of the scale if both are deterministic, within 4 combined
 * standard errors if one is a Monte Carlo estimate, and a declared bias beyond that. Each wrong
 * formula must lie at least 10 tolerances, or 10 standard errors, from `expected`.
 *
 * @throws InvalidArgument if the id, the claim, the scale or the bias is malformed.
 */
export function evaluateEqual(id: string, claim: string, options: EqualOptions): CheckRecord {
  checkHead(id, claim);
  ensureBias(options.bias);
  ensurePositive(options.scale, "scale", "give the size of the terms that cancel");
  const { value, expected, at, scale, bias, rejects } = options;
  const names = ["value", "expected"] as const;
  const verdict = compare({
    value,
    expected,
    names,
    scale,
    bias,
    rejects,
    inputs: [],
    ...(at && { at }),
  });
  return { id, claim, kind: "equal", ...verdict };
}
