import { ensure } from "../numerics/errors";
import type { PointsLike } from "../numerics/points";
import { medianInPlace } from "./median";
import { type PermutationOptions, type PermutationTest, permutationTest } from "./permutationTest";

export interface DiscrepancyOptions extends PermutationOptions {
  /** The length l of the kernel; the median distance of two of all the points if left out. */
  readonly bandwidth?: number;
}

/** The result of the test, with the bandwidth that was used. */
export interface MaximumMeanDiscrepancy extends PermutationTest {
  readonly bandwidth: number;
}

/**
 * The squared maximum mean discrepancy of two samples in any dimension, with the Gaussian kernel
 * k(x, y) = exp(-|x - y|^2 / (2 l^2)), and the test by permutation of "both have the same
 * distribution":
 *
 *     MMD^2 = E k(X, X') + E k(Y, Y') - 2 E k(X, Y),   without unit, between 0 and 2,
 *
 * which is 0 if and only if the distributions are equal. The means are over pairs of different points,
 * so for a given bandwidth the estimate is unbiased, and may be negative. Differences on scales far
 * from the bandwidth go unseen. It costs the square of the number of points, and half of that again
 * for each of the `permutations` (999 if left out). The p-value holds for independent points.
 *
 * Source: Gretton and others, "A kernel two-sample test", Journal of Machine Learning Research 13
 * (2012), equation 3 and section 8 (the median).
 *
 * @throws InvalidArgument if the dimensions differ, a sample is a single point, both together have
 * more than 5,000 and no `subsample` is asked for, or the bandwidth is not positive, or half of all
 * distances are 0 and none is given.
 */
export function maximumMeanDiscrepancy(
  x: PointsLike | Float64Array,
  y: PointsLike | Float64Array,
  options: DiscrepancyOptions,
): MaximumMeanDiscrepancy {
  let bandwidth = Number.NaN;
  const result = permutationTest(x, y, options, (distances) => {
    bandwidth = options.bandwidth ?? medianInPlace(distances.slice());
    ensurePositive(bandwidth, options.bandwidth !== undefined);
    return {
      name: "Maximum mean discrepancy (squared)",
      details: [["bandwidth", bandwidth]],
      of: (distance) => Math.exp(-((distance / bandwidth) ** 2) / 2),
    };
  });
  return { ...result, bandwidth };
}

function ensurePositive(bandwidth: number, given: boolean): void {
  ensure(bandwidth > 0 && Number.isFinite(bandwidth), () => ({
    argument: "bandwidth",
    value: bandwidth,
    problem: given
      ? "is not a positive number"
      : bandwidth === 0
        ? "is the median distance: half of all pairs are equal"
        : "is the median distance: half of them overflow",
    consequence: "the kernel would only know whether two points are equal",
    remedy: "give a length on which the distributions may differ",
  }));
}
