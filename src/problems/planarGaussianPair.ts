import { type Gaussian, gaussian } from "../densities/gaussian";

/** Two densities whose divergences are known. */
export interface PlanarGaussianPair {
  readonly p: Gaussian;
  readonly q: Gaussian;
  /** E_p |grad log p - grad log q|^2 / 2. */
  readonly fisherDivergence: number;
  /** E_p [|grad log q|^2 / 2 + laplacian log q]: the Fisher divergence less half the Fisher information of p. */
  readonly implicitObjective: number;
  /** E_p log(p / q). */
  readonly klDivergence: number;
}

/** Two Gaussians in the plane, correlated in opposite directions, so that their precisions do not commute. */
export function planarGaussianPair(): PlanarGaussianPair {
  return {
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
    fisherDivergence: 0.9717501815541031,
    implicitObjective: -0.4253086419753086,
    klDivergence: 0.4962620936881903,
  };
}
