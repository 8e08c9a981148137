import { ensure } from "../numerics/errors";
import { type LinearBetaOptions, linearBeta } from "./linearBeta";

/** What `linearBetas` takes. */
export interface LinearBetasOptions extends LinearBetaOptions {
  /** N, at least 2. */
  readonly steps: number;
}

/**
 * N equally spaced numbers from betaMin / N to betaMax / N, both included, for `ddpmChain`:
 *
 *     b_i = (betaMin + (i - 1) / (N - 1) (betaMax - betaMin)) / N,   i from 1 to N.
 *
 * Ho and others (2020) have betaMin = 0.1, betaMax = 20 and N = 1000, so b from 1e-4 to 0.02.
 *
 * @throws InvalidArgument unless 0 <= betaMin <= betaMax, betaMax > 0 and N >= 2.
 */
export function linearBetas({ betaMin, betaMax, steps }: LinearBetasOptions): Float64Array {
  const { beta } = linearBeta({ betaMin, betaMax });
  ensureSteps(steps, 2);
  return Float64Array.from({ length: steps }, (_, i) => beta(i / (steps - 1)) / steps);
}

/**
 * The rate of noise of an SDE at the times i / N, times the step 1 / N, for `ddpmChain`:
 *
 *     b_i = beta(i / N) / N,   i from 1 to N.
 *
 * Source: Song and others (2021), appendix B.
 *
 * @throws InvalidArgument unless N >= 1.
 */
export function sampledBetas(
  sde: { beta(time: number): number },
  { steps }: { readonly steps: number },
): Float64Array {
  ensureSteps(steps, 1);
  return Float64Array.from({ length: steps }, (_, i) => sde.beta((i + 1) / steps) / steps);
}

function ensureSteps(steps: number, least: number): void {
  ensure(Number.isSafeInteger(steps) && steps >= least, () => ({
    argument: "steps",
    value: steps,
    problem: `is not a whole number of at least ${least}`,
    consequence: "there would be no chain",
    remedy: "give the number of steps from data to noise, for example 1000",
  }));
}
