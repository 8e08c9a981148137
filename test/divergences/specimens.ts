import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { gaussianPair, planarGaussianPair, skewedMixture } from "../../src/problems";

/** Two skew Gaussians on the line. */
export const line = gaussianPair();

/** Two correlated Gaussians in the plane, whose means differ by (0.5, -0.2). */
export const plane = planarGaussianPair();

/** A lopsided mixture. */
export const skewed = skewedMixture().p;

/** Two unit Gaussians at -m and m, the left one with the given weight. */
export function twoModes(m: number, left: number) {
  return gaussianMixture({ weights: [left, 1 - left], means: [-m, m], covariances: 1 });
}
