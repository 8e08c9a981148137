import type { Density, ScoreField } from "../densities/density";
import { ensureSameDimension } from "../densities/guards";
import { type Functional, functional } from "../numerics/functional";
import { type Arithmetic, halfSquaredNorm } from "./arithmetic";
import type { Field } from "./field";
import { float64, float64Field } from "./float64";

/** |s(x) - t(x)|^2 / 2 for each x, with t the score of the data. */
export function explicitLoss<P, V>(
  a: Arithmetic<P, V>,
  s: Pick<Field<P, V>, "score">,
  t: Pick<Field<P, V>, "score">,
  x: P,
): V {
  return halfSquaredNorm(a, a.addScaled(s.score(x), -1, t.score(x)));
}

/**
 * Explicit score matching of the model s under the density p:
 *
 *     1/2 |s(x) - grad log p(x)|^2,   x ~ p,
 *
 * whose mean is the Fisher divergence if s is the score of a density. It needs the score of p, so it is
 * a yardstick for tests and known targets and not an objective for data. Values are not negative; their
 * unit is 1 / (the unit of x)^2.
 *
 * Source: Hyvarinen (2005), equation 2; the name is Vincent's (2011).
 *
 * @throws InvalidArgument if p and s differ in dimension.
 */
export function explicitScoreMatching(p: Density, s: ScoreField): Functional<"bound"> {
  ensureSameDimension(p, s, "s");
  const [target, model] = [float64Field(p, "p"), float64Field(s)];
  return functional({ measure: p, evaluate: (x) => explicitLoss(float64, model, target, x) });
}
