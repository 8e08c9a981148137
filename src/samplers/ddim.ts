import type { Level, ScoreFamily } from "../densities/density";
import { identity } from "./correctors/identity";
import { ensureFalling } from "./levels";
import { ensureNoiseBetween, processOf } from "./noiseProcess";
import { descend } from "./predictorCorrector";
import { type DdimStep, ddim as ddimPredictor } from "./predictors/ddim";
import type { SamplerOptions, SamplingRun } from "./samplingRun";

/** What `ddim` takes beside the scores. */
export interface DdimOptions extends Omit<SamplerOptions, "steps">, DdimStep {
  /** Times, or sigmas, falling; any of those that the scores know. */
  readonly levels: ArrayLike<number>;
}

/**
 * Denoising diffusion implicit models: the step of `predictors.ddim` from each level to the next. With
 * eta = 0 a deterministic map from noise to data, of order 1 for the probability flow.
 *
 * Source: Song, Meng and Ermon (2021).
 *
 * @throws InvalidArgument unless the levels fall and 0 <= eta <= 1, or if there is no process for a
 * family in time.
 * @throws Diverged, naming the level and the step, if a value stops being finite.
 */
export function ddim<L extends Level>(
  family: ScoreFamily<L>,
  { process, eta, ...rest }: DdimOptions,
): SamplingRun {
  ensureFalling("levels", rest.levels);
  ensureNoiseBetween(processOf(family, process), rest.levels);
  const predictor = ddimPredictor({ process, eta });
  return descend(family, { ...rest, name: "DDIM", predictor, corrector: identity });
}
