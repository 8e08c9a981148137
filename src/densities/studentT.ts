import { regularisedBeta } from "../numerics/special/beta";
import { logGamma } from "../numerics/special/gamma";
import { ensurePositive } from "./guards";
import { invertCumulative } from "./invertCumulative";
import { type LocationScale, locationScale } from "./locationScale";
import { type UnivariateDensity, univariate } from "./univariate";

/**
 * Student's t density with nu degrees of freedom, z = (x - location) / scale:
 *
 *     log p = -(nu + 1) / 2 log(1 + z^2 / nu) + const,   score = -(nu + 1) z / ((nu + z^2) scale),
 *     divergence = -(nu + 1) (nu - z^2) / ((nu + z^2) scale)^2.
 *
 * nu = 1 is the Cauchy density. The mean exists for nu > 1 (else NaN); the variance is
 * scale^2 nu / (nu - 2) for nu > 2, Infinity for 1 < nu <= 2, and else NaN.
 *
 * @throws InvalidArgument if the location is not finite, or the scale or nu not positive.
 */
export function studentT({
  degreesOfFreedom,
  location = 0,
  scale = 1,
}: Partial<LocationScale> & { readonly degreesOfFreedom: number }): UnivariateDensity {
  locationScale({ location, scale });
  ensurePositive("degreesOfFreedom", degreesOfFreedom, "the density would have no finite integral");
  const nu = degreesOfFreedom;
  const logConstant =
    logGamma((nu + 1) / 2) - logGamma(nu / 2) - 0.5 * Math.log(nu * Math.PI) - Math.log(scale);
  const standardised = (x: number) => (x - location) / scale;
  const logDensity = (x: number) =>
    logConstant - ((nu + 1) / 2) * Math.log1p(standardised(x) ** 2 / nu);
  const cumulative = (x: number) => {
    const z = standardised(x);
    const sum = nu + z * z;
    const tail = 0.5 * regularisedBeta(nu / sum, nu / 2, 0.5, (z * z) / sum);
    return z < 0 ? tail : 1 - tail;
  };
  const lowerQuantile = invertCumulative({
    cumulative,
    density: (x) => Math.exp(logDensity(x)),
    support: [-Infinity, Infinity],
    centre: location,
    width: scale,
  });
  return univariate({
    kind: "Student t density",
    parameters: { "degrees of freedom": nu, location, scale },
    support: [-Infinity, Infinity],
    breaks: [location - 6 * scale, location, location + 6 * scale],
    mean: nu > 1 ? location : Number.NaN,
    variance:
      nu > 2 ? (scale ** 2 * nu) / (nu - 2) : nu > 1 ? Number.POSITIVE_INFINITY : Number.NaN,
    logDensity,
    score: (x) => {
      const z = standardised(x);
      return (-(nu + 1) * z) / ((nu + z * z) * scale);
    },
    divergence: (x) => {
      const square = standardised(x) ** 2;
      return (-(nu + 1) * (nu - square)) / ((nu + square) * scale) ** 2;
    },
    cumulative,
    quantile: (u) => (u <= 0.5 ? lowerQuantile(u) : 2 * location - lowerQuantile(1 - u)),
  });
}
