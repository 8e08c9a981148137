import type { Density } from "../densities/density";
import { type Functional, functional } from "../numerics/functional";
import { dot } from "../numerics/rows";

/**
 * The Fisher information of a density with respect to its place, as a functional bound to p:
 *
 *     I(p) = E_p |grad log p(x)|^2,
 *
 * the trace of the Fisher information matrix E_p[s s']. Unit: one over the square of x. N(m, C) has
 * tr C^-1. Half of it is the constant that separates explicit from implicit score matching. A jump of
 * p, as at the end of a half-line, is not seen: the expectation is over the inside of the support.
 *
 * Source: Hyvarinen (2005), theorem 1, whose constant is half of it.
 *
 * @throws InvalidArgument, when evaluated, at a point where the score of p does not exist.
 */
export function fisherInformation(p: Density): Functional<"bound"> {
  return functional({
    measure: p,
    evaluate(x) {
      const score = p.score(x);
      return dot(score, score);
    },
  });
}
