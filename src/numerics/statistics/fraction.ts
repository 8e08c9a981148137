import { ensure } from "../errors";
import { type Estimate, estimate } from "../estimate";
import { ensureSample } from "./sampleMoments";

/**
 * The fraction k / n of independent values for which the condition holds. The standard error
 * sqrt(p (1 - p) / n) takes p = (k + 1/2) / (n + 1), so that it is not 0 when all or none do.
 *
 * @throws InvalidArgument if there are fewer than 2 values or one is not finite.
 */
export function fraction(
  values: ArrayLike<number>,
  condition: (value: number) => boolean,
): Estimate {
  ensureSample("values", values, 2);
  ensure(typeof condition === "function", () => ({
    argument: "condition",
    value: condition,
    problem: "is not a function",
    consequence: "nothing says which values to count",
    remedy: "give one, for example (x) => x < 0",
  }));
  const n = values.length;
  let count = 0;
  for (let i = 0; i < n; i++) if (condition(values[i]!)) count++;
  const p = (count + 0.5) / (n + 1);
  return estimate(count / n, Math.sqrt((p * (1 - p)) / n), n);
}
