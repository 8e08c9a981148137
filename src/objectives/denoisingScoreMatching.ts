import type { ScoreField } from "../densities/density";
import { ensurePositive } from "../densities/guards";
import { type Functional, functional } from "../numerics/functional";
import { antitheticDenoisingLoss } from "./antitheticDenoising";
import { type Arithmetic, halfSquaredNorm } from "./arithmetic";
import type { Field } from "./field";
import { float64, float64Field } from "./float64";
import { ensureNoise } from "./guards";

/** |s(x + sigma z) + z / sigma|^2 / 2 for each x with its sigma and its standard normal z. */
export function denoisingLoss<P, V>(
  a: Arithmetic<P, V>,
  s: Pick<Field<P, V>, "score">,
  { x, z, sigma }: { readonly x: P; readonly z: P; readonly sigma: V },
): V {
  const score = s.score(a.addScaled(x, sigma, z));
  return halfSquaredNorm(a, a.addScaled(score, a.reciprocal(sigma), z));
}

/** What `denoisingScoreMatching` takes beside the model. */
export interface DenoisingOptions {
  /** The standard deviation of the noise, in the unit of x. */
  readonly sigma: number;
  /** Whether each point is seen with z and with -z; false if left out. */
  readonly antithetic?: boolean;
}

/**
 * Denoising score matching of the model s at one noise level, with z ~ N(0, I):
 *
 *     1/2 |s(x + sigma z) + z / sigma|^2,
 *
 * in which -z / sigma is the score of the kernel N(x, sigma^2 I) at the noisy point. With
 * q = p * N(0, sigma^2 I), and for every sigma,
 *
 *     its mean under p = E_q[1/2 |s - grad log q|^2] + C,   C = 1/2 (d / sigma^2 - E_q|grad log q|^2),
 *
 * with no condition at the boundary. C is positive and of the order of 1 / sigma^2 (a point mass apart,
 * where it is 0), and the variance of order 1 / sigma^4 for small sigma.
 *
 * `antithetic: true` gives a functional with the same mean whose variance stays bounded as sigma -> 0:
 *
 *     1/4 (|s(x + sigma z)|^2 + |s(x - sigma z)|^2) + z'(s(x + sigma z) - s(x - sigma z)) / (2 sigma)
 *         + d / (2 sigma^2).
 *
 * It is the mean over z and -z, with |z|^2 / (2 sigma^2), in which the model does not occur, replaced by
 * its own mean. Less that constant it tends to sliced score matching with normal probes
 * (`slicedScoreMatchingVR`).
 *
 * Source: Vincent (2011), section 4.
 *
 * @throws InvalidArgument if sigma is not positive.
 */
export function denoisingScoreMatching(
  s: ScoreField,
  { sigma, antithetic = false }: DenoisingOptions,
): Functional<"free"> {
  ensurePositive("sigma", sigma, "the score of the noise, -z / sigma, would not exist");
  const model = float64Field(s);
  const loss = antithetic ? antitheticDenoisingLoss : denoisingLoss;
  return functional({
    noise: "normal",
    evaluate(x, noise) {
      const z = ensureNoise(x, noise);
      return loss(float64, model, { x, z, sigma: new Float64Array(x.n).fill(sigma) });
    },
  });
}
