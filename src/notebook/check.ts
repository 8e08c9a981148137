import { show } from "../reporting/display";
import { type BoundOptions, evaluateBound } from "./check/bound";
import { type EqualOptions, evaluateEqual } from "./check/equal";
import { type EverywhereOptions, evaluateEverywhere } from "./check/everywhere";
import type { CheckRecord } from "./check/record";
import { row } from "./check/row";
import { evaluateSlope, type SlopeOptions } from "./check/slope";
import { ensureSolved, evaluateExercise, exerciseRow } from "./exercise";

/**
 * Checks of a claim by numbers that could have refuted it. Each shows one row at once: the claim, both
 * values, their distance, the wrong formulas that it tells from the right one, and "holds" or "fails".
 * A check that fails does not throw.
 */
export const check = {
  /**
   * Two routes to one quantity agree: within 1e-8 of the scale if both are deterministic, within 4
   * combined standard errors if one is a Monte Carlo estimate. Every wrong formula in `rejects` must
   * lie at least 10 tolerances, or 10 standard errors, from `expected`.
   */
  equal(id: string, claim: string, options: EqualOptions): void {
    showRow(evaluateEqual(id, claim, options));
  },
  /** Two functions agree on a set of points, by the rules of `check.equal`. */
  everywhere(id: string, claim: string, options: EverywhereOptions): void {
    showRow(evaluateEverywhere(id, claim, options));
  },
  /** y follows a power of x: an order of convergence, fitted down to the rounding floor. */
  slope(id: string, claim: string, options: SlopeOptions): void {
    showRow(evaluateSlope(id, claim, options));
  },
  /** A value lies below or above a bound, by more than rounding or noise can explain. */
  bound(id: string, claim: string, options: BoundOptions): void {
    showRow(evaluateBound(id, claim, options));
  },
  /**
   * The check of an exercise, by the rules of `check.equal`: `attempt` calls the reader's function.
   * While that is still a stub, which calls `yourTurn`, the row gives the hint.
   */
  exercise(id: string, claim: string, attempt: () => EqualOptions): void {
    show(exerciseRow(evaluateExercise(id, claim, attempt)));
  },
  /**
   * The visible test of a graded task: `check.exercise`, and an error unless it is solved, by which
   * the Validate button knows.
   */
  task(id: string, claim: string, attempt: () => EqualOptions): void {
    const record = evaluateExercise(id, claim, attempt);
    show(exerciseRow(record));
    ensureSolved(record);
  },
};

function showRow(record: CheckRecord): void {
  show(row(record));
}
