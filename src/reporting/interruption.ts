interface InterruptHook {
  /** Whether the reader has asked to stop since the cell began; the answer is given once. */
  requested(): boolean;
}

const HOOK = Symbol.for("score-matching.interrupt");

/**
 * Whether the reader of a notebook has pressed the interrupt button. A computation of many steps asks
 * between two of them, and ends early with what it has. Outside a notebook: never.
 */
export function interruptRequested(): boolean {
  return (globalThis as { [HOOK]?: InterruptHook })[HOOK]?.requested() ?? false;
}
