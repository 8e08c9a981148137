import type { ScoreField } from "../densities/density";
import { packedGaussian } from "../densities/gaussian";
import { packedMixture } from "../densities/mixture";
import { packedLangevinStep } from "../densities/packedGaussians";
import { type Points, points } from "../numerics/points";
import { normalRowsOf, type Rng } from "../numerics/rng";
import { kernels } from "../numerics/webAssembly/kernels";
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

/**
 * As {@link langevinStep} with z = `rng.normal(x.n, x.dim)`. On a Gaussian density or mixture all of it is
 * done in WebAssembly, with the same numbers to rounding.
 */
export function drawnLangevinStep(s: ScoreField, x: Points, h: number, rng: Rng): Points {
  const wasm = kernels();
  const gaussians = wasm && (packedGaussian(s) ?? packedMixture(s));
  const draw = gaussians && normalRowsOf(rng, x.dim, wasm);
  const step = draw && { h, spread: Math.sqrt(2 * h), draw };
  const moved = step && gaussians.dim === x.dim && packedLangevinStep(gaussians, x, step);
  return moved ? points(moved, x.dim) : langevinStep(s, x, h, rng.normal(x.n, x.dim));
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
