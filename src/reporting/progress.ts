import { ensure } from "../numerics/errors";
import { ProgressBar } from "./progressBar";
import { ensureSteps } from "./steps";

export interface ProgressOptions {
  /** What is being done: "annealed Langevin". */
  readonly label?: string;
}

/** A progress bar: loop over it, or advance it by hand. */
export interface Progress<T> extends Iterable<T> {
  /** Says that so many more steps are done, one by default. */
  advance(steps?: number): void;
  /** Ends the bar before all steps are done; at the last step it ends by itself. */
  finish(): void;
}

/**
 * A progress bar over a number of steps, or over the items of an iterable, updated in place at most ten
 * times a second: what is done, the time it took and about how long the rest will take. It ends with
 * the loop, also where the loop is left early. Outside a notebook one line is printed at the end.
 *
 *     for (const k of progress(200, { label: "Langevin" })) x = step(x);
 *
 * @throws InvalidArgument if the number of steps is not a whole number of at least 0.
 */
export function progress(steps: number, options?: ProgressOptions): Progress<number>;
export function progress<T>(items: Iterable<T>, options?: ProgressOptions): Progress<T>;
export function progress<T>(
  source: number | Iterable<T>,
  { label = "" }: ProgressOptions = {},
): Progress<T | number> {
  if (typeof source === "number") return new Bar(upTo(source), source, label);
  ensure(typeof source?.[Symbol.iterator] === "function", () => ({
    argument: "source",
    value: source,
    problem: "is neither a number of steps nor something to loop over",
    consequence: "there is nothing to count",
    remedy: "give the number of steps, or a list",
  }));
  return new Bar(source, lengthOf(source), label);
}

function upTo(steps: number): Iterable<number> {
  ensureSteps(steps);
  return {
    *[Symbol.iterator]() {
      for (let k = 0; k < steps; k++) yield k;
    },
  };
}

function lengthOf(items: Iterable<unknown>): number | undefined {
  const { length, size } = items as { length?: unknown; size?: unknown };
  const count = length ?? size;
  return typeof count === "number" ? count : undefined;
}

class Bar<T> implements Progress<T> {
  readonly #items: Iterable<T>;
  readonly #bar: ProgressBar;

  constructor(items: Iterable<T>, total: number | undefined, label: string) {
    this.#items = items;
    this.#bar = new ProgressBar({ label, total });
  }

  *[Symbol.iterator](): Iterator<T> {
    this.#bar.restart();
    try {
      for (const item of this.#items) {
        yield item;
        this.#bar.advance();
      }
      // The end of an iterable of unknown length is known only now.
      this.#bar.end("complete");
    } finally {
      this.finish();
    }
  }

  advance(steps = 1): void {
    ensure(Number.isFinite(steps) && steps >= 0, () => ({
      argument: "steps",
      value: steps,
      problem: "is not a number of at least 0",
      consequence: "the bar would run backwards",
      remedy: "give the number of steps that were done",
    }));
    this.#bar.advance(steps);
    if (this.#bar.full) this.#bar.end("complete");
  }

  finish(): void {
    this.#bar.end(this.#bar.full ? "complete" : "stopped");
  }
}
