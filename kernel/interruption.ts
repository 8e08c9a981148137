import { currentRun } from "./context";
import { ASKING, Asking, INTERRUPTED, shared, tell } from "./shared";

/**
 * From now on a library's loops can ask whether the reader has interrupted the cell. Once it is so,
 * all that ask until the cell ends are told: a loop inside a loop must stop both.
 */
export function answerLoops(): void {
  const hook = { requested };
  Object.assign(globalThis, { [Symbol.for("score-matching.interrupt")]: hook });
}

function requested(): boolean {
  const run = currentRun();
  if (run.cancelled || run.told) return true;
  if (Atomics.load(shared, INTERRUPTED) === run.id) {
    run.told = true;
    tell(ASKING, Asking.Told);
  } else {
    Atomics.store(shared, ASKING, Asking.Asks);
  }
  return run.told;
}
