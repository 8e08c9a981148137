import { type Gaussian, gaussian } from "../densities/gaussian";

/** Two densities whose divergences are known. */
export interface GaussianPair {
  readonly p: Gaussian;
  readonly q: Gaussian;
  /** E_p |grad log p - grad log q|^2 / 2. */
  readonly fisherDivergence: number;
  /** E_q |grad log p - grad log q|^2 / 2. */
  readonly reverseFisherDivergence: number;
  /** E_p log(p / q). */
  readonly klDivergence: number;
  readonly reverseKlDivergence: number;
}

/** Two Gaussians on the line that differ in mean and variance, so that no divergence is symmetric. */
export function gaussianPair(): GaussianPair {
  return {
    p: gaussian({ mean: 0.3, covariance: 2.25 }),
    q: gaussian({ mean: -0.4, covariance: 0.64 }),
    fisherDivergence: 2.004448784722222,
    reverseFisherDivergence: 0.4484104938271605,
    klDivergence: 1.012016340577626,
    reverseKlDivergence: 0.3797197705334852,
  };
}
