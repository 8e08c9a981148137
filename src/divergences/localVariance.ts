import { ensurePositive } from "../densities/guards";
import { ensure } from "../numerics/errors";
import { type Functional, functional } from "../numerics/functional";
import { points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import {
  type About,
  deviationByQuadrature,
  deviationBySampling,
  type PointFunction,
} from "./localDeviation";

/** What `localVariance` takes beside the function. */
export interface LocalVarianceOptions {
  /** The standard deviation of the noise, in each coordinate. */
  readonly sigma: number;
  /**
   * Whether squared deviations are taken about the mean E f(x + e), which gives a variance, or about
   * the value f(x) without noise, which gives a mean squared change. "mean" if left out.
   */
  readonly about?: About;
  /** How many draws of the noise for each point; if left out, by quadrature (dimensions 1 and 2). */
  readonly samples?: number;
  readonly rng?: Rng;
}

/**
 * How much a function varies under small noise e ~ N(0, sigma^2 I) of its argument, over the noise's
 * own size E|e|^2 = dim sigma^2, as a functional of the point x:
 *
 *     about the mean:   G_f(x) = E|f(x + e) - E f(x + e)|^2 / (dim sigma^2),
 *     about the value:  G_f(x) = E|f(x + e) - f(x)|^2 / (dim sigma^2).
 *
 * The second exceeds the first by |E f(x + e) - f(x)|^2 / (dim sigma^2). For small sigma both tend to
 * |J|_F^2 / dim, J the Jacobian of f. For quadratic f with Hessian H they are, times dim sigma^2,
 *
 *     sigma^2 |grad f|^2 + sigma^4 |H|_F^2 / 2   and   the same + (sigma^2 tr H / 2)^2.
 *
 * With f = logRatio(p, q), dim / 2 times the mean under p tends to the Fisher divergence.
 *
 *     localVariance(f, { sigma: 0.7 }).evaluate(points([[0.5, 1]]))         // at one point
 *     expectation(localVariance(logRatio(p, q), { sigma: 0.1 }), { under: p })
 *
 * The mean over the noise is taken by Gauss-Hermite quadrature, of higher and higher order until two
 * agree, or over `samples` draws: then the value is unbiased, and its noise is keyed by the point, so
 * that a standard error taken over points covers it.
 *
 * Source: source note E, which equates the two meanings and both with their limit.
 *
 * @throws InvalidArgument if sigma is not positive, rng is missing for samples; when evaluated, in more
 * than two dimensions without samples, if f is not finite near a point, or too rough for quadrature.
 */
export function localVariance(
  f: PointFunction,
  { sigma, about = "mean", samples, rng }: LocalVarianceOptions,
): Functional<"free"> {
  ensurePositive("sigma", sigma, "there would be no noise, and 0 over 0 no number");
  ensure(about === "mean" || about === "value", () => ({
    argument: "about",
    value: about,
    problem: "is neither mean nor value",
    consequence: "it would not be known from where to measure deviations",
    remedy: 'give "mean" for a variance, "value" for a mean squared change',
  }));
  const deviation =
    samples === undefined
      ? deviationByQuadrature(sigma, about)
      : deviationBySampling(sigma, about, samples, rng);
  return functional({
    evaluate(x) {
      const values = new Float64Array(x.n);
      for (let i = 0; i < x.n; i++) {
        const centre = points(x.data.slice(i * x.dim, (i + 1) * x.dim), x.dim);
        values[i] = deviation(f, centre) / (x.dim * sigma * sigma);
      }
      return values;
    },
  });
}
