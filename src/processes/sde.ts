import type { Density, DensityFamily, ScoreFamily } from "../densities/density";
import type { Gaussian } from "../densities/gaussian";
import type { Displayable } from "../numerics/mimeBundle";
import type { Points } from "../numerics/points";

/**
 * The noise of an SDE acts on all coordinates alike, by a number that depends on the time only: g(t).
 * Ito's and Stratonovich's readings agree, and the reverse in time has a simple form.
 */
export interface AdditiveDiffusion {
  readonly kind: "additive";
  /** g(t); its unit is that of x over the square root of time. */
  at(time: number): number;
}

/** Coordinate k has a noise of its own: g_k(x_k, t) dW_k. */
export interface DiagonalDiffusion {
  readonly kind: "diagonal";
  /** g_k(x_k, t) at each point: [n, dim]. */
  at(x: Points, time: number): Points;
  /** d g_k / d x_k at each point: [n, dim]. Milstein's scheme and Stratonovich's drift want it. */
  derivative?(x: Points, time: number): Points;
}

/** G(x, t) dW with a matrix G of dim rows, a column for each of the independent noises. */
export interface MatrixDiffusion {
  readonly kind: "matrix";
  readonly noiseDim: number;
  /** G at each point: row-major [n, dim, noiseDim]. */
  at(x: Points, time: number): Float64Array;
}

export type Diffusion = AdditiveDiffusion | DiagonalDiffusion | MatrixDiffusion;

/** How the stochastic integral of an equation is read: at the left end, or half way, of each step. */
export type Calculus = "ito" | "stratonovich";

/**
 * The stochastic differential equation dx = f(x, t) dt + G(x, t) dW, in Ito's sense unless it says
 * otherwise.
 *
 * It runs from the first time of `interval` to the second. A reverse SDE runs downwards: its dt is
 * negative, its drift belongs to that dt, and its noise has the variance g^2 |dt|.
 */
export interface Sde {
  /** Missing where the equation reads the same in every dimension. */
  readonly dim?: number;
  readonly interval: readonly [from: number, to: number];
  /** f(x, t) at each point: [n, dim]. */
  drift(x: Points, time: number): Points;
  /** The divergence of f, div f(x, t), at each point: [n]. */
  driftDivergence?(x: Points, time: number): Float64Array;
  readonly diffusion: Diffusion;
  /** "ito" where it is missing. With additive noise the two are the same. */
  readonly calculus?: Calculus;
}

/**
 * An SDE with drift a(t) x and noise g(t) dW, whose transitions are Gaussian:
 *
 *     x_t given x_0  ~  N(scale(t) x_0, variance(t) I).
 */
export interface LinearSde extends Sde, Displayable {
  /** Forward, from data at time 0 to noise at time T. */
  readonly interval: readonly [0, number];
  driftDivergence(x: Points, time: number): Float64Array;
  readonly diffusion: AdditiveDiffusion;
  /** a(t), one over time. */
  rate(time: number): number;
  /** exp of the integral of a from 0 to t: what multiplies x_0. */
  scale(time: number): number;
  /** The variance that the noise has added by time t. */
  variance(time: number): number;
  /**
   * The law of x_t for every t when x_0 ~ p, exactly.
   *
   * @throws InvalidArgument if p has no closed form under Gaussian noise.
   */
  marginals(p: Density): DensityFamily<"time">;
  /** The law from which sampling starts: what x_T forgets x_0 for, N(0, .) in `dim` dimensions. */
  prior(dim: number): Gaussian;
}

/** A family of scores of the marginals of an SDE: exact, or learned. */
export type TimeScores = ScoreFamily<"time">;
