import { ensure } from "../numerics/errors";

/** Which states a run keeps: the last one, all of them, or that of every so many steps and the last. */
export type Save = "end" | "all" | number;

/** Whether the state after step k of `steps` is kept; state 0 is the start. */
export function kept(save: Save, k: number, steps: number): boolean {
  if (save === "all" || k === steps) return true;
  return save !== "end" && k % save === 0;
}

/** @throws InvalidArgument unless `save` says what to keep. */
export function ensureSave(save: Save): void {
  const valid = save === "end" || save === "all" || (Number.isSafeInteger(save) && save >= 1);
  ensure(valid, () => ({
    argument: "save",
    value: save,
    problem: 'is not "end", "all" or a whole number of at least 1',
    consequence: "it would not be known which states to keep",
    remedy: 'give "end" for the last state, "all" for every one, or k for every k-th',
  }));
}
