import { inNotebook } from "./display";
import { interruptRequested } from "./interruption";
import { type Progress, progress } from "./progress";

/** The steps of a computation that may take long: 0, 1, 2, ... */
export interface LongRun extends Iterable<number> {
  /** Steps that are done. */
  readonly done: number;
  /** Whether the reader ended it before all steps were done. */
  readonly interrupted: boolean;
}

/** Shorter runs end before a bar could be read. */
const QUIET_SECONDS = 1;

/**
 * Counts the steps of a computation. In a notebook, a run of more than a second shows a progress bar,
 * and the interrupt button ends the loop between two steps, so that what was computed is kept:
 *
 *     const run = longRun(steps, "Langevin");
 *     for (const k of run) x = step(x, k);
 *     return { points: x, steps: run.done, interrupted: run.interrupted };
 */
export function longRun(steps: number, label: string): LongRun {
  return new Run(steps, label);
}

class Run implements LongRun {
  done = 0;
  interrupted = false;
  readonly #steps: number;
  readonly #label: string;

  constructor(steps: number, label: string) {
    this.#steps = steps;
    this.#label = label;
  }

  *[Symbol.iterator](): Iterator<number> {
    this.done = 0;
    const start = performance.now();
    let bar: Progress<number> | undefined;
    try {
      for (let k = 0; k < this.#steps; k++) {
        if (interruptRequested()) {
          this.interrupted = true;
          return;
        }
        yield k;
        this.done = k + 1;
        if (bar) bar.advance();
        else if (inNotebook() && performance.now() - start > QUIET_SECONDS * 1000) {
          bar = progress(this.#steps, { label: this.#label });
          bar.advance(this.done);
        }
      }
    } finally {
      bar?.finish();
    }
  }
}
