import type { Level } from "../../densities/density";
import { ensure } from "../../numerics/errors";
import { type Points, points } from "../../numerics/points";
import { forwardStep, type NoiseProcess, processOf } from "../noiseProcess";
import { scoresAt } from "../scoresAt";
import type { Predictor } from "./predictor";

/** What DDIM's step takes. */
export interface DdimStep {
  /** The chain of DDPM, or a linear SDE; left out for scores in sigma. */
  readonly process?: NoiseProcess;
  /** How much of the posterior's noise is drawn anew, from 0 (if left out: nothing is random) to 1. */
  readonly eta?: number;
}

/**
 * The step of DDIM. At the noisier level, of scale a, variance V and score s, it splits x into clean data
 * and noise; at the cleaner level, of scale a' and variance V', it puts them together again:
 *
 *     x_0 = (x + V s(x)) / a,   e = -sqrt(V) s(x),
 *     a' x_0 + sqrt(V' - c^2) e + c z,   c^2 = eta^2 v V' / V,
 *
 * with v the variance that the forward transition adds. For eta = 1 it is the ancestral step with the
 * posterior's variance. For eta = 0 it is exact for a single datum, and in general a step of order 1
 * for the probability flow; for a family in sigma, where no process is given, Euler's.
 *
 * Source: Song, Meng and Ermon (2021), equations 12 and 16.
 *
 * @throws InvalidArgument unless 0 <= eta <= 1, or if there is no process for a family in time.
 */
export function ddim(options: DdimStep = {}): Predictor<Level> {
  const { eta = 0 } = options;
  ensure(eta >= 0 && eta <= 1, () => ({
    argument: "eta",
    value: eta,
    problem: "does not lie between 0 and 1",
    consequence: "more noise would be drawn than the level has",
    remedy: "give 0 for a map without noise, 1 for ancestral sampling, or a number between",
  }));
  return {
    name: "DDIM",
    predict(x: Points, { family, from, to, rng }) {
      const process = processOf(family, options.process);
      const { added } = forwardStep(process, from, to);
      const [noisy, clean] = [process.variance(from), process.variance(to)];
      const fresh = (eta * eta * added * clean) / noisy;
      const kept = Math.sqrt(clean - fresh);
      const [scale, nextScale] = [process.scale(from), process.scale(to)];
      const score = scoresAt(family.at(from), x).data;
      const z = fresh === 0 ? undefined : rng.normal(x.n, x.dim);
      const moved = x.data.map((value, j) => {
        const s = score[j]!;
        const datum = (value + noisy * s) / scale;
        const centre = nextScale * datum - kept * Math.sqrt(noisy) * s;
        return z ? centre + Math.sqrt(fresh) * z[j]! : centre;
      });
      return { points: points(moved, x.dim), evaluations: 1 };
    },
  };
}
