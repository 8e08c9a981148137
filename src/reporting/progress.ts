import { randomUUID } from "node:crypto";
import { ensure } from "../numerics/errors";
import type { MimeBundle } from "../numerics/mimeBundle";
import { inNotebook, show } from "./display";
import { durationInWords } from "./duration";
import { escaped } from "./html";

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

/** No eye follows more than ten pictures a second, and each costs a message. */
const BETWEEN_UPDATES = 100;

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
  ensure(Number.isSafeInteger(steps) && steps >= 0, () => ({
    argument: "steps",
    value: steps,
    problem: "is not a whole number of at least 0",
    consequence: "the bar would never be full",
    remedy: "give the number of steps",
  }));
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
  readonly #total: number | undefined;
  readonly #label: string;
  readonly #id = randomUUID();
  #done = 0;
  #start = performance.now();
  #shownAt = Number.NEGATIVE_INFINITY;
  #open = true;
  #visible = false;

  constructor(items: Iterable<T>, total: number | undefined, label: string) {
    this.#items = items;
    this.#total = total;
    this.#label = label;
    this.#show();
  }

  *[Symbol.iterator](): Iterator<T> {
    this.#done = 0;
    this.#start = performance.now();
    this.#open = true;
    try {
      for (const item of this.#items) {
        yield item;
        this.#count(1);
      }
      // The end of an iterable of unknown length is known only now.
      this.#end(true);
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
    this.#count(steps);
    if (this.#total !== undefined && this.#done >= this.#total) this.#end(true);
  }

  finish(): void {
    this.#end(this.#total !== undefined && this.#done >= this.#total);
  }

  #count(steps: number): void {
    this.#done += steps;
    if (this.#open && performance.now() - this.#shownAt >= BETWEEN_UPDATES) this.#show();
  }

  #end(complete: boolean): void {
    if (!this.#open) return;
    this.#open = false;
    const bundle = this.#bundle(complete ? "complete" : "stopped");
    show(bundle, { id: this.#id, update: this.#visible });
  }

  #show(): void {
    this.#shownAt = performance.now();
    if (!inNotebook()) return;
    show(this.#bundle("running"), { id: this.#id, update: this.#visible });
    this.#visible = true;
  }

  #bundle(state: State): MimeBundle {
    const elapsed = (performance.now() - this.#start) / 1000;
    return picture({ label: this.#label, done: this.#done, total: this.#total, elapsed, state });
  }
}

type State = "running" | "complete" | "stopped";

interface Snapshot {
  readonly label: string;
  readonly done: number;
  readonly total: number | undefined;
  readonly elapsed: number;
  readonly state: State;
}

const BLOCKS = 24;

function picture(snapshot: Snapshot): MimeBundle {
  const { label, done, total, state } = snapshot;
  const words = inWords(snapshot);
  const part = total === undefined ? undefined : total === 0 ? 1 : Math.min(done / total, 1);
  const filled = Math.floor((part ?? 0) * BLOCKS);
  const bar = part === undefined ? "" : `[${"#".repeat(filled)}${".".repeat(BLOCKS - filled)}] `;
  const value = part === undefined && state === "running" ? "" : ` value="${part ?? 1}"`;
  const name = label || "progress";
  const html = `<div><span>${escaped(label)}</span> <progress max="1"${value} aria-label="${escaped(name)}" style="width: 240px; vertical-align: middle"></progress> <span>${escaped(words)}</span></div>`;
  return {
    data: { "text/html": html, "text/plain": `${label ? `${label} ` : ""}${bar}${words}` },
  };
}

function inWords({ done, total, elapsed, state }: Snapshot): string {
  const count = total === undefined ? `${done} done` : `${done} of ${total}`;
  const took = durationInWords(elapsed);
  if (state === "complete") return `${count} in ${took}`;
  if (state === "stopped") return `stopped at ${count} after ${took}`;
  if (total === undefined || done === 0) return `${count}, ${took}`;
  const left = (elapsed / done) * Math.max(0, total - done);
  return `${count}, ${took}, about ${durationInWords(left)} left`;
}
