import type { Estimate } from "../../../src/numerics/estimate";
import { type Rng, rng } from "../../../src/numerics/rng";
import { average } from "../../../src/numerics/statistics/average";

/** What many repetitions of an estimator say about its value and its standard error. */
export interface Repetitions {
  /** Mean of the values less the truth, in standard errors of that mean. */
  readonly bias: number;
  /** Mean of (value - truth)^2 / standardError^2: 1 if the standard error is right. */
  readonly calibration: Estimate;
}

export function repeated(
  times: number,
  seed: number,
  truth: number,
  estimator: (r: Rng) => Estimate,
): Repetitions {
  const r = rng(seed, "repetitions");
  const all = Array.from({ length: times }, (_, i) => estimator(r.split(i)));
  const errors = average(all.map(({ value }) => value - truth));
  return {
    bias: errors.value / errors.standardError,
    calibration: average(
      all.map(({ value, standardError }) => ((value - truth) / standardError) ** 2),
    ),
  };
}
