import { type LocationScale, locationScale } from "./locationScale";
import { type UnivariateDensity, univariate } from "./univariate";

/**
 * The Laplace density p(x) = exp(-|x - location| / scale) / (2 scale), with variance 2 scale^2.
 *
 * The score is -sign(x - location) / scale. At the kink it does not exist, and 0 is returned; the
 * divergence is 0 elsewhere, so the trace of the implicit objective misses the jump of -2 / scale.
 *
 * @throws InvalidArgument if the location is not finite or the scale not positive.
 */
export function laplace(options: LocationScale): UnivariateDensity {
  const { location, scale } = locationScale(options);
  const logConstant = -Math.log(2 * scale);
  return univariate({
    kind: "Laplace density",
    parameters: { location, scale },
    support: [-Infinity, Infinity],
    breaks: [location - 12 * scale, location, location + 12 * scale],
    mean: location,
    variance: 2 * scale ** 2,
    logDensity: (x) => logConstant - Math.abs(x - location) / scale,
    score: (x) => (x === location ? 0 : -Math.sign(x - location) / scale),
    divergence: () => 0,
    cumulative: (x) => {
      const tail = 0.5 * Math.exp(-Math.abs(x - location) / scale);
      return x < location ? tail : 1 - tail;
    },
    quantile: (u) =>
      u < 0.5 ? location + scale * Math.log(2 * u) : location - scale * Math.log(2 * (1 - u)),
  });
}
