import type { ScoreField } from "../densities/density";
import { type Points, points } from "../numerics/points";
import { scoresAt } from "./scoresAt";

/**
 * One step of Langevin dynamics with the step size h, given a standard normal number z for each
 * coordinate:
 *
 *     x + h s(x) + sqrt(2 h) z.
 *
 * The papers' alpha is 2 h. With z = 0 it is the centre of the step.
 *
 * @throws NotFinite if a coordinate is not finite.
 */
export function langevinStep(s: ScoreField, x: Points, h: number, z: Float64Array): Points {
  return langevinMove(x, scoresAt(s, x), h, z);
}

/** As {@link langevinStep}, where the scores at x are already there. */
export function langevinMove(x: Points, scores: Points, h: number, z: Float64Array): Points {
  const spread = Math.sqrt(2 * h);
  const moved = new Float64Array(x.data.length);
  for (let j = 0; j < moved.length; j++) {
    moved[j] = x.data[j]! + h * scores.data[j]! + spread * z[j]!;
  }
  return points(moved, x.dim);
}
