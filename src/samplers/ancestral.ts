import type { ScoreFamily } from "../densities/density";
import { identity } from "./correctors/identity";
import { ensureFalling } from "./levels";
import { ensureNoiseBetween, type NoiseProcess, processOf } from "./noiseProcess";
import { descend } from "./predictorCorrector";
import { type AncestralStep, ancestral as ancestralPredictor } from "./predictors/ancestral";
import type { SamplerOptions, SamplingRun } from "./samplingRun";

/** What `ancestral` takes beside the scores. */
export interface AncestralOptions extends Omit<SamplerOptions, "steps">, AncestralStep {
  /** The chain of DDPM, or a linear SDE. */
  readonly process: NoiseProcess;
  /** Times, falling: for a chain of N steps 1, (N - 1) / N, ..., 1 / N, 0. */
  readonly levels: ArrayLike<number>;
}

/**
 * Ancestral sampling, the sampler of DDPM: with the forward transition N(r x, v I) between neighbouring
 * levels, and s the score of the noisier one,
 *
 *     x <- (x + v s(x)) / r + sqrt(v) z.
 *
 * For DDPM's chain r = sqrt(1 - beta_i), v = beta_i. Noise is added in the last step too. With `variance`:
 * "posterior" the variance is v V' / V instead, V and V' being those of the noise at the two levels, and
 * the last step to time 0 adds none.
 *
 * Start from the prior N(0, I), and not from noise of another variance.
 *
 * Source: Ho and others (2020), algorithm 2; Song and others (2021), equation 4.
 *
 * @throws InvalidArgument unless the levels fall, and the process adds noise between them.
 * @throws Diverged, naming the level and the step, if a value stops being finite.
 */
export function ancestral(family: ScoreFamily<"time">, options: AncestralOptions): SamplingRun {
  const { process, variance, ...rest } = options;
  ensureFalling("levels", options.levels);
  ensureNoiseBetween(processOf(family, process), options.levels);
  return descend(family, {
    ...rest,
    name: "Ancestral sampling",
    predictor: ancestralPredictor({ process, variance }),
    corrector: identity,
  });
}
