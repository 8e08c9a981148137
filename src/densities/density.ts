import type { Measure } from "../numerics/measure";
import type { Displayable } from "../numerics/mimeBundle";
import type { Points } from "../numerics/points";
import type { Rng } from "../numerics/rng";

/** A vector field that is, or stands for, the gradient of a log density. */
export interface ScoreField {
  readonly dim: number;
  /** grad_x log p at each point: [n, dim]. */
  score(x: Points): Points;
  /** The trace of the Jacobian of the score (the Laplacian of log p) at each point: [n]. */
  divergence(x: Points): Float64Array;
  /**
   * J(x) v, with J the Jacobian of the score, for each point and its vector: [n, dim]. Where it is
   * missing, a central difference stands in (see `directionalDerivative`).
   */
  directional?(x: Points, v: Points): Points;
}

/** What indexes a family: a noise level or a time. The compiler keeps the two apart. */
export type Level = "sigma" | "time";

/** A score field for each level. */
export interface ScoreFamily<L extends Level> {
  readonly dim: number;
  readonly level: L;
  at(level: number): ScoreField;
}

/**
 * A probability density on R^dim, or on the part of it that `support` names.
 *
 * Where the density is zero, `logDensity` is -Infinity, and `score` and `divergence`, which have no
 * meaning there, throw InvalidArgument. So do all methods for points of another dimension.
 */
export interface Density extends ScoreField, Measure, Displayable {
  /** log p at each point, -Infinity outside the support: [n]. Without its constant if not normalised. */
  logDensity(x: Points): Float64Array;
  /** n independent draws; draw i depends on the generator and i only, whatever n is. */
  sample(n: number, rng: Rng): Points;
  /** Whether logDensity includes the normalising constant. */
  readonly normalised: boolean;
  /** For each coordinate the interval outside which the density is zero. */
  readonly support: readonly (readonly [number, number])[];
  /** E[x]: [dim]. NaN where it does not exist (Cauchy) or is not known (an energy). */
  readonly mean: Float64Array;
  /** Row-major [dim, dim]. Infinity where the integral diverges, NaN where the mean is NaN. */
  readonly covariance: Float64Array;
  /** P(X <= x) at each point, in dimension 1 where it is known. */
  cumulative?(x: Points): Float64Array;
  /** The law of `scale` X + sqrt(`variance`) Z, Z ~ N(0, I), where it has a closed form. */
  diffused?(scale: number, variance: number): Density;
}

/** A family of densities: the same distribution seen at each level. */
export interface DensityFamily<L extends Level> extends ScoreFamily<L> {
  at(level: number): Density;
}
