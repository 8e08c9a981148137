import { type Estimate, estimate } from "../estimate";
import { sampleMoments } from "./sampleMoments";

/**
 * The mean of independent values, with standard error s / sqrt(n), s^2 the unbiased variance.
 *
 * @throws InvalidArgument if there are fewer than 2 values or one is not finite.
 */
export function average(values: ArrayLike<number>): Estimate {
  const { n, mean, second } = sampleMoments(values, 2);
  return estimate(mean, Math.sqrt(second / (n - 1)), n);
}
