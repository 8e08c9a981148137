import type { Level } from "../../densities/density";
import { type Points, points } from "../../numerics/points";
import { forwardStep, type NoiseProcess, processOf } from "../noiseProcess";
import { scoresAt } from "../scoresAt";
import type { Predictor } from "./predictor";

/** What the reverse diffusion step takes. */
export interface ReverseDiffusionStep {
  /** The chain of DDPM, or a linear SDE; left out for scores in sigma. */
  readonly process?: NoiseProcess;
}

/**
 * The reverse diffusion step: the forward transition N(r x, v I) between two levels, taken backwards the
 * way Euler-Maruyama takes the SDE. With the score s of the noisier level,
 *
 *     (2 - r) x + v s(x) + sqrt(v) z.
 *
 * For DDPM's chain r = sqrt(1 - beta) and v = beta; for a family in sigma, where no process is given,
 * r = 1 and v is the difference of the variances.
 *
 * Source: Song and others (2021), appendix E and algorithms 2 and 3.
 *
 * @throws InvalidArgument if there is no process for a family in time.
 */
export function reverseDiffusion({ process }: ReverseDiffusionStep = {}): Predictor<Level> {
  return {
    name: "reverse diffusion",
    predict(x: Points, { family, from, to, rng }) {
      const { ratio, added } = forwardStep(processOf(family, process), from, to);
      const score = scoresAt(family.at(from), x).data;
      const z = rng.normal(x.n, x.dim);
      const spread = Math.sqrt(added);
      const moved = x.data.map(
        (value, j) => (2 - ratio) * value + added * score[j]! + spread * z[j]!,
      );
      return { points: points(moved, x.dim), evaluations: 1 };
    },
  };
}
