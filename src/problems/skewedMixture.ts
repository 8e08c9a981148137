import { type GaussianMixture, gaussianMixture } from "../densities/gaussianMixture";

/** A density with two modes of unequal weight. */
export interface SkewedMixture {
  readonly p: GaussianMixture;
  readonly mean: number;
  readonly variance: number;
  /** P(X < 0): close to the weight of the left mode, and wrong if a sampler moves mass between modes. */
  readonly probabilityBelowZero: number;
}

/** 0.3 N(-2, 1/4) + 0.7 N(3/2, 1/4): lopsided, since a symmetric density hides mistakes of sign. */
export function skewedMixture(): SkewedMixture {
  return {
    p: gaussianMixture({ weights: [0.3, 0.7], means: [-2, 1.5], covariances: 0.25 }),
    mean: 0.45,
    variance: 2.8225,
    probabilityBelowZero: 0.3009354272495911,
  };
}
