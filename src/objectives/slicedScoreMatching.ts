import type { ScoreField } from "../densities/density";
import { type Functional, functional } from "../numerics/functional";
import { type Arithmetic, halfSquaredNorm } from "./arithmetic";
import type { Field } from "./field";
import { float64, float64Field } from "./float64";
import { ensureNoise } from "./guards";
import { type Probe, probeFactor } from "./probe";

/** c (v' J(x) v + (v's(x))^2 / 2) for each x with its probe v; c is the {@link probeFactor}. */
export function slicedLoss<P, V>(
  a: Arithmetic<P, V>,
  s: Pick<Field<P, V>, "score" | "curvature" | "dim">,
  { x, v, probe }: { readonly x: P; readonly v: P; readonly probe: Probe },
): V {
  const slice = a.dot(v, s.score(x));
  const loss = a.add(s.curvature(x, v), a.multiply(a.multiply(slice, slice), 0.5));
  return a.multiply(loss, probeFactor(probe, s.dim));
}

/** c v' J(x) v + |s(x)|^2 / 2 for each x with its probe v; c is the {@link probeFactor}. */
export function slicedVRLoss<P, V>(
  a: Arithmetic<P, V>,
  s: Pick<Field<P, V>, "score" | "curvature" | "dim">,
  { x, v, probe }: { readonly x: P; readonly v: P; readonly probe: Probe },
): V {
  const trace = a.multiply(s.curvature(x, v), probeFactor(probe, s.dim));
  return a.add(trace, halfSquaredNorm(a, s.score(x)));
}

/** What the sliced objectives take beside the model. */
export interface SlicedOptions {
  /** The law of the directions; "rademacher" if left out. */
  readonly probe?: Probe;
}

/**
 * Sliced score matching of the model s with Jacobian J, along a random direction v for each point:
 *
 *     c (v' J(x) v + 1/2 (v's(x))^2),   c = 1 for normal and Rademacher probes, d on the unit sphere,
 *
 * so that E[c v v'] = I and the mean is that of implicit score matching with every probe. (Some public
 * code leaves out the factor d of the sphere: the same minimiser, another scale.) v' J v costs two
 * evaluations of a derivative, where the trace needs d.
 *
 * Source: Song, Garg, Shi and Ermon (2019), section 3.
 *
 * @throws InvalidArgument if there is no such probe.
 */
export function slicedScoreMatching(s: ScoreField, options?: SlicedOptions): Functional<"free"> {
  return sliced(s, slicedLoss, options);
}

/**
 * Sliced score matching with reduced variance: the square norm of the score is taken exactly,
 *
 *     c v' J(x) v + 1/2 |s(x)|^2,   c = 1 for normal and Rademacher probes, d on the unit sphere.
 *
 * Its mean is that of implicit score matching. With Rademacher probes in dimension 1 it is implicit
 * score matching.
 *
 * Source: Song, Garg, Shi and Ermon (2019), section 3.
 *
 * @throws InvalidArgument if there is no such probe.
 */
export function slicedScoreMatchingVR(s: ScoreField, options?: SlicedOptions): Functional<"free"> {
  return sliced(s, slicedVRLoss, options);
}

function sliced(
  s: ScoreField,
  loss: typeof slicedLoss,
  { probe = "rademacher" }: SlicedOptions = {},
): Functional<"free"> {
  probeFactor(probe, s.dim);
  const model = float64Field(s);
  return functional({
    noise: probe,
    evaluate: (x, noise) => loss(float64, model, { x, v: ensureNoise(x, noise), probe }),
  });
}
