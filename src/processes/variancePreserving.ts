import { type LinearBetaOptions, linearBeta } from "./linearBeta";
import { linearSde } from "./linearSde";
import type { LinearSde } from "./sde";

/** The variance preserving SDE with its rate of noise. */
export interface VariancePreserving extends LinearSde {
  /** beta(t) = betaMin + t (betaMax - betaMin). */
  beta(time: number): number;
}

/**
 * The variance preserving SDE on [0, 1], with beta(t) = betaMin + t (betaMax - betaMin) and
 * B(t) = betaMin t + (betaMax - betaMin) t^2 / 2, its integral:
 *
 *     dx = -beta(t) / 2 x dt + sqrt(beta(t)) dW,
 *     x_t given x_0  ~  N(exp(-B / 2) x_0, (1 - exp(-B)) I).
 *
 * A variance v_0 of the data becomes 1 + exp(-B) (v_0 - 1): it is preserved only if v_0 = 1. The prior
 * is N(0, I).
 *
 * Source: Song and others (2021), equations 11 and 32. In the limit of many steps, the chain of
 * DDPM (`ddpmChain`).
 *
 * @throws InvalidArgument unless 0 <= betaMin <= betaMax and betaMax > 0; later, for a time outside
 * [0, 1].
 */
export function variancePreserving(options: LinearBetaOptions): VariancePreserving {
  const { beta, integral } = linearBeta(options);
  return {
    ...linearSde({
      title: `Variance preserving SDE, beta from ${options.betaMin} to ${options.betaMax}`,
      rate: (time) => -beta(time) / 2,
      noise: (time) => Math.sqrt(beta(time)),
      scale: (time) => Math.exp(-integral(time) / 2),
      variance: (time) => -Math.expm1(-integral(time)),
      priorVariance: 1,
    }),
    beta,
  };
}
