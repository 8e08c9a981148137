import { promisify } from "node:util";

/** One execution of a cell. */
export interface Run {
  readonly id: number;
  /** It has ended by an interrupt; no code of it goes on. */
  cancelled: boolean;
  /** It has asked and knows that it is interrupted. */
  told: boolean;
}

/** Thrown where code of an interrupted cell would go on. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
  /** `kept` are the variables that it has set, which the next cell can use. */
  constructor(kept: readonly string[] = []) {
    super(`The cell was interrupted.${kept.length > 0 ? ` Kept from it: ${listed(kept)}.` : ""}`);
  }
}

const NAMES_SHOWN = 8;

function listed(names: readonly string[]): string {
  const rest = names.length - NAMES_SHOWN;
  return names.slice(0, NAMES_SHOWN).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

export function isInterrupted(thrown: unknown): boolean {
  try {
    return thrown instanceof Interrupted;
  } catch {
    // A proxy need not let us ask.
    return false;
  }
}

const NONE: Run = { id: 0, cancelled: false, told: false };
let latest = NONE;
let current = NONE;
let resetPending = false;
const laterOn = setImmediate;

/**
 * Which cell the code that is running now belongs to. It is followed through the timers (see
 * {@link followTimers}) and the awaits of cells (the compiler wraps them, see tslab.ts), so that
 * late output finds its cell, and so that an interrupted cell cannot go on behind our back.
 * Node's AsyncLocalStorage would follow more, but it aborts the process on Node before 24 when a
 * busy loop after an await is terminated.
 */
export function currentRun(): Run {
  return current;
}

export function startRun(run: Run): void {
  latest = run;
  current = run;
  resetPending = false;
}

/** Says that code of `run` goes on now; throws {@link Interrupted} if it must not. */
export function resumeRun(run: Run): void {
  if (run.cancelled) throw new Interrupted();
  current = run;
  if (run === latest || resetPending) return;
  resetPending = true;
  laterOn(() => {
    resetPending = false;
    current = latest;
  });
}

/** Binds the callbacks of timers to the cell that set them; a cancelled cell's are dropped. */
export function followTimers(): void {
  const names = ["setTimeout", "setInterval", "setImmediate"] as const;
  for (const name of names) {
    const original = globalThis[name] as (callback: unknown, ...rest: unknown[]) => unknown;
    const followed = (callback: unknown, ...rest: unknown[]) =>
      original(typeof callback === "function" ? bound(callback) : callback, ...rest);
    Object.defineProperty(followed, "name", { value: name });
    const custom = (original as { [promisify.custom]?: unknown })[promisify.custom];
    Object.defineProperty(followed, promisify.custom, { value: custom });
    Object.assign(globalThis, { [name]: followed });
  }
}

// biome-ignore lint/complexity/noBannedTypes: any function may be a timer's callback
function bound(callback: Function): (this: unknown, ...args: unknown[]) => void {
  const run = current;
  return function (this: unknown, ...args: unknown[]) {
    if (run.cancelled) return;
    resumeRun(run);
    callback.apply(this, args);
  };
}
