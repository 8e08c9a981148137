import { interruptRequested } from "./interruption";
import { ProgressBar } from "./progressBar";
import { ensureSteps } from "./steps";

/** The steps of a computation that may take long: 0, 1, 2, ... */
export interface LongRun extends Iterable<number> {
  /** Steps that are done. */
  readonly done: number;
  /** Whether the reader ended it before all steps were done. */
  readonly interrupted: boolean;
  /** Puts something that changes from step to step beside the bar: "loss 0.31". */
  note(text: string): void;
}

/** Milliseconds: shorter runs end before a bar could be read. */
const QUIET = 1000;

/**
 * Counts the steps of a computation. In a notebook, a run of more than a second shows a progress bar,
 * and the interrupt button ends the loop between two steps, so that what was computed is kept:
 *
 *     const run = longRun(steps, "Langevin");
 *     for (const k of run) x = step(x, k);
 *     return { points: x, steps: run.done, interrupted: run.interrupted };
 *
 * What begins after the interrupt does no step at all, and the kernel ends a cell a second after it:
 * a step should take less than half a second, and what follows the loop not much more.
 *
 * @throws InvalidArgument if the number of steps is not a whole number of at least 0.
 */
export function longRun(steps: number, label: string): LongRun {
  ensureSteps(steps);
  return new Run(steps, label);
}

class Run implements LongRun {
  done = 0;
  interrupted = false;
  readonly #steps: number;
  readonly #bar: ProgressBar;

  constructor(steps: number, label: string) {
    this.#steps = steps;
    this.#bar = new ProgressBar({ label, total: steps, quiet: QUIET });
  }

  note(text: string): void {
    this.#bar.note = text;
  }

  *[Symbol.iterator](): Iterator<number> {
    this.done = 0;
    this.interrupted = false;
    this.#bar.restart();
    try {
      while (this.done < this.#steps) {
        if (interruptRequested()) {
          this.interrupted = true;
          return;
        }
        yield this.done;
        this.done += 1;
        this.#bar.advance();
      }
    } finally {
      // A run cut short says so however short it was; one that did not even begin would say it in vain.
      const aloud = this.interrupted && this.done > 0;
      this.#bar.end(this.done === this.#steps ? "complete" : "stopped", aloud);
    }
  }
}
