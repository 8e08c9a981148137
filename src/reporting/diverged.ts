/** What is known of a computation whose values stopped being finite. */
export interface Divergence {
  /** What was running: "Langevin", "Euler-Maruyama". */
  readonly method: string;
  /** The step at which it happened, counted from 1. */
  readonly step: number;
  readonly steps: number;
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

function inWords({ method, step, steps, point, before, remedy }: Divergence): string {
  const at = before ? ` (it was at ${Array.from(before, short).join(", ")})` : "";
  const which = point === undefined ? "a value" : `point ${point}${at}`;
  return `${method}: ${which} stopped being finite at step ${step} of ${steps}. ${capitalised(remedy)}.`;
}

function short(x: number): string {
  return String(Number(x.toPrecision(4)));
}

function capitalised(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
