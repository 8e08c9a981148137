import { normalCumulative } from "../numerics/special/normal";
import { normalQuantile } from "../numerics/special/normalQuantile";
import { ensureFinite, ensurePositive } from "./guards";
import { type UnivariateDensity, univariate } from "./univariate";

/**
 * The log-normal density on x > 0: the law of e^Y with Y ~ N(logMean, logVariance), m and v below.
 *
 *     log p(x) = -(log x - m)^2 / (2 v) - log x - log(2 pi v) / 2,   score(x) = -(1 + (log x - m) / v) / x,
 *
 * with mean e^{m + v / 2} and variance (e^v - 1) e^{2 m + v}.
 *
 * @throws InvalidArgument if logMean is not finite or logVariance not positive.
 */
export function logNormal({
  logMean,
  logVariance,
}: {
  readonly logMean: number;
  readonly logVariance: number;
}): UnivariateDensity {
  ensureFinite("logMean", logMean);
  ensurePositive("logVariance", logVariance, "the density would have no width");
  const deviation = Math.sqrt(logVariance);
  const standardised = (x: number) => (Math.log(x) - logMean) / deviation;
  return univariate({
    kind: "Log-normal density",
    parameters: { logMean, logVariance },
    support: [0, Infinity],
    mean: Math.exp(logMean + logVariance / 2),
    variance: Math.expm1(logVariance) * Math.exp(2 * logMean + logVariance),
    logDensity: (x) =>
      x > 0
        ? -(standardised(x) ** 2) / 2 - Math.log(x) - Math.log(2 * Math.PI * logVariance) / 2
        : -Infinity,
    score: (x) => -(1 + standardised(x) / deviation) / x,
    divergence: (x) => (1 + standardised(x) / deviation - 1 / logVariance) / x ** 2,
    cumulative: (x) => normalCumulative(standardised(x)),
    quantile: (u) => Math.exp(logMean + deviation * normalQuantile(u)),
  });
}
