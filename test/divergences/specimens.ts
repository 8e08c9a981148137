import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";

/** Two skew Gaussians on the line. */
export const line = {
  p: gaussian({ mean: 0.3, covariance: 2.25 }),
  q: gaussian({ mean: -0.4, covariance: 0.64 }),
};

/** Two correlated Gaussians in the plane, whose means differ by (0.5, -0.2). */
export const plane = {
  p: gaussian({
    mean: [0.5, -0.2],
    covariance: [
      [1.2, 0.4],
      [0.4, 0.7],
    ],
  }),
  q: gaussian({
    mean: [0, 0],
    covariance: [
      [0.9, -0.3],
      [-0.3, 1.1],
    ],
  }),
};

/** A lopsided mixture. */
export const skewed = gaussianMixture({
  weights: [0.3, 0.7],
  means: [-2, 1.5],
  covariances: [0.25, 0.25],
});

/** Two unit Gaussians at -m and m, the left one with the given weight. */
export function twoModes(m: number, left: number) {
  return gaussianMixture({ weights: [left, 1 - left], means: [-m, m], covariances: 1 });
}
