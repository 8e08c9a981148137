import type { ScoreFamily } from "../densities/density";
import { ensure } from "../numerics/errors";
import { type Functional, functional } from "../numerics/functional";
import { type Points, points } from "../numerics/points";
import { denoisingLoss } from "./denoisingScoreMatching";
import { float64, float64Field } from "./float64";
import { ensureNoise } from "./guards";

/** The transitions of a noising process: x_t given x_0 ~ N(scale(t) x_0, variance(t) I). */
export interface PerturbationKernel {
  scale(time: number): number;
  variance(time: number): number;
}

/** What `denoisingScoreMatchingOverTime` takes beside the family and the kernel. */
export interface OverTimeOptions {
  /** The times to average over; all count alike. At none of them may the variance of the kernel be 0. */
  readonly times: readonly number[] | Float64Array;
  /** lambda(t), at least 0; variance(t) if left out. */
  readonly weight?: (time: number) => number;
}

/**
 * Denoising score matching of a time family, for data x noised by a kernel, with z ~ N(0, I), the mean
 * over the times t of
 *
 *     lambda(t) 1/2 |s_t(x_t) + z / sqrt(variance(t))|^2,   x_t = scale(t) x + sqrt(variance(t)) z,
 *
 * in which -z / sqrt(variance(t)) is the score of the kernel at x_t. At each time its mean is
 * lambda(t) (E_{p_t}[1/2 |s_t - grad log p_t|^2] + C_t), C_t as in `denoisingScoreMatching` with the
 * variance of the kernel for sigma^2. Any linear SDE is a kernel.
 *
 * The weight variance(t) is the inverse of the mean square of the target, up to d. The weight
 * g(t)^2 = `sde.diffusion.at(t) ** 2`, the likelihood weighting, makes the mean over t, without the
 * C_t, the integral in a bound on the divergence from the data to the samples of the reverse SDE:
 *
 *     KL(p_0 || q_0)  <=  int g^2 E_{p_t}[1/2 |s_t - grad log p_t|^2] dt + KL(p_T || prior).
 *
 * All times of a point share one z, as the levels in `multiNoiseScoreMatching` do.
 *
 * Sources: Song and others (2021), equation 7; Song, Durkan and others (2021), theorem 1, for the bound.
 *
 * @throws InvalidArgument if there is no time, the variance of the kernel is not positive at one, or a
 * weight is negative or not finite.
 */
export function denoisingScoreMatchingOverTime(
  family: ScoreFamily<"time">,
  kernel: PerturbationKernel,
  { times, weight = (time) => kernel.variance(time) }: OverTimeOptions,
): Functional<"free"> {
  const values = Array.from(times);
  ensure(values.length > 0, () => ({
    argument: "times",
    value: times,
    problem: "is empty",
    consequence: "the mean over the times would be undefined",
    remedy: "give at least one time",
  }));
  const levels = values.map((time, i) => {
    const variance = kernel.variance(time);
    ensure(Number.isFinite(variance) && variance > 0, () => ({
      argument: `times[${i}]`,
      value: time,
      problem: `is one where the kernel has the variance ${variance}`,
      consequence: "the score of the noise, -z over its standard deviation, would not exist",
      remedy: "keep away from the time of the data, for example by 1e-5 or 1e-3 of the whole",
    }));
    const lambda = weight(time);
    ensure(Number.isFinite(lambda) && lambda >= 0, () => ({
      argument: `weight(${time})`,
      value: lambda,
      problem: "is not a finite number of at least 0",
      consequence: "the mean would reward a wrong score at that time",
      remedy: "give a weight such as (time) => sde.variance(time)",
    }));
    return {
      field: float64Field(family.at(time), `family.at(${time})`),
      scale: kernel.scale(time),
      sigma: Math.sqrt(variance),
      weight: lambda / values.length,
    };
  });
  return functional({
    noise: "normal",
    evaluate(x, noise) {
      const z = ensureNoise(x, noise);
      const losses = levels.map(({ field, scale, sigma, weight: share }) => {
        const sigmas = new Float64Array(x.n).fill(sigma);
        const loss = denoisingLoss(float64, field, { x: scaled(scale, x), z, sigma: sigmas });
        return float64.multiply(loss, share);
      });
      return losses.reduce(float64.add);
    },
  });
}

function scaled(scale: number, x: Points): Points {
  return points(
    x.data.map((value) => scale * value),
    x.dim,
  );
}
