import { ensurePositive } from "./guards";
import { type UnivariateDensity, univariate } from "./univariate";

/**
 * The exponential density p(x) = rate exp(-rate x) on x >= 0, with mean 1 / rate.
 *
 * Its score is the constant -rate and its divergence 0. p(0) is not zero: integration by parts leaves
 * a boundary term there, and E[score] = -rate.
 *
 * @throws InvalidArgument if the rate is not positive.
 */
export function exponential({ rate }: { readonly rate: number }): UnivariateDensity {
  ensurePositive("rate", rate, "the density would not decay");
  return univariate({
    kind: "Exponential density",
    parameters: { rate },
    support: [0, Infinity],
    mean: 1 / rate,
    variance: 1 / rate ** 2,
    logDensity: (x) => Math.log(rate) - rate * x,
    score: () => -rate,
    divergence: () => 0,
    cumulative: (x) => -Math.expm1(-rate * x),
    quantile: (u) => -Math.log1p(-u) / rate,
  });
}
