import type { Density } from "../densities/density";
import { type Functional, functional } from "../numerics/functional";
import { ensureComparable } from "./guards";
import { logRatio } from "./logRatio";

/**
 * Half the mean squared log ratio of two densities, as a functional bound to p:
 *
 *     D_KLS(p, q) = 1/2 E_p[(log q(x) - log p(x))^2] >= 0.
 *
 * Unit: nats squared. It is at least KL(p, q)^2 / 2 (Jensen), so it is a divergence: zero only if p = q.
 *
 * Source: the draft at the end of source note E, without the minus on its left side.
 *
 * @throws InvalidArgument if the dimensions differ, one of the densities is not normalised, or q is
 * zero where p lives.
 */
export function squaredLogRatio(p: Density, q: Density): Functional<"bound"> {
  ensureComparable(p, q);
  const ratio = logRatio(p, q);
  return functional({ measure: p, evaluate: (x) => ratio(x).map((r) => 0.5 * r * r) });
}
