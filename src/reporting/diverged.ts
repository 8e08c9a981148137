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
  /** The point that was lost, counted from 0, where it is known. */
  readonly point?: number;
  /** Where that point was before the step. */
  readonly before?: ArrayLike<number>;
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
  const { method, step, steps, time, during, point, before, remedy } = divergence;
  const when = time === undefined ? "" : `, on the way to time ${short(time)}`;
  const where = during ? ` (${during})` : "";
  const at = before ? ` (it was at ${Array.from(before, short).join(", ")})` : "";
  const which = point === undefined ? "a value" : `point ${point}${at}`;
  return `${method}: ${which} stopped being finite at step ${step} of ${steps}${when}${where}. ${capitalised(remedy)}.`;
}

function short(x: number): string {
  return String(Number(x.toPrecision(4)));
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
