import { randomUUID } from "node:crypto";
import type { MimeBundle } from "../numerics/mimeBundle";
import { inNotebook, show } from "./display";
import { durationInWords } from "./duration";
import { escaped } from "./html";

export interface ProgressBarOptions {
  readonly label: string;
  /** The number of steps, where it is known. */
  readonly total: number | undefined;
  /** Milliseconds before a bar is shown; work that ends sooner, or outside a notebook, shows none. */
  readonly quiet?: number;
}

/** No eye follows more than ten pictures a second, and each costs a message. */
const BETWEEN_UPDATES = 100;

/** What is done, the time it took and about how long the rest will take; replaced in place. */
export class ProgressBar {
  readonly #label: string;
  readonly #total: number | undefined;
  readonly #quiet: number | undefined;
  readonly #id = randomUUID();
  /** Shown after the words, if there is one. */
  note = "";
  #done = 0;
  #start = performance.now();
  #shownAt = Number.NEGATIVE_INFINITY;
  #open = true;
  #visible = false;

  constructor({ label, total, quiet }: ProgressBarOptions) {
    this.#label = label;
    this.#total = total;
    this.#quiet = quiet;
    if (quiet === undefined) this.#show();
  }

  /** Counts again, from 0. */
  restart(): void {
    this.#done = 0;
    this.#start = performance.now();
    this.#open = true;
  }

  get full(): boolean {
    return this.#total !== undefined && this.#done >= this.#total;
  }

  advance(steps = 1): void {
    this.#done += steps;
    if (!this.#open) return;
    const now = performance.now();
    if (now - this.#shownAt < BETWEEN_UPDATES || now - this.#start < (this.#quiet ?? 0)) return;
    this.#show();
  }

  /** Says how it ended, once; also while still quiet if `aloud`. */
  end(how: "complete" | "stopped", aloud = this.#quiet === undefined): void {
    if (!this.#open) return;
    this.#open = false;
    if (!this.#visible && !aloud) return;
    show(this.#bundle(how), { id: this.#id, update: this.#visible });
  }

  #show(): void {
    this.#shownAt = performance.now();
    if (!inNotebook()) return;
    show(this.#bundle("running"), { id: this.#id, update: this.#visible });
    this.#visible = true;
  }

  #bundle(state: State): MimeBundle {
    const elapsed = (performance.now() - this.#start) / 1000;
    return picture({
      label: this.#label,
      done: this.#done,
      total: this.#total,
      elapsed,
      state,
      note: this.note,
    });
  }
}

type State = "running" | "complete" | "stopped";

interface Snapshot {
  readonly label: string;
  readonly done: number;
  readonly total: number | undefined;
  readonly elapsed: number;
  readonly state: State;
  readonly note: string;
}

const BLOCKS = 24;

function picture(snapshot: Snapshot): MimeBundle {
  const { label, done, total, state } = snapshot;
  const words = snapshot.note ? `${inWords(snapshot)}; ${snapshot.note}` : inWords(snapshot);
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
