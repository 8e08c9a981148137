import { ensure } from "../../numerics/errors";
import { conclusion, failed, type Verdict } from "./compare";
import { REJECTED_BEYOND, RELATIVE_TOLERANCE, STANDARD_ERRORS } from "./distance";
import { checkHead } from "./identifier";
import { ensurePositive } from "./options";
import { type EntryNames, namedEntries } from "./place";
import { CannotCheck, type Entry, entriesOf, type Quantity, refuseSame } from "./quantity";
import type { CheckRecord } from "./record";
import { measureRejects, type Rejects } from "./rejects";

/** A value and what it must lie below or above. */
export type BoundOptions = (
  | { readonly below: Quantity; readonly above?: Quantity }
  | { readonly above: Quantity; readonly below?: Quantity }
) & {
  /** A number or an estimate, or several, of which each must keep the bound. */
  readonly value: Quantity;
  /** What the entries are called, so that the row can say which comes closest to the bound. */
  readonly at?: EntryNames;
  /**
   * What differences are relative to when nothing is sampled; by default the larger of value and bound,
   * so that it must be stated where the bound is 0: any number, however small, lies above 0.
   */
  readonly scale?: number;
  /** Wrong formulas for the value; each must break the bound by 10 standard errors, or 10 tolerances. */
  readonly rejects?: Rejects<() => Quantity>;
};

/** How far an entry keeps a bound; negative where it breaks it. */
interface Margin {
  readonly index: number;
  readonly name: "below" | "above";
  readonly distance: number;
  /** What the room was divided by. */
  readonly scale: number;
  readonly value: Entry;
  readonly limit: Entry;
}

/**
 * Whether a value lies below, or above, a bound (strictly): by more than 1e-8 of the larger magnitude
 * if both are deterministic, by more than 4 combined standard errors otherwise.
 *
 * @throws InvalidArgument if the id or the claim is malformed, or no bound is given.
 */
export function evaluateBound(id: string, claim: string, options: BoundOptions): CheckRecord {
  checkHead(id, claim);
  ensurePositive(options.scale, "scale", "give the size of the terms that cancel");
  ensure(options.below !== undefined || options.above !== undefined, () => ({
    argument: "options",
    value: options,
    problem: "has neither below nor above",
    consequence: "any value would do",
    remedy: "state the bound",
  }));
  const head = { id, claim, kind: "bound" } as const;
  try {
    return { ...head, ...bounded(options) };
  } catch (error) {
    if (error instanceof CannotCheck) return { ...head, ...failed(error.message) };
    throw error;
  }
}

function bounded({ value, below, above, at, scale, rejects }: BoundOptions): Verdict {
  const sides: Side[] = [];
  if (below !== undefined)
    sides.push({ name: "below", sign: 1, limit: limitOf(below, value, "below") });
  if (above !== undefined)
    sides.push({ name: "above", sign: -1, limit: limitOf(above, value, "above") });
  const entries = entriesOf(value, "value");
  const place = namedEntries(at, entries.length);
  const random = [entries, ...sides.map((side) => side.limit)].flat().some((e) => e.random);
  refuseZero(sides, random, scale);
  const all = sides.flatMap((side) => margins(entries, side, random, scale));
  const worst = all.reduce((w, m) => (m.distance < w.distance ? m : w));
  const least = random ? STANDARD_ERRORS : RELATIVE_TOLERANCE;
  const beyond = random ? REJECTED_BEYOND : REJECTED_BEYOND * RELATIVE_TOLERANCE;
  const forms = measureRejects(rejects, (wrong, name) => {
    const wrongEntries = entriesOf(wrong(), `"${name}"`).map((entry, i) => ({
      ...entry,
      standardError: Math.max(entry.standardError, entries[i]?.standardError ?? 0),
    }));
    const broken = sides
      .flatMap((side) => margins(wrongEntries, side, random, scale))
      .reduce((w, m) => (m.distance < w.distance ? m : w));
    const distance = Math.max(0, -broken.distance);
    return {
      value: broken.value.value,
      distance,
      ...(!random && { off: distance * broken.scale }),
      least: beyond,
    };
  });
  const { random: sampled, ...measured } = worst.value;
  return {
    ...conclusion(worst.distance > least, forms, "the bound is not kept, or not by enough to tell"),
    value: sampled
      ? { value: measured.value, standardError: measured.standardError }
      : { value: measured.value },
    expected: worst.limit.random
      ? { value: worst.limit.value, standardError: worst.limit.standardError }
      : { value: worst.limit.value },
    ...(entries.length > 1 && { entries: entries.length, place: place(worst.index) }),
    bound: worst.name,
    distance: worst.distance,
    unit: random ? "standard errors" : "relative",
    ...(!random && { scale: { value: worst.scale, stated: scale !== undefined } }),
    tolerance: least,
  };
}

interface Side {
  readonly name: "below" | "above";
  readonly sign: 1 | -1;
  readonly limit: readonly Entry[];
}

function refuseZero(sides: readonly Side[], random: boolean, scale: number | undefined): void {
  if (random && scale !== undefined) {
    throw new CannotCheck("a scale was stated, but something is sampled: leave the scale out");
  }
  if (!random && scale === undefined && sides.some((s) => s.limit.some((e) => e.value === 0))) {
    throw new CannotCheck(
      "the bound is 0: state the scale, or a rounding error would be as good as any other number",
    );
  }
}

function limitOf(limit: Quantity, value: Quantity, name: string): readonly Entry[] {
  refuseSame(value, limit, ["value", name]);
  return entriesOf(limit, name);
}

function margins(
  entries: readonly Entry[],
  { name, sign, limit }: Side,
  random: boolean,
  scale: number | undefined,
): readonly Margin[] {
  if (limit.length !== 1 && limit.length !== entries.length) {
    throw new CannotCheck(
      `${name} has ${limit.length} entries and the value has ${entries.length}`,
    );
  }
  return entries.map((value, index) => {
    const bound = (limit.length === 1 ? limit[0] : limit[index]) as Entry;
    const room = sign * (bound.value - value.value);
    const noise = Math.hypot(value.standardError, bound.standardError);
    if (random) {
      if (noise === 0) {
        throw new CannotCheck(
          "some entries have a standard error and others have none: check them separately",
        );
      }
      return { index, name, value, limit: bound, distance: room / noise, scale: noise };
    }
    // Only a wrong formula can be random here: what its noise alone may explain does not count.
    const sure = room + REJECTED_BEYOND * noise;
    const unit = scale ?? Math.max(Math.abs(value.value), Math.abs(bound.value));
    const distance = room === 0 ? 0 : sure / unit;
    return { index, name, value, limit: bound, distance, scale: unit };
  });
}
