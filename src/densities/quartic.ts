import { gammaLower, gammaUpper, logGamma } from "../numerics/special/gamma";
import { ensurePositive } from "./guards";
import { invertCumulative } from "./invertCumulative";
import { type UnivariateDensity, univariate } from "./univariate";

/**
 * The density p(x) = exp(-theta x^4 / 4) / Z, Z = 2 Gamma(5/4) (theta / 4)^(-1/4), with E x^4 = 1 / theta
 * and E x^2 = 2 Gamma(3/4) / (Gamma(1/4) sqrt(theta)). Score -theta x^3, divergence -3 theta x^2.
 *
 * @throws InvalidArgument if theta is not positive.
 */
export function quartic({ theta }: { readonly theta: number }): UnivariateDensity {
  ensurePositive("theta", theta, "the density would have no finite integral");
  const logNormaliser = Math.log(2) + logGamma(1.25) - 0.25 * Math.log(theta / 4);
  const variance = (2 * Math.exp(logGamma(0.75) - logGamma(0.25))) / Math.sqrt(theta);
  const logDensity = (x: number) => -(theta * x ** 4) / 4 - logNormaliser;
  const cumulative = (x: number) => {
    const t = (theta * x ** 4) / 4;
    return x < 0 ? 0.5 * gammaUpper(0.25, t) : 0.5 + 0.5 * gammaLower(0.25, t);
  };
  const lowerQuantile = invertCumulative({
    cumulative,
    density: (x) => Math.exp(logDensity(x)),
    support: [-Infinity, Infinity],
    centre: 0,
    width: Math.sqrt(variance),
  });
  return univariate({
    kind: "Quartic density exp(-theta x^4 / 4)",
    parameters: { theta },
    support: [-Infinity, Infinity],
    mean: 0,
    variance,
    logDensity,
    score: (x) => -theta * x ** 3,
    divergence: (x) => -3 * theta * x ** 2,
    cumulative,
    quantile: (u) => (u <= 0.5 ? lowerQuantile(u) : -lowerQuantile(1 - u)),
  });
}
