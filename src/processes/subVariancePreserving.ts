import { type LinearBetaOptions, linearBeta } from "./linearBeta";
import { linearSde } from "./linearSde";
import type { VariancePreserving } from "./variancePreserving";

/**
 * The sub-VP SDE on [0, 1]: the drift of `variancePreserving` with less noise. With its beta and B,
 *
 *     dx = -beta(t) / 2 x dt + sqrt(beta(t) (1 - exp(-2 B(t)))) dW,
 *     x_t given x_0  ~  N(exp(-B / 2) x_0, (1 - exp(-B))^2 I).
 *
 * Its variance is nowhere above that of the VP SDE. The prior is N(0, I).
 *
 * Source: Song and others (2021), section 3.4 and equation 33.
 *
 * @throws InvalidArgument unless 0 <= betaMin <= betaMax and betaMax > 0; later, for a time outside
 * [0, 1].
 */
export function subVariancePreserving(options: LinearBetaOptions): VariancePreserving {
  const { beta, integral } = linearBeta(options);
  return {
    ...linearSde({
      title: `Sub-VP SDE, beta from ${options.betaMin} to ${options.betaMax}`,
      rate: (time) => -beta(time) / 2,
      noise: (time) => Math.sqrt(-beta(time) * Math.expm1(-2 * integral(time))),
      scale: (time) => Math.exp(-integral(time) / 2),
      variance: (time) => Math.expm1(-integral(time)) ** 2,
      priorVariance: 1,
    }),
    beta,
  };
}
