import { ensurePositive } from "../densities/guards";
import { ensure } from "../numerics/errors";
import { linearSde } from "./linearSde";
import type { LinearSde } from "./sde";

/** The variance exploding SDE with its noise levels. */
export interface VarianceExploding extends LinearSde {
  /** sigma(t) = sigmaMin (sigmaMax / sigmaMin)^t. */
  sigma(time: number): number;
}

/** What `varianceExploding` takes, in the unit of x. */
export interface VarianceExplodingOptions {
  readonly sigmaMin: number;
  readonly sigmaMax: number;
}

/**
 * The variance exploding SDE on [0, 1], with the noise levels sigma(t) = sigmaMin (sigmaMax / sigmaMin)^t:
 *
 *     dx = sigma(t) sqrt(2 log(sigmaMax / sigmaMin)) dW,
 *     x_t given x_0  ~  N(x_0, (sigma(t)^2 - sigma(0)^2) I).
 *
 * The variance starts at 0: sigma(0)^2 is subtracted, which is easily forgotten. The prior is
 * N(0, (sigmaMax^2 - sigmaMin^2) I), the law of x_1 given x_0 = 0; the paper rounds it to sigmaMax^2.
 *
 * Source: Song and others (2021), equations 9 and 30. In the limit of many levels, annealed Langevin's
 * ladder (SMLD).
 *
 * @throws InvalidArgument unless 0 < sigmaMin < sigmaMax; later, for a time outside [0, 1].
 */
export function varianceExploding({
  sigmaMin,
  sigmaMax,
}: VarianceExplodingOptions): VarianceExploding {
  ensurePositive("sigmaMin", sigmaMin, "a geometric ladder never reaches 0");
  ensurePositive("sigmaMax", sigmaMax, "the data would not be turned into noise");
  ensure(sigmaMin < sigmaMax, () => ({
    argument: "sigmaMax",
    value: sigmaMax,
    problem: `is not above sigmaMin = ${sigmaMin}`,
    consequence: "the noise would not grow with time",
    remedy: "give the noise level at the data as sigmaMin and that of the prior as sigmaMax",
  }));
  const growth = Math.log(sigmaMax / sigmaMin);
  const sigma = (time: number) => sigmaMin * Math.exp(growth * time);
  return {
    ...linearSde({
      title: `Variance exploding SDE, sigma from ${sigmaMin} to ${sigmaMax}`,
      rate: () => 0,
      noise: (time) => sigma(time) * Math.sqrt(2 * growth),
      scale: () => 1,
      variance: (time) => sigmaMin ** 2 * Math.expm1(2 * growth * time),
    }),
    sigma,
  };
}
