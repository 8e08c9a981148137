import type { Points } from "./points";
import type { Rng } from "./rng";

/** What an expectation needs to know of a density on R^dim; every `Density` is one. */
export interface Measure {
  readonly dim: number;
  /** log p at each point, -Infinity outside the support: [n]. Without its constant if not normalised. */
  logDensity(x: Points): Float64Array;
  /** n independent draws. */
  sample(n: number, rng: Rng): Points;
  /** Whether logDensity includes the normalising constant. */
  readonly normalised: boolean;
  /** For each coordinate the interval outside which the density is zero. */
  readonly support: readonly (readonly [number, number])[];
  /** Not finite where it does not exist. */
  readonly mean: Float64Array;
  /** Row-major [dim, dim]; not finite where it does not exist. */
  readonly covariance: Float64Array;
  /**
   * For each coordinate, numbers that quadrature should not step over: kinks, jumps, and for a narrow
   * peak its centre and the ends of its bulk (six standard deviations to each side will do). Where
   * this is missing, quadrature starts from the mean and the standard deviation.
   */
  readonly breaks?: readonly (readonly number[])[];
}
