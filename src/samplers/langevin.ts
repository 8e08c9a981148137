import type { ScoreField } from "../densities/density";
import { ensurePositive } from "../densities/guards";
import { langevinStep } from "./langevinStep";
import { runSteps } from "./runSteps";
import type { SamplerOptions, SamplingRun } from "./samplingRun";

export interface LangevinOptions extends SamplerOptions {
  /** h, in the square of the unit of x. The papers' alpha is 2 h. */
  readonly step: number;
}

/**
 * The unadjusted Langevin algorithm: x <- x + h s(x) + sqrt(2 h) z.
 */
export function langevin(field: ScoreField, options: LangevinOptions): SamplingRun {
  const { step } = options;
  ensurePositive("step", step, "the points would stay, or run down the density");
  return runSteps(options, field.dim, () => ({
    name: "Langevin",
    begin: (start) => ({ points: start }),
    advance: ({ points: x }, _, rng) => ({
      state: { points: langevinStep(field, x, step, rng.normal(x.n, x.dim)) },
      stepSize: step,
      evaluations: 1,
    }),
  }));
}
