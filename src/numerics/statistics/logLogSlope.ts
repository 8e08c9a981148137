import { ensure } from "../errors";
import { type Estimate, estimate } from "../estimate";
import { fitLine } from "./lineFit";

/**
 * The power of x that y follows: the slope of log |y| against log x by least squares, with the standard
 * error that its residuals give. It reports where `check.slope` would judge: measured times, for one.
 *
 * @throws InvalidArgument if the lengths differ, there are fewer than 3 points, an x is not positive,
 * all x are equal, or a y is 0 or not finite.
 */
export function logLogSlope(x: ArrayLike<number>, y: ArrayLike<number>): Estimate {
  ensure(x.length === y.length, () => ({
    argument: "y",
    value: y,
    problem: `holds ${y.length} numbers where x holds ${x.length}`,
    consequence: "the two do not form points",
    remedy: "give one y for each x",
  }));
  ensure(x.length >= 3, () => ({
    argument: "x",
    value: x,
    problem: `holds ${x.length} numbers`,
    consequence: "the slope would have no error",
    remedy: "give at least 3 points",
  }));
  const u = logarithms("x", x, (value) => value > 0, "is not positive");
  ensure(new Set(u).size > 1, () => ({
    argument: "x",
    value: x,
    problem: "holds one number over and over",
    consequence: "the line through the points would be vertical",
    remedy: "vary x",
  }));
  const v = logarithms("y", y, (value) => value !== 0, "has no logarithm");
  const { slope, standardError } = fitLine(u, v);
  return estimate(slope, standardError, x.length);
}

function logarithms(
  argument: string,
  values: ArrayLike<number>,
  allowed: (value: number) => boolean,
  problem: string,
): readonly number[] {
  return Array.from(values, (value, i) => {
    ensure(Number.isFinite(value) && allowed(value), () => ({
      argument: `${argument}[${i}]`,
      value,
      problem,
      consequence: "the point has no place on a logarithmic axis",
      remedy: "leave the point out",
    }));
    return Math.log(Math.abs(value));
  });
}
