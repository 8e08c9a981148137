import type { PointsLike } from "../numerics/points";
import { type PermutationOptions, type PermutationTest, permutationTest } from "./permutationTest";

/**
 * The energy distance of two samples in any dimension, and the test by permutation of "both have the
 * same distribution":
 *
 *     D = 2 E|X - Y| - E|X - X'| - E|Y - Y'|,   unit: that of x,
 *
 * which is 0 if and only if the distributions are equal (in dimension 1 it is 2 integral (F - G)^2 dx).
 * The means are over pairs of different points, so the estimate is unbiased, and may be negative. It
 * costs the square of the number of points, and half of that again for each of the `permutations`
 * (999 if left out).
 *
 * Coordinates of a large scale drown the others: bring them to one scale first. The p-value holds for
 * independent points.
 *
 * Source: Szekely and Rizzo, "Energy statistics", Journal of Statistical Planning and Inference 143
 * (2013), sections 2 and 6.
 *
 * @throws InvalidArgument if the dimensions differ, a sample is a single point, both together have more
 * than 5,000 and no `subsample` is asked for, or distances overflow.
 */
export function energyDistance(
  x: PointsLike | Float64Array,
  y: PointsLike | Float64Array,
  options: PermutationOptions,
): PermutationTest {
  return permutationTest(x, y, options, () => ({
    name: "Energy distance",
    of: (distance) => -distance,
  }));
}
