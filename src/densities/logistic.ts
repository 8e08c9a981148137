import { type LocationScale, locationScale } from "./locationScale";
import { type UnivariateDensity, univariate } from "./univariate";

/**
 * The logistic density p(x) = sech^2(z / 2) / (4 scale), z = (x - location) / scale, with variance
 * pi^2 scale^2 / 3. Score -tanh(z / 2) / scale, divergence -sech^2(z / 2) / (2 scale^2).
 *
 * @throws InvalidArgument if the location is not finite or the scale not positive.
 */
export function logistic(options: LocationScale): UnivariateDensity {
  const { location, scale } = locationScale(options);
  const standardised = (x: number) => (x - location) / scale;
  return univariate({
    kind: "Logistic density",
    parameters: { location, scale },
    support: [-Infinity, Infinity],
    mean: location,
    variance: (Math.PI * scale) ** 2 / 3,
    logDensity: (x) => {
      const z = Math.abs(standardised(x));
      return -z - 2 * Math.log1p(Math.exp(-z)) - Math.log(scale);
    },
    score: (x) => -Math.tanh(standardised(x) / 2) / scale,
    divergence: (x) => {
      const e = Math.exp(-Math.abs(standardised(x)));
      return (-2 * e) / ((1 + e) * scale) ** 2;
    },
    cumulative: (x) => 1 / (1 + Math.exp(-standardised(x))),
    quantile: (u) => location + scale * (Math.log(u) - Math.log1p(-u)),
  });
}
