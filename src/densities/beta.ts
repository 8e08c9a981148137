import { ensure } from "../numerics/errors";
import { logBeta, regularisedBeta } from "../numerics/special/beta";
import { ensureFinite, ensurePositive } from "./guards";
import { invertCumulative } from "./invertCumulative";
import { type UnivariateDensity, univariate } from "./univariate";

/**
 * The beta density on [lower, upper], [0, 1] if left out. With t = (x - lower) / (upper - lower):
 *
 *     p(x) = t^(alpha - 1) (1 - t)^(beta - 1) / (B(alpha, beta) (upper - lower)).
 *
 * For alpha, beta > 1 it vanishes at both ends; its Fisher information is finite for alpha, beta > 2.
 *
 * @throws InvalidArgument if alpha or beta is not positive, or lower is not below upper.
 */
export function beta(options: {
  readonly alpha: number;
  readonly beta: number;
  readonly lower?: number;
  readonly upper?: number;
}): UnivariateDensity {
  const { alpha, beta: b, lower = 0, upper = 1 } = options;
  ensurePositive("alpha", alpha, "the density would have no finite integral");
  ensurePositive("beta", b, "the density would have no finite integral");
  ensureFinite("lower", lower);
  ensureFinite("upper", upper);
  ensure(lower < upper, () => ({
    argument: "upper",
    value: upper,
    problem: `does not lie above lower = ${lower}`,
    consequence: "the density would have no place to live",
    remedy: "give lower < upper",
  }));
  const width = upper - lower;
  const logConstant = -logBeta(alpha, b) - Math.log(width);
  const logDensity = (x: number) =>
    logConstant + power(alpha - 1, (x - lower) / width) + power(b - 1, (upper - x) / width);
  const cumulative = (x: number) =>
    regularisedBeta((x - lower) / width, alpha, b, (upper - x) / width);
  return univariate({
    kind: "Beta density",
    parameters: { alpha, beta: b },
    support: [lower, upper],
    mean: lower + (width * alpha) / (alpha + b),
    variance: (width ** 2 * alpha * b) / ((alpha + b) ** 2 * (alpha + b + 1)),
    logDensity,
    score: (x) => over(alpha - 1, x - lower) - over(b - 1, upper - x),
    divergence: (x) => -over(alpha - 1, (x - lower) ** 2) - over(b - 1, (upper - x) ** 2),
    cumulative,
    quantile: invertCumulative({
      cumulative,
      density: (x) => Math.exp(logDensity(x)),
      support: [lower, upper],
      centre: lower + width / 2,
      width: width / 4,
    }),
  });
}

/** log t^exponent, 0 for the exponent 0 even at t = 0. */
function power(exponent: number, t: number): number {
  return exponent === 0 ? 0 : exponent * Math.log(t);
}

/** exponent / distance, 0 for the exponent 0 even at distance 0. */
function over(exponent: number, distance: number): number {
  return exponent === 0 ? 0 : exponent / distance;
}
