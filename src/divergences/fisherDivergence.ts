import type { Density, ScoreField } from "../densities/density";
import { ensureSameDimension } from "../densities/guards";
import { type Functional, functional } from "../numerics/functional";
import { explicitLoss } from "../objectives/explicitScoreMatching";
import { float64, float64Field } from "../objectives/float64";
import { ensureCovered } from "./guards";

/**
 * The Fisher divergence of a density p and a score field q, as a functional bound to p:
 *
 *     D_F(p, q) = 1/2 E_p |grad log p(x) - s_q(x)|^2,   s_q = grad log q if q is a density.
 *
 * Unit: one over the square of x. It is not symmetric: the expectation is under the first argument.
 * It is zero if the scores agree wherever p is positive, which leaves one constant free on each
 * connected piece of the support: disjoint pieces may have other weights under q, unseen. No normalising
 * constant is needed, of p or of q.
 *
 *     expectation(fisherDivergence(p, q))                                       // quadrature
 *     expectation(fisherDivergence(p, q), { samples: 1e5, rng: rng(1, "D_F") })
 *
 * Source: the explicit objective of Hyvarinen (2005), section 2.
 *
 * @throws InvalidArgument if the dimensions differ, or q is a density that is zero on a part of the
 * support of p; when evaluated, at a point where one of the scores does not exist.
 */
export function fisherDivergence(p: Density, q: ScoreField): Functional<"bound"> {
  ensureSameDimension(p, q);
  ensureCovered(p, q, "q has no score there to compare with that of p");
  const [ours, theirs] = [float64Field(p, "p"), float64Field(q, "q")];
  return functional({ measure: p, evaluate: (x) => explicitLoss(float64, theirs, ours, x) });
}
