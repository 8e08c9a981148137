import { ensure } from "../../numerics/errors";
import { conclusion, failed, type Verdict } from "./compare";
import { REJECTED_BEYOND, STANDARD_ERRORS } from "./distance";
import { checkHead } from "./identifier";
import { ensurePositive } from "./options";
import { fitOrder } from "./order";
import { CannotCheck, entriesOf, type Quantity, refuseSame } from "./quantity";
import type { CheckRecord } from "./record";
import { type MeasuredForm, measureRejects, type Rejects } from "./rejects";

/** An order of convergence, or any power law. */
export interface SlopeOptions {
  /** Step sizes, noise levels, sample sizes: positive numbers. */
  readonly x: readonly number[] | Float64Array;
  /** What depends on x as a power: the errors; with standard errors where they were sampled. */
  readonly y: Exclude<Quantity, number>;
  /** The power. */
  readonly expected: number;
  /**
   * How far the fitted slope of deterministic y may be from it, at most |expected| / 10; by default
   * that, or 0.05 where it is less.
   */
  readonly tolerance?: number;
  /** Where rounding takes over, in the units of y; 1e-12 by default, for quantities of order one. */
  readonly floor?: number;
  /** Wrong formulas for y, from the same x. That y does not depend on x at all is always rejected. */
  readonly rejects?: Rejects<() => Exclude<Quantity, number>>;
}

/** At most a tenth of the power, since no dependence on x lies ten tolerances away only then. */
function defaultTolerance(expected: number): number {
  return expected === 0 ? 0.05 : Math.min(0.05, Math.abs(expected) / 10);
}

const FLOOR = 1e-12;

/**
 * Whether y is proportional to a power of x: the slope of log y against log x, fitted to the points
 * above the rounding floor. Deterministic y must have the slope within the tolerance; sampled y, fitted
 * with their standard errors as weights, within 4 standard errors of the slope.
 *
 * @throws InvalidArgument if the id, the claim, the tolerance or the floor is malformed.
 */
export function evaluateSlope(id: string, claim: string, options: SlopeOptions): CheckRecord {
  checkHead(id, claim);
  ensurePositive(options.tolerance, "tolerance", "say how far the fitted slope may be off");
  ensurePositive(options.floor, "floor", "say where rounding takes over, in the units of y");
  ensure(Number.isFinite(options.expected), () => ({
    argument: "expected",
    value: options.expected,
    problem: "is not a finite number",
    consequence: "no slope could be compared with it",
    remedy: "give the power of x that y follows",
  }));
  const head = { id, claim, kind: "slope" } as const;
  try {
    return { ...head, ...fitted(options) };
  } catch (error) {
    if (error instanceof CannotCheck) return { ...head, ...failed(error.message) };
    throw error;
  }
}

function fitted(options: SlopeOptions): Verdict {
  const { y, expected, rejects, floor = FLOOR } = options;
  const x = Array.from(options.x);
  refuseSame(options.x, y, ["x", "y"]);
  const fit = fitOrder(x, entriesOf(y, "y"), floor);
  const random = fit.random;
  if (random && options.tolerance !== undefined) {
    throw new CannotCheck("a tolerance was stated, but y is sampled: leave the tolerance out");
  }
  const stated = options.tolerance ?? defaultTolerance(expected);
  const [unit, width, allowed] = random
    ? (["standard errors", fit.standardError, STANDARD_ERRORS] as const)
    : (["slope", 1, stated] as const);
  // The factor keeps the rounding of 10 * 0.05 from deciding.
  const least = REJECTED_BEYOND * (random ? 1 : stated) * (1 - 1e-12);
  const forms: MeasuredForm[] = [];
  if (expected !== 0) {
    const form = {
      name: "no dependence on x",
      value: 0,
      distance: Math.abs(expected) / width,
      least,
    };
    const told = form.distance >= least;
    forms.push(told ? form : { ...form, reason: `cannot tell "${form.name}" from the truth` });
  } else if (Object.keys(rejects ?? {}).length === 0) {
    throw new CannotCheck(
      "a slope of 0 needs a wrong formula in rejects: nothing else shows that the check can fail",
    );
  }
  forms.push(
    ...measureRejects(rejects, (wrong, name) => {
      const other = fitOrder(x, entriesOf(wrong(), `"${name}"`), floor);
      const away = Math.abs(other.slope - expected);
      if (random) {
        const own = Math.max(fit.standardError, other.standardError);
        return { value: other.slope, distance: away / own, least };
      }
      // What the noise of a sampled wrong formula may explain does not count.
      const noise = other.random ? REJECTED_BEYOND * other.standardError : 0;
      return { value: other.slope, distance: Math.max(0, away - noise), least };
    }),
  );
  const distance = Math.abs(fit.slope - expected) / width;
  return {
    ...conclusion(distance <= allowed, forms, "the fitted slope is not the expected one"),
    value: { value: fit.slope, standardError: fit.standardError },
    expected: { value: expected },
    entries: fit.used.length,
    distance,
    unit,
    tolerance: allowed,
    ...(fit.dropped > 0 && {
      note: `fitted to ${fit.used.length} points, ${fit.dropped} beyond the rounding floor left out`,
    }),
  };
}
