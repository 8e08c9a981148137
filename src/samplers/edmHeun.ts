import type { ScoreFamily } from "../densities/density";
import { identity } from "./correctors/identity";
import { ensureFalling } from "./levels";
import { descend } from "./predictorCorrector";
import { type Churn, heun } from "./predictors/heun";
import type { SamplerOptions, SamplingRun } from "./samplingRun";

/** What `edmHeun` takes beside the scores. */
export interface EdmHeunOptions extends Omit<SamplerOptions, "steps">, Churn {
  /** Falling, for example `[...karrasSigmas({ ... }), 0]`. */
  readonly sigmas: ArrayLike<number>;
}

/**
 * The sampler of EDM: the probability flow in sigma, dx / dsigma = -sigma s_sigma(x), by Heun's method from
 * each sigma to the next, a step to 0 by Euler's. Order 2, at two evaluations of the score a step.
 *
 * Start from the law of the noisy data at the first sigma, or from N(0, sigma^2 I) if that is wide
 * against the data.
 *
 * Source: Karras and others (2022), algorithms 1 and 2.
 *
 * @throws InvalidArgument unless the sigmas fall and churn is at least 0.
 * @throws Diverged, naming the level and the step, if a value stops being finite.
 */
export function edmHeun(family: ScoreFamily<"sigma">, options: EdmHeunOptions): SamplingRun {
  const { sigmas, churn, ...rest } = options;
  ensureFalling("sigmas", sigmas);
  return descend(family, {
    ...rest,
    name: "EDM, Heun's method",
    levels: sigmas,
    predictor: heun({ churn }),
    corrector: identity,
  });
}
