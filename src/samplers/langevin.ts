import type { ScoreField } from "../densities/density";
import { ensurePositive } from "../densities/guards";
import { drawnLangevinStep } from "./langevinStep";
import { runSteps } from "./runSteps";
import type { SamplerOptions, SamplingRun } from "./samplingRun";
import { stabilityLimit, stabilityWarnings } from "./stabilityLimit";
import { warned } from "./warned";

/** What `langevin` takes. */
export interface LangevinOptions extends SamplerOptions {
  /** h, in the square of the unit of x. The papers' alpha is 2 h. */
  readonly step: number;
}

/**
 * The unadjusted Langevin algorithm (ULA, also called Langevin Monte Carlo): with z ~ N(0, I) anew in
 * each step,
 *
 *     x <- x + h s(x) + sqrt(2 h) z,
 *
 * the Euler-Maruyama scheme for dX = s(X) dt + sqrt(2) dW, for which the density with the score s is
 * stationary. Nothing is accepted or rejected, so the law that the points tend to is off by order h:
 * for N(0, V) it is N(0, V / (1 - h / (2 V))). From h = 2 / L on it does not exist, L being the
 * largest curvature of -log p; such a step is warned of where L is known (see `stabilityLimit`).
 * `stepSizes` are the h.
 *
 * Source: Roberts and Tweedie, Bernoulli 2 (1996), section 1.4.1; Song and Ermon (2019), equation 4,
 * with alpha = 2 h.
 *
 * @throws InvalidArgument if the step is not positive, or the start is not of the field's dimension.
 * @throws Diverged, naming the step, if a coordinate stops being finite.
 */
export function langevin(field: ScoreField, options: LangevinOptions): SamplingRun {
  const { step } = options;
  ensurePositive("step", step, "the points would stay, or run down the density");
  return runSteps(options, field.dim, (start) => ({
    name: "Langevin",
    warnings: warned(stabilityWarnings("Langevin", step, stabilityLimit(field, start))),
    begin: () => ({ points: start }),
    advance: ({ points: x }, _, rng) => ({
      state: { points: drawnLangevinStep(field, x, step, rng) },
      stepSize: step,
      evaluations: 1,
    }),
  }));
}
