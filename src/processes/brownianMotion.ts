import { ensureCount } from "../densities/guards";
import type { MatrixLike } from "../densities/parameters";
import { ensure } from "../numerics/errors";
import { type Points, points } from "../numerics/points";
import { ensureRng, type Rng } from "../numerics/rng";
import { type BrownianPath, brownianPath } from "./brownianPath";
import { covarianceFactor } from "./covarianceFactor";
import { checkedGrid, uniformGrid } from "./grid";
import { drawnIncrements } from "./increments";

/** The times of a path: equal steps from 0 to `duration`, or a grid of any kind. */
export type PathTimes =
  | { readonly duration: number; readonly steps: number }
  | { readonly times: ArrayLike<number> };

export type BrownianMotionOptions = PathTimes & {
  /** The dimension of the motion; 1 if left out. */
  readonly dim?: number;
  /** Q, the covariance after a unit of time; the identity if left out. A number c stands for c I. */
  readonly covariance?: MatrixLike;
  /** How many independent paths; 1 if left out. */
  readonly paths?: number;
  /** Path i is the same however many paths there are; an increment is, however many follow. */
  readonly rng: Rng;
};

/**
 * Paths of a Brownian motion W with diffusion matrix Q: W_0 = 0, continuous, with independent
 * increments
 *
 *     W_t - W_s ~ N(0, (t - s) Q),   s < t,
 *
 * drawn at the times of a grid, and at more times later by `refined`. If the grid begins after 0, its
 * first value is drawn from the law of W at that time.
 *
 * Source: Sarkka and Solin (2019), section 4.1.
 *
 * @throws InvalidArgument if the times do not rise or begin before 0, or the covariance is not symmetric
 * and positive semidefinite.
 */
export function brownianMotion(options: BrownianMotionOptions): BrownianPath {
  const { dim = 1, paths = 1, rng } = options;
  ensureRng(rng);
  ensureMotionDimension(dim);
  ensureCount(paths);
  const times = pathTimes(options);
  const factor = covarianceFactor(options.covariance ?? 1, dim);
  const increments = drawnIncrements(rng, times, paths, dim);
  let w: Float64Array = new Float64Array(paths * dim);
  if (times[0]! > 0) {
    const deviation = Math.sqrt(times[0]!);
    w = factor.colour(
      rng
        .split("first")
        .normal(paths, dim)
        .map((z) => deviation * z),
    );
  }
  const states: Points[] = [points(w, dim)];
  for (let k = 0; k + 1 < times.length; k++) {
    const increment = factor.colour(increments(k));
    w = w.map((value, j) => value + increment[j]!);
    states.push(points(w, dim));
  }
  return brownianPath({ title: "Brownian motion", factor, times, states, rng });
}

/** @throws InvalidArgument unless there can be so many coordinates. */
export function ensureMotionDimension(dim: number): void {
  ensure(Number.isSafeInteger(dim) && dim >= 1, () => ({
    argument: "dim",
    value: dim,
    problem: "is not a whole number of at least 1",
    consequence: "the motion would have no coordinates",
    remedy: "give the number of coordinates, or leave it out for 1",
  }));
}

/** @throws InvalidArgument unless the times rise from 0 or later. */
export function pathTimes(options: PathTimes): Float64Array {
  if (!("times" in options)) {
    const { duration, steps } = options;
    ensure(Number.isFinite(duration) && duration > 0, () => ({
      argument: "duration",
      value: duration,
      problem: "is not a positive, finite number",
      consequence: "the path would have no second time",
      remedy: "give the last time of the path",
    }));
    return uniformGrid(0, duration, steps);
  }
  const times = checkedGrid(options.times);
  ensure(times[0]! >= 0 && times[1]! > times[0]!, () => ({
    argument: "times",
    value: options.times,
    problem: "does not rise from 0 or later",
    consequence: "a Brownian motion begins at time 0",
    remedy: "give rising times; a solver that runs down in time takes them in reverse",
  }));
  return times;
}
