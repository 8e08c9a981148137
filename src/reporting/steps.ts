import { ensure } from "../numerics/errors";

/** @throws InvalidArgument if a number of steps is not a whole number of at least 0. */
export function ensureSteps(steps: number): void {
  ensure(Number.isSafeInteger(steps) && steps >= 0, () => ({
    argument: "steps",
    value: steps,
    problem: "is not a whole number of at least 0",
    consequence: "nothing says when they are all done",
    remedy: "give the number of steps",
  }));
}
