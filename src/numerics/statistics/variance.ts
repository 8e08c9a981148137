import { type Estimate, estimate } from "../estimate";
import { sampleMoments } from "./sampleMoments";

/**
 * The unbiased variance s^2 of independent values. Its own variance is
 * (m4 - s^4 (n - 3) / (n - 1)) / n with the fourth central moment m4, which is estimated too: for a
 * heavy tail the standard error is too small until the sample shows that tail.
 *
 * Source: Cramer, Mathematical Methods of Statistics (1946), 27.4.
 *
 * @throws InvalidArgument if there are fewer than 4 values or one is not finite.
 */
export function variance(values: ArrayLike<number>): Estimate {
  const { n, second, fourth } = sampleMoments(values, 4);
  const unbiased = (second * n) / (n - 1);
  const spread = (fourth - (unbiased * unbiased * (n - 3)) / (n - 1)) / n;
  return estimate(unbiased, Math.sqrt(Math.max(spread, 0)), n);
}
