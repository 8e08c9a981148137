import type { Density } from "../densities/density";
import { ensure } from "../numerics/errors";
import { type PointsLike, points } from "../numerics/points";

/** A distribution on the line: its distribution function P(X <= x), or a density that knows it. */
export type Distribution = ((x: number) => number) | Density;

/** Whether the second thing to compare with is a distribution, and not a sample. */
export function isDistribution(
  against: Distribution | PointsLike | Float64Array,
): against is Distribution {
  return typeof against === "function" || (typeof against === "object" && "logDensity" in against);
}

/** P(X <= x) for many x at once; ascending x must give ascending probabilities. */
export type DistributionFunction = (x: Float64Array) => Float64Array;

export function distributionFunction(against: Distribution): DistributionFunction {
  if (typeof against === "function") return (x) => checked(x, x.map(against));
  ensure(against.cumulative !== undefined && against.dim === 1, () => ({
    argument: "against",
    value: against,
    problem:
      against.dim === 1
        ? "is a density whose distribution function is not known"
        : `is a density in dimension ${against.dim}, where there is no distribution function to compare with`,
    consequence: "there is nothing to hold the sample against",
    remedy: "give P(X <= x) as a function, or a sample of it",
  }));
  return (x) => checked(x, against.cumulative!(points(x)));
}

/** How far a distribution function may fall by rounding. */
const ROUNDING = 1e-12;

function checked(x: Float64Array, values: Float64Array): Float64Array {
  const bad = values.findIndex(
    (p, i) => !(p >= 0 && p <= 1) || (i > 0 && p < values[i - 1]! - ROUNDING),
  );
  ensure(bad < 0, () => ({
    argument: "against",
    value: values[bad],
    problem: `is what it gives at x = ${x[bad]}, ${
      values[bad]! >= 0 && values[bad]! <= 1
        ? `and ${values[bad - 1]} at the smaller ${x[bad - 1]}`
        : "not a probability"
    }`,
    consequence: "a distribution function rises from 0 to 1",
    remedy: "give P(X <= x), not the density",
  }));
  return values;
}
