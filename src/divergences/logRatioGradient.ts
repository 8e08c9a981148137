import type { Density } from "../densities/density";
import { ensure } from "../numerics/errors";
import { type Functional, functional } from "../numerics/functional";
import { coordinate as coordinateOf } from "../numerics/rows";
import { ensureComparable } from "./guards";
import { logRatio } from "./logRatio";

/** What `logRatioGradient` takes beside the densities. */
export interface LogRatioGradientOptions {
  /** Which coordinate of the vector, counted from 0; may be left out in dimension 1. */
  readonly coordinate?: number;
}

/**
 * One coordinate k of the mean gradient of half the squared log ratio, as a functional bound to p:
 *
 *     D_F2(p, q)_k = E_p[d/dx_k (r^2 / 2)] = E_p[r d/dx_k r],   r = log p - log q,
 *                  = -1/2 E_p[r^2 d/dx_k log p]   where p r^2 vanishes at the boundary.
 *
 * It is a vector of dimension dim, and no divergence: it has either sign, and is zero for N(0, 1) and
 * N(0, 2), which differ.
 *
 * Source: the draft at the end of source note E.
 *
 * @throws InvalidArgument if the dimensions differ, one of the densities is not normalised, q is zero
 * where p lives, or there is no such coordinate.
 */
export function logRatioGradient(
  p: Density,
  q: Density,
  { coordinate }: LogRatioGradientOptions = {},
): Functional<"bound"> {
  ensureComparable(p, q);
  ensure(coordinate !== undefined || p.dim === 1, () => ({
    argument: "coordinate",
    value: coordinate,
    problem: `is missing in dimension ${p.dim}`,
    consequence: "the result is a vector, and an expectation is of one number",
    remedy: `ask for each coordinate from 0 to ${p.dim - 1} in turn, for example { coordinate: 0 }`,
  }));
  const k = coordinate ?? 0;
  ensure(Number.isInteger(k) && k >= 0 && k < p.dim, () => ({
    argument: "coordinate",
    value: coordinate,
    problem: `is not a coordinate in dimension ${p.dim}`,
    consequence: "there is no such number",
    remedy: `give a whole number from 0 to ${p.dim - 1}`,
  }));
  const ratio = logRatio(p, q);
  return functional({
    measure: p,
    evaluate(x) {
      const ours = coordinateOf(p.score(x), k);
      const theirs = coordinateOf(q.score(x), k);
      return ratio(x).map((r, i) => r * (ours[i]! - theirs[i]!));
    },
  });
}
