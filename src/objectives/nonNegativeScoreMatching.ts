import type { ScoreField } from "../densities/density";
import { ensureDimension } from "../densities/guards";
import { ensure } from "../numerics/errors";
import { type Functional, functional } from "../numerics/functional";
import type { Arithmetic } from "./arithmetic";
import type { Field } from "./field";
import { float64, float64Field } from "./float64";

/** sum_k [(x_k s_k)^2 / 2 + 2 x_k s_k + x_k^2 J_kk] for each x. */
export function nonNegativeLoss<P, V>(
  a: Arithmetic<P, V>,
  s: Pick<Field<P, V>, "score" | "curvature" | "dim">,
  x: P,
): V {
  const score = s.score(x);
  const terms = Array.from({ length: s.dim }, (_, k) => {
    const part = a.coordinate(x, k);
    const weighted = a.dot(part, score);
    const square = a.multiply(a.multiply(weighted, weighted), 0.5);
    return a.add(a.add(square, a.multiply(weighted, 2)), s.curvature(x, part));
  });
  return terms.reduce(a.add);
}

/**
 * Score matching for non-negative data, x_k >= 0, of the model s with Jacobian J: each coordinate is
 * weighted by x_k^2,
 *
 *     sum_k [1/2 x_k^2 s_k^2 + d/dx_k (x_k^2 s_k)] = sum_k [1/2 (x_k s_k)^2 + 2 x_k s_k + x_k^2 J_kk].
 *
 * Under p on the half-lines, with t = grad log p,
 *
 *     its mean = E_p[1/2 sum_k x_k^2 (s_k - t_k)^2] - E_p[1/2 sum_k x_k^2 t_k^2],
 *
 * also where p does not vanish at 0, since x^2 p s does: there implicit score matching fails. The
 * values have no unit: a change of scale of the data changes nothing. In d dimensions it costs d
 * derivatives along coordinates.
 *
 * Source: Hyvarinen (2007), on non-negative data; generalised score matching with the weight x^2 in
 * the terms of Yu, Drton and Shojaie (2019).
 *
 * @throws InvalidArgument if a coordinate of a point is negative.
 */
export function nonNegativeScoreMatching(s: ScoreField): Functional<"free"> {
  const model = float64Field(s);
  return functional({
    evaluate(x) {
      ensureDimension(x, s.dim);
      const bad = x.data.findIndex((value) => value < 0);
      ensure(bad < 0, () => ({
        argument: `x[${Math.floor(bad / x.dim)}]`,
        value: x.data[bad],
        problem: "is negative",
        consequence: "the weight x^2 removes the boundary at 0 only, for data that lies above it",
        remedy: "give points with all coordinates at least 0, or use implicitScoreMatching",
      }));
      return nonNegativeLoss(float64, model, x);
    },
  });
}
