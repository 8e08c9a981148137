import type { Density, ScoreField } from "../densities/density";
import { ensureSameDimension } from "../densities/guards";
import { ensure } from "../numerics/errors";
import type { Estimate } from "../numerics/estimate";
import { ensureNormalised } from "./guards";
import { type LineFlux, lineFlux } from "./lineFlux";
import { type SphereOptions, sphereFlux } from "./sphereFlux";

/**
 * The boundary term of integration by parts, E_p[s_p . s] = boundary term - E_p[div s] with s_p the
 * score of p: the flux of p s out of the support. Explicit score matching is therefore
 *
 *     D_F(p, q) = E_p[1/2 |s|^2 + div s] + 1/2 E_p|s_p|^2 - boundary term.
 *
 * In dimension 1: the limits of p(x) s(x) at the `left` and the `right` end of the support, and the
 * `total` right - left that is the boundary term. Jumps of p s at the breaks of p (and of s, if it is a
 * density) inside the support, as between two bumps, belong to the total as well.
 *
 * In more dimensions: the integral of p s . n over the sphere of the given `radius` around 0, n its
 * outward normal; the boundary term is its limit for large radii. By quadrature in dimension 2, else,
 * or where `samples` is given, by Monte Carlo with a standard error.
 *
 *     boundaryFlux(exponential({ rate: 2 }), linearScore({ slope: 0, intercept: -0.7 })).total   // 1.4
 *     boundaryFlux(p, s, { radius: 6 })                                                 // dimension 2
 *
 * Source: Hyvarinen (2005), theorem 1 and its proof, which assume that it vanishes.
 *
 * @throws InvalidArgument if the dimensions differ, p is not normalised, p s has no finite limit at an
 * end, the radius is missing in more than one dimension (or given in one), p has a bounded support
 * there, or samples or rng are missing in more than two.
 */
export function boundaryFlux(p: Density, s: ScoreField): LineFlux;
export function boundaryFlux(p: Density, s: ScoreField, options: SphereOptions): Estimate;
export function boundaryFlux(
  p: Density,
  s: ScoreField,
  options?: SphereOptions,
): LineFlux | Estimate {
  ensureSameDimension(p, s, "s");
  ensureNormalised("p", p, "the flux would be multiplied by Z");
  ensure((options === undefined) === (p.dim === 1), () => ({
    argument: "radius",
    value: options?.radius,
    problem: `is ${options ? "given" : "missing"} in dimension ${p.dim}`,
    consequence: "it would not be known through which surface the flux goes",
    remedy:
      p.dim === 1
        ? "leave it out: in dimension 1 the boundary is the two ends of the support"
        : "give the radius of a sphere, and look at several growing ones",
  }));
  return options ? sphereFlux(p, s, options) : lineFlux(p, s);
}
