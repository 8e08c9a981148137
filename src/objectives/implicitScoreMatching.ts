import type { ScoreField } from "../densities/density";
import { type Functional, functional } from "../numerics/functional";
import { type Arithmetic, halfSquaredNorm } from "./arithmetic";
import type { Field } from "./field";
import { float64, float64Field } from "./float64";

/** |s(x)|^2 / 2 + tr J(x) for each x. */
export function implicitLoss<P, V>(
  a: Arithmetic<P, V>,
  s: Pick<Field<P, V>, "score" | "divergence">,
  x: P,
): V {
  return a.add(halfSquaredNorm(a, s.score(x)), s.divergence(x));
}

/**
 * Implicit score matching of the model s with Jacobian J:
 *
 *     1/2 |s(x)|^2 + tr J(x).
 *
 * Under p it is explicit score matching less half the Fisher information of p,
 *
 *     E_p[1/2 |s|^2 + tr J] = E_p[1/2 |s - grad log p|^2] - 1/2 E_p|grad log p|^2,
 *
 * if the flux p s vanishes at the boundary of the support. Where it does not (p(0) > 0 on a half-line,
 * a uniform density) the mean is something else and so is its minimum.
 *
 * Source: Hyvarinen (2005), theorem 1.
 */
export function implicitScoreMatching(s: ScoreField): Functional<"free"> {
  const model = float64Field(s);
  return functional({ evaluate: (x) => implicitLoss(float64, model, x) });
}
