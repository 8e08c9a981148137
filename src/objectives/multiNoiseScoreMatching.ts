import type { ScoreFamily } from "../densities/density";
import { ensurePositive } from "../densities/guards";
import { ensure } from "../numerics/errors";
import { type Functional, functional } from "../numerics/functional";
import type { Arithmetic } from "./arithmetic";
import { denoisingLoss } from "./denoisingScoreMatching";
import type { Field } from "./field";
import { float64, float64Field } from "./float64";
import { ensureNoise } from "./guards";

/** A noise level as the formula sees it: the model there, sigma for each point, lambda(sigma). */
export interface NoiseLevel<P, V> {
  readonly field: Pick<Field<P, V>, "score">;
  readonly sigma: V;
  readonly weight: number | V;
}

/** The mean over the levels of weight times denoising loss, for each x with the same z at all levels. */
export function multiNoiseLoss<P, V>(
  a: Arithmetic<P, V>,
  levels: readonly NoiseLevel<P, V>[],
  { x, z }: { readonly x: P; readonly z: P },
): V {
  const losses = levels.map(({ field, sigma, weight }) =>
    a.multiply(denoisingLoss(a, field, { x, z, sigma }), weight),
  );
  return a.multiply(losses.reduce(a.add), 1 / levels.length);
}

/** What `multiNoiseScoreMatching` takes beside the family. */
export interface MultiNoiseOptions {
  /** The standard deviations of the noise, in any order. */
  readonly sigmas: readonly number[] | Float64Array;
  /** lambda(sigma), at least 0; sigma^2 if left out. */
  readonly weight?: (sigma: number) => number;
}

/**
 * Denoising score matching at L noise levels, with z ~ N(0, I):
 *
 *     (1/L) sum_i lambda(sigma_i) 1/2 |s_i(x + sigma_i z) + z / sigma_i|^2,   s_i = family.at(sigma_i).
 *
 * All levels of a point share one z: the mean is that of a z for each level, and the standard error
 * usually larger, since the levels of a point rise and fall together. At the true scores the weight
 * sigma^2 keeps the mean of each level between 0 and d / 2, whatever sigma is; unweighted it grows like
 * d / (2 sigma^2) for small sigma.
 *
 * Source: Song and Ermon (2019), equations 5 and 6.
 *
 * @throws InvalidArgument if there is no level, a sigma is not positive, or a weight is negative or not
 * finite.
 */
export function multiNoiseScoreMatching(
  family: ScoreFamily<"sigma">,
  { sigmas, weight = (sigma) => sigma * sigma }: MultiNoiseOptions,
): Functional<"free"> {
  const values = Array.from(sigmas);
  ensure(values.length > 0, () => ({
    argument: "sigmas",
    value: sigmas,
    problem: "is empty",
    consequence: "the mean over the noise levels would be undefined",
    remedy: "give at least one standard deviation",
  }));
  const levels = values.map((sigma, i) => {
    ensurePositive(`sigmas[${i}]`, sigma, "the score of the noise, -z / sigma, would not exist");
    const lambda = weight(sigma);
    ensure(Number.isFinite(lambda) && lambda >= 0, () => ({
      argument: `weight(${sigma})`,
      value: lambda,
      problem: "is not a finite number of at least 0",
      consequence: "the sum would reward a wrong score at that level",
      remedy: "give a weight such as (sigma) => sigma ** 2",
    }));
    return { field: float64Field(family.at(sigma), `family.at(${sigma})`), sigma, weight: lambda };
  });
  return functional({
    noise: "normal",
    evaluate(x, noise) {
      const z = ensureNoise(x, noise);
      const filled = levels.map((level) => ({
        ...level,
        sigma: new Float64Array(x.n).fill(level.sigma),
      }));
      return multiNoiseLoss(float64, filled, { x, z });
    },
  });
}
