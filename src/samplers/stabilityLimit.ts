import type { ScoreField } from "../densities/density";
import { type PointsLike, points } from "../numerics/points";
import { short } from "../reporting/short";
import { type Curvature, curvature } from "./curvature";

/** From which step size on a sampler runs away from its target. */
export interface StabilityLimit {
  /** Steps must be smaller. 0 if no step is stable. */
  readonly limit: number;
  /** L, the largest curvature of -log p that was seen. */
  readonly curvature: number;
  /** Whether the limit is exact, the score being linear; else it holds near the points looked at. */
  readonly exact: boolean;
}

/**
 * The step size h = 2 / L from which on Langevin steps are unstable, L being the largest curvature of
 * -log p. For a Gaussian, L is the largest eigenvalue of its precision, one step multiplies the
 * distance from the mean along that direction by 1 - h L, and the limit is exact.
 *
 * For another target, L is the largest curvature at (at most 16 of) the given points: beyond the limit,
 * steps near that point overshoot by more than they correct. Below it nothing is promised, since the
 * density may be narrower elsewhere. Undefined if there is nothing to go by: no point was given, the
 * dimension is above 16, or the Jacobian of the score cannot be computed or is not symmetric there, or
 * no curvature that was seen is positive.
 *
 * Source: Roberts and Tweedie, "Exponential convergence of Langevin distributions and their discrete
 * approximations", Bernoulli 2 (1996), section 3, for what happens beyond.
 */
export function stabilityLimit(field: ScoreField, at?: PointsLike): StabilityLimit | undefined {
  const seen = curvature(field, at === undefined ? undefined : points(at));
  return seen && limitOf(seen);
}

function limitOf({ largest, smallest, everywhere }: Curvature): StabilityLimit | undefined {
  if (everywhere && smallest <= 0) return { limit: 0, curvature: largest, exact: true };
  if (largest <= 0) return undefined;
  return { limit: 2 / largest, curvature: largest, exact: everywhere };
}

/** What is wrong with a Langevin step: one sentence or two, or none if nothing is known to be wrong. */
export function stabilityWarnings(
  name: string,
  step: number,
  known: StabilityLimit | undefined,
): readonly string[] {
  if (!known || step < known.limit) return [];
  const { limit, curvature: l, exact } = known;
  if (limit === 0) return [`${name}: ${NOTHING_PULLS_BACK}`];
  const facts = `${name}: the step h = ${short(step)} is not below the stability limit 2 / L = ${short(limit)}`;
  const consequence = exact
    ? `, L = ${short(l)} being the largest curvature of -log p. Each step multiplies the distance from the mean by ${short(1 - step * l)} in that direction, so the variance grows without end. Take h < ${short(limit)}.`
    : `, where L = ${short(l)} is the largest curvature of -log p seen at the start. There each step overshoots by more than it corrects. Take h well below ${short(limit)}.`;
  return [`${facts}${consequence}`];
}

/** For a linear score with a curvature that is not positive. */
export const NOTHING_PULLS_BACK =
  "along some direction the score does not pull back, so the points run away for every step size. Look at the sign of the score.";
