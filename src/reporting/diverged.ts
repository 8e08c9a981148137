import { short } from "./short";

/** What is known of a computation whose values stopped being finite. */
export interface Divergence {
  /** What was running: "Langevin", "Euler-Maruyama". */
  readonly method: string;
  /** The step at which it happened, counted from 1. */
  readonly step: number;
  readonly steps: number;
  /** Where that step was heading, for a method that runs along a time. */
  readonly time?: number;
  /** What the step was part of, for a method that goes through levels: "sigma = 0.5, step 3 of 100 there". */
  readonly during?: string;
  /** What happened, if not that a value stopped being finite, as the predicate of a sentence. */
  readonly problem?: string;
  /** What to do, as an imperative. */
  readonly remedy: string;
}

/**
 * Thrown when a simulation leaves the finite numbers. The message names the step; `cause` is the error
 * of the function that could not go on, where there is one.
 */
export class Diverged extends Error {
  override readonly name = "Diverged";
  constructor(
    readonly divergence: Divergence,
    options?: { readonly cause?: unknown },
  ) {
    super(inWords(divergence), options);
  }
}

function inWords(divergence: Divergence): string {
  const { method, step, steps, time, during, remedy } = divergence;
  const { problem = "stopped being finite" } = divergence;
  const when = time === undefined ? "" : `, on the way to time ${short(time)}`;
  const where = during ? ` (${during})` : "";
  return `${method}: a value ${problem} at step ${step} of ${steps}${when}${where}. ${capitalised(remedy)}.`;
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
