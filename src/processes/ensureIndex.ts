import { ensure } from "../numerics/errors";

/** @throws InvalidArgument unless there are so many that one has this number. */
export function ensureIndex(argument: string, value: number, count: number, what: string): void {
  ensure(Number.isInteger(value) && value >= 0 && value < count, () => ({
    argument,
    value,
    problem: `is no ${what} that there is`,
    consequence: "there is no such number",
    remedy: `give a whole number from 0 to ${count - 1}`,
  }));
}
