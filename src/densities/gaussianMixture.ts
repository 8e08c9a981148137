import { ensure } from "../numerics/errors";
import { namedGaussian } from "./gaussian";
import { type Mixture, mixture } from "./mixture";
import type { MatrixLike, VectorLike } from "./parameters";

/** What `gaussianMixture` takes. */
export interface GaussianMixtureOptions {
  readonly weights: readonly number[] | Float64Array;
  readonly means: readonly VectorLike[];
  /** One for each component, a number c standing for c I; or one number for all components. */
  readonly covariances: number | readonly MatrixLike[];
}

/** A mixture that can be blurred in closed form. */
export interface GaussianMixture extends Mixture {
  diffused(scale: number, variance: number): GaussianMixture;
}

/**
 * The Gaussian mixture p = sum_k weights[k] N(means[k], covariances[k]); in dimension 1 the
 * covariances are variances. See {@link mixture} for its score.
 *
 *     gaussianMixture({ weights: [0.3, 0.7], means: [-2, 1.5], covariances: [0.25, 0.25] })
 *
 * @throws InvalidArgument if the weights are not probabilities that sum to one, a covariance is not
 * symmetric and positive definite, or numbers or dimensions of the parts differ.
 */
export function gaussianMixture(options: GaussianMixtureOptions): GaussianMixture {
  const { weights, means, covariances } = options;
  ensureLength("means", means, weights.length);
  const matrices = typeof covariances === "number" ? means.map(() => covariances) : covariances;
  ensureLength("covariances", matrices, weights.length);
  const components = means.map((mean, k) =>
    namedGaussian(
      { mean, covariance: matrices[k]! },
      { mean: `means[${k}]`, covariance: `covariances[${k}]` },
    ),
  );
  return mixture({ weights, components }) as GaussianMixture;
}

function ensureLength(argument: string, values: readonly unknown[], weights: number): void {
  ensure(values.length === weights, () => ({
    argument,
    value: values,
    problem: `has ${values.length} entries where there are ${weights} weights`,
    consequence: "some component would have no place, no spread or no weight",
    remedy: `give one entry of ${argument} for each weight`,
  }));
}
