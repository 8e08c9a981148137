import { type Points, points } from "../numerics/points";
import type { BrownianPath } from "./brownianPath";
import { ensureIndex } from "./ensureIndex";

/** Noise that is constant on each step of a grid. */
export interface WhiteNoise {
  /** Where each step begins. */
  readonly times: Float64Array;
  /** The noise on each of these steps: a point for each path. */
  readonly states: readonly Points[];
  /** Coordinate k (0 if left out) of path i on each of the steps. */
  path(i: number, k?: number): Float64Array;
}

/**
 * The difference quotients of a Brownian path,
 *
 *     xi_k = (W_{t_k + dt} - W_{t_k}) / dt ~ N(0, Q / dt),   independent from step to step.
 *
 * W has no derivative: on finer grids xi does not settle, its variance grows like 1 / dt. What does
 * converge is its covariance, Q / dt over a step of length dt and 0 elsewhere, to Q delta(t - s): so the
 * integral of phi xi dt tends to that of phi dW, with variance Q times the integral of phi^2. In this
 * sense white noise is the formal derivative of W. Its unit is that of W over the time.
 *
 * Source: Sarkka and Solin (2019), section 4.1.
 */
export function whiteNoise(path: BrownianPath): WhiteNoise {
  const { times, dim } = path;
  const states = Array.from({ length: times.length - 1 }, (_, k) => {
    const dt = times[k + 1]! - times[k]!;
    return points(
      path.increment(k).map((dw) => dw / dt),
      dim,
    );
  });
  return {
    times: times.slice(0, -1),
    states,
    path(i: number, k = 0): Float64Array {
      ensureIndex("i", i, path.paths, "path");
      ensureIndex("k", k, dim, "coordinate");
      return Float64Array.from(states, ({ data }) => data[i * dim + k]!);
    },
  };
}
