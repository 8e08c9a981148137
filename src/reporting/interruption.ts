interface InterruptHook {
  /** Whether the reader has interrupted the cell; once it is so, it stays so until the cell ends. */
  requested(): boolean;
}

const HOOK = Symbol.for("score-matching.interrupt");

/**
 * Whether the reader of a notebook has pressed the interrupt button. A computation of many steps asks
 * between two of them, and ends early with what it has; see `longRun`, which asks for you. The answer
 * stays the same until the cell ends, so that a loop stops along with the loop around it. Outside a
 * notebook: never.
 */
export function interruptRequested(): boolean {
  return (globalThis as { [HOOK]?: InterruptHook })[HOOK]?.requested() ?? false;
}
