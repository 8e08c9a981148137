import { erf, scaledErfc } from "./erf";

const LOG_SQRT_2PI = Math.log(2 * Math.PI) / 2;

/**
 * P(Z <= x) for a standard normal Z, to a relative error of about 1e-15 in the lower tail, down to
 * where float64 ends (x = -37.5).
 */
export function normalCumulative(x: number): number {
  if (Math.abs(x) < 0.6) return (1 + erf(x / Math.SQRT2)) / 2;
  const tail = (scaledErfc(Math.abs(x) / Math.SQRT2) * halfSquareExponential(x)) / 2;
  return x < 0 ? tail : 1 - tail;
}

/** log P(Z <= x), exact in both tails: at x = -1e4 it is -50000010.1. */
export function logNormalCumulative(x: number): number {
  if (x > -0.6) return x < 0.6 ? Math.log(normalCumulative(x)) : Math.log1p(-normalCumulative(-x));
  return Math.log(scaledErfc(-x / Math.SQRT2) / 2) - (x * x) / 2;
}

/** log of the standard normal density: -x^2 / 2 - log sqrt(2 pi). */
export function logNormalDensity(x: number): number {
  return -(x * x) / 2 - LOG_SQRT_2PI;
}

/** exp(-x^2 / 2), with x^2 in two parts: its rounding error would be magnified by the exponential. */
function halfSquareExponential(x: number): number {
  const coarse = Math.trunc(x * 16) / 16;
  return Math.exp((-coarse * coarse) / 2) * Math.exp((-(x - coarse) * (x + coarse)) / 2);
}
