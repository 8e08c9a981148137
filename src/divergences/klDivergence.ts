import type { Density } from "../densities/density";
import { type Functional, functional } from "../numerics/functional";
import { ensureComparable } from "./guards";
import { logRatio } from "./logRatio";

/**
 * The Kullback-Leibler divergence of two densities, as a functional bound to p:
 *
 *     KL(p, q) = E_p[log p(x) - log q(x)] >= 0   (Gibbs' inequality, for normalised p and q).
 *
 * Unit: nats. It is not symmetric: the expectation is under the first argument. The values at single
 * points may be negative; only their mean is a divergence.
 *
 * Source: Kullback and Leibler (1951), section 2.
 *
 * @throws InvalidArgument if the dimensions differ, one of the densities is not normalised, or q is
 * zero where p lives (at once if the supports tell, else when evaluated at such a point).
 */
export function klDivergence(p: Density, q: Density): Functional<"bound"> {
  ensureComparable(p, q);
  return functional({ measure: p, evaluate: logRatio(p, q) });
}
