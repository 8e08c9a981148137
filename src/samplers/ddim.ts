import type { Level, ScoreFamily } from "../densities/density";
import { identity } from "./correctors/identity";
import type { NoiseProcess } from "./noiseProcess";
import { descend } from "./predictorCorrector";
import { ddim as ddimPredictor, type Stochasticity } from "./predictors/ddim";
import type { Predictor } from "./predictors/predictor";
import type { SamplerOptions, SamplingRun } from "./samplingRun";

/** What `ddim` takes beside the scores. */
export interface DdimOptions extends Omit<SamplerOptions, "steps">, Stochasticity {
  /** The chain of DDPM, or a linear SDE; left out for scores in sigma. */
  readonly process?: NoiseProcess;
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
  const options = { ...(eta !== undefined && { eta }) };
  const predictor: Predictor<Level> = process
    ? ddimPredictor({ process, ...options })
    : ddimPredictor(options);
  return descend(family, { ...rest, name: "DDIM", predictor, corrector: identity });
}
