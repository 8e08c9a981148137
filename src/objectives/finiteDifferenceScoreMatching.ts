import type { Density } from "../densities/density";
import { ensureDimension, ensureOneForEach, ensurePositive } from "../densities/guards";
import { ensure } from "../numerics/errors";
import { type Functional, functional } from "../numerics/functional";
import type { Points } from "../numerics/points";
import type { Arithmetic } from "./arithmetic";
import type { LogDensityField } from "./field";
import { float64 } from "./float64";
import { ensureNoise } from "./guards";

/**
 * With f the log density and u a point of the unit sphere, for each x:
 * d / (8 e^2) (f(x + e u) - f(x - e u))^2 + d / e^2 (f(x + e u) + f(x - e u) - 2 f(x)), e = epsilon.
 */
export function finiteDifferenceLoss<P, V>(
  a: Arithmetic<P, V>,
  model: LogDensityField<P, V>,
  { x, u, epsilon }: { readonly x: P; readonly u: P; readonly epsilon: number },
): V {
  const forward = model.logDensity(a.addScaled(x, epsilon, u));
  const backward = model.logDensity(a.addScaled(x, -epsilon, u));
  const difference = a.add(forward, a.multiply(backward, -1));
  const square = a.multiply(a.multiply(difference, difference), 1 / 8);
  const second = a.add(a.add(forward, backward), a.multiply(model.logDensity(x), -2));
  return a.multiply(a.add(square, second), model.dim / epsilon ** 2);
}

/** What `finiteDifferenceScoreMatching` takes beside the model. */
export interface FiniteDifferenceOptions {
  /** The length of the step, in the unit of x. */
  readonly epsilon: number;
}

/**
 * Finite-difference score matching of the model with log density f, known up to a constant, along a
 * direction u uniform on the unit sphere for each point:
 *
 *     d / (8 epsilon^2) (f(x + epsilon u) - f(x - epsilon u))^2
 *         + d / epsilon^2 (f(x + epsilon u) + f(x - epsilon u) - 2 f(x)).
 *
 * The sphere's factor d is in it: the mean over u is 1/2 |grad f|^2 + Laplacian f, the integrand of
 * implicit score matching, up to an error of order epsilon^2. Rounding adds an error of about
 * 1e-16 d |f(x)| / epsilon^2, so an epsilon from 1e-4 to 1e-3 is the best for smooth f of order 1.
 *
 * Source: Pang, Xu, Li, Song, Ermon and Zhu (2020), section 4, there without the overall scale.
 *
 * @throws InvalidArgument if epsilon is not positive; later, if f is not finite at a point it needs,
 * as where x - epsilon u leaves the support.
 */
export function finiteDifferenceScoreMatching(
  model: Pick<Density, "dim" | "logDensity">,
  { epsilon }: FiniteDifferenceOptions,
): Functional<"free"> {
  ensurePositive("epsilon", epsilon, "a difference over no distance says nothing of a derivative");
  const field = { dim: model.dim, logDensity: (x: Points) => finiteLogDensity(model, x) };
  return functional({
    noise: "sphere",
    evaluate(x, noise) {
      ensureDimension(x, model.dim);
      const u = ensureNoise(x, noise);
      return finiteDifferenceLoss(float64, field, { x, u, epsilon });
    },
  });
}

function finiteLogDensity(model: Pick<Density, "logDensity">, x: Points): Float64Array {
  const values = model.logDensity(x);
  ensureOneForEach(x, values, "logDensity");
  const bad = values.findIndex((value) => !Number.isFinite(value));
  ensure(bad < 0, () => ({
    argument: `logDensity at ${x.data.slice(bad * x.dim, (bad + 1) * x.dim).join(", ")}`,
    value: values[bad],
    problem: "is not finite",
    consequence: "a finite difference with it would not be finite either",
    remedy: "give a density that is positive at and around all points, or a smaller epsilon",
  }));
  return values;
}
