import type { Level } from "../../densities/density";
import { ensureChoice } from "../../densities/guards";
import { type Points, points } from "../../numerics/points";
import { forwardStep, type NoiseProcess, processOf } from "../noiseProcess";
import { scoresAt } from "../scoresAt";
import type { Predictor } from "./predictor";

/** What the ancestral step takes. */
export interface AncestralStep {
  /** The chain of DDPM, or a linear SDE; left out for scores in sigma. */
  readonly process?: NoiseProcess;
  /** Which of Ho's two variances: "forward", v (if left out), or "posterior". */
  readonly variance?: "forward" | "posterior";
}

/**
 * The ancestral step: with the forward transition N(r x, v I) between the levels and the score s of
 * the noisier one,
 *
 *     (x + v s(x)) / r + sqrt(w) z.
 *
 * The centre is the mean of the cleaner x given the noisier, exactly, for any data. The variance w is
 * that of the step given both ends only roughly: "forward" is w = v, right for data that are N(0, I);
 * "posterior" is w = v V' / V, with V and V' the variances of the noise at the noisier and the cleaner
 * level, right for a single datum. Both tend to the reverse SDE as the levels come close.
 *
 * For DDPM's chain r = sqrt(1 - beta) and v = beta. For a family in sigma, where no process is given,
 * r = 1, v is the difference of the variances, and "posterior" is SMLD's ancestral sampling.
 *
 * Source: Ho and others (2020), section 3.2; Song and others (2021), equation 4 and appendix F.
 *
 * @throws InvalidArgument if there is no process for a family in time, or the variance is unknown.
 */
export function ancestral(options: AncestralStep = {}): Predictor<Level> {
  const { variance = "forward" } = options;
  ensureChoice(
    "variance",
    variance,
    ["forward", "posterior"],
    "it would not be known how much noise a step adds",
  );
  return {
    name: "ancestral",
    predict(x: Points, { family, from, to, rng }) {
      const process = processOf(family, options.process);
      const { ratio, added } = forwardStep(process, from, to);
      const score = scoresAt(family.at(from), x).data;
      const z = rng.normal(x.n, x.dim);
      const left = variance === "forward" ? 1 : process.variance(to) / process.variance(from);
      const spread = Math.sqrt(added * left);
      const moved = x.data.map((value, j) => (value + added * score[j]!) / ratio + spread * z[j]!);
      return { points: points(moved, x.dim), evaluations: 1 };
    },
  };
}
