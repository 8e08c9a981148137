import { short } from "../reporting/short";

/** Where a solver had to give up. */
export interface Underflow {
  readonly method: string;
  /** The time that was reached. */
  readonly time: number;
  /** The length of the step that was still too long. */
  readonly step: number;
  /** The point that asked for it, counted from 0. */
  readonly point: number;
  /** Where that point was. */
  readonly at: ArrayLike<number>;
}

/**
 * Thrown when no step that can be told from zero keeps the error within the tolerances. `cause` is the
 * error of the velocity, where it was not finite.
 */
export class StepUnderflow extends Error {
  override readonly name = "StepUnderflow";
  constructor(
    readonly underflow: Underflow,
    options?: { readonly cause?: unknown },
  ) {
    super(inWords(underflow, options?.cause !== undefined), options);
  }
}

function inWords({ method, time, step, point, at }: Underflow, notFinite: boolean): string {
  const place = Array.from(at, short).join(", ");
  const trouble = notFinite
    ? "the velocity is not finite just beyond"
    : "even a step of this length misses the tolerances";
  return (
    `${method}: the step of point ${point} shrank to ${short(step)} at time ${short(time)}, where it was ` +
    `at ${place}, and ${trouble}. Stop before a singularity (score models often have one at time 0: end at ` +
    "a small positive time), loosen tolerances that are below rounding, or look for a jump in the velocity."
  );
}
