import { ensure } from "../errors";
import { type Estimate, estimate } from "../estimate";
import { average } from "./average";
import { ensureSample } from "./sampleMoments";

/**
 * The ratio R of the means of a and b, for independent pairs (a_i, b_i). Standard error by the delta
 * method: that of the mean of (a_i - R b_i) / mean(b). The estimate is biased by order 1 / n.
 *
 * @throws InvalidArgument if the lengths differ, there are fewer than 2 pairs, a number is not
 * finite, or the mean of b is within 5 of its standard errors of 0.
 */
export function ratio(numerators: ArrayLike<number>, denominators: ArrayLike<number>): Estimate {
  ensureSample("numerators", numerators, 2);
  ensureSample("denominators", denominators, 2);
  ensure(numerators.length === denominators.length, () => ({
    argument: "denominators",
    value: denominators,
    problem: `holds ${denominators.length} numbers where numerators holds ${numerators.length}`,
    consequence: "the two do not form pairs",
    remedy: "compute both from the same points",
  }));
  const below = average(denominators);
  ensure(Math.abs(below.value) > 5 * below.standardError, () => ({
    argument: "denominators",
    value: denominators,
    problem: `has the mean ${below.value}, not clearly different from 0 (standard error ${below.standardError})`,
    consequence: "the ratio could be anything",
    remedy: "draw more, or estimate another quantity",
  }));
  const value = average(numerators).value / below.value;
  const residuals = Float64Array.from(
    numerators,
    (a, i) => (a - value * denominators[i]!) / below.value,
  );
  return estimate(value, average(residuals).standardError, numerators.length);
}
