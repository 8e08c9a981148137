import { type ScalarFunction, scalarValues } from "../densities/coordinateFunction";
import type { Density } from "../densities/density";
import { type Functional, functional } from "../numerics/functional";
import { ensureComparable } from "./guards";
import { logRatio } from "./logRatio";

/** What `squaredLogRatioGradient` takes beside the densities. */
export interface SquaredLogRatioGradientOptions {
  /** The derivative of log q(x) in the parameter, of the coordinates of x, at the parameters of q. */
  readonly parameterDerivative: ScalarFunction;
}

/**
 * The derivative of {@link squaredLogRatio} in one parameter theta of q, as a functional bound to p:
 *
 *     d/dtheta D_KLS(p, q) = E_p[(log q(x) - log p(x)) d/dtheta log q(x)].
 *
 * It is the gradient itself, not its negative: a descent step subtracts it. For the mean m of N(m, v),
 * `parameterDerivative: (x) => (x - m) / v`.
 *
 * Source: the draft at the end of source note E, whose left side is minus this gradient.
 *
 * @throws InvalidArgument as squaredLogRatio, or if the derivative is not a number at a point.
 */
export function squaredLogRatioGradient(
  p: Density,
  q: Density,
  { parameterDerivative }: SquaredLogRatioGradientOptions,
): Functional<"bound"> {
  ensureComparable(p, q);
  const ratio = logRatio(p, q);
  return functional({
    measure: p,
    evaluate(x) {
      const derivatives = scalarValues("parameterDerivative", parameterDerivative, x);
      return ratio(x).map((r, i) => -r * derivatives[i]!);
    },
  });
}
