import type { ScoreField } from "../densities/density";
import { gaussian } from "../densities/gaussian";
import { linearScore } from "../densities/linearScore";
import { ensure } from "../numerics/errors";
import { type Functional, functional } from "../numerics/functional";
import type { Points } from "../numerics/points";
import type { Arithmetic } from "./arithmetic";
import type { Field } from "./field";
import { float64, float64Field } from "./float64";
import { ensureNoise } from "./guards";
import { type Probe, probeFactor } from "./probe";

/** c v' J(x) v for each x with its probe v; c is the {@link probeFactor}. */
export function probedTrace<P, V>(
  a: Arithmetic<P, V>,
  s: Pick<Field<P, V>, "curvature" | "dim">,
  { x, v, probe }: { readonly x: P; readonly v: P; readonly probe: Probe },
): V {
  return a.multiply(s.curvature(x, v), probeFactor(probe, s.dim));
}

/** What `hutchinsonTrace` takes beside the field or matrix. */
export interface HutchinsonOptions {
  /** The law of the directions; "rademacher" if left out. */
  readonly probe?: Probe;
}

/**
 * Hutchinson's estimate of the trace of a d by d matrix A, or of the Jacobian A = J(x) of a field at
 * each point, from one random direction v:
 *
 *     c v' A v,   c = 1 for normal and Rademacher probes, d on the unit sphere, where E[v v'] = I / d.
 *
 * Its mean is tr A. Its variance for one v, with S = (A + A') / 2 the symmetric part, which alone counts:
 *
 *     normal       2 |S|^2                                 |S|^2 = sum_ij S_ij^2 = (|A|^2 + tr A^2) / 2
 *     Rademacher   2 (|S|^2 - sum_i A_ii^2)
 *     sphere       2 d / (d + 2) (|S|^2 - (tr A)^2 / d)
 *
 * A matrix has no points; the functional of a matrix is bound to a standard Gaussian, on which its
 * values do not depend: `expectation(hutchinsonTrace([[1, 2], [0, 3]]), { samples, rng })`. A field in
 * more than one dimension without a `directional` method is differentiated numerically.
 *
 * Source: Hutchinson (1990), for Rademacher probes; Girard (1989) for normal ones.
 *
 * @throws InvalidArgument if the matrix is not square and finite, or there is no such probe.
 */
export function hutchinsonTrace(
  matrix: readonly (readonly number[])[] | Float64Array,
  options?: HutchinsonOptions,
): Functional<"bound">;
export function hutchinsonTrace(s: ScoreField, options?: HutchinsonOptions): Functional<"free">;
export function hutchinsonTrace(
  of: readonly (readonly number[])[] | Float64Array | ScoreField,
  { probe = "rademacher" }: HutchinsonOptions = {},
): Functional<"bound"> | Functional<"free"> {
  const s = "score" in of ? of : linearMap(of);
  probeFactor(probe, s.dim);
  const model = float64Field(s);
  const parts = {
    noise: probe,
    evaluate: (x: Points, noise?: Points) =>
      probedTrace(float64, model, { x, v: ensureNoise(x, noise), probe }),
  };
  if ("score" in of) return functional(parts);
  return functional({
    ...parts,
    measure: gaussian({ mean: new Float64Array(s.dim), covariance: 1 }),
  });
}

function linearMap(matrix: readonly (readonly number[])[] | Float64Array): ScoreField {
  const flat = Float64Array.from(matrix instanceof Float64Array ? matrix : matrix.flat());
  const dim = matrix instanceof Float64Array ? Math.round(Math.sqrt(flat.length)) : matrix.length;
  const rows = matrix instanceof Float64Array ? [] : matrix;
  const square = flat.length === dim * dim && rows.every((row) => row.length === dim);
  ensure(dim > 0 && square && flat.every(Number.isFinite), () => ({
    argument: "matrix",
    value: matrix,
    problem: "is not a square matrix of finite numbers",
    consequence: "it would have no trace",
    remedy: "give as many rows as columns",
  }));
  return linearScore({ slope: flat });
}
