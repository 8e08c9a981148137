import { gaussian } from "../../src/densities/gaussian";
import { scoreNetwork } from "../../src/networks/scoreNetwork";
import { rng } from "../../src/numerics/rng";

/** Skewed in its scales: a mistake of scale in one coordinate cannot hide in the other. */
export const p = gaussian({
  mean: [1, -0.5],
  covariance: [
    [2.25, 0.3],
    [0.3, 0.16],
  ],
});

/** An affine network is the family of all linear scores, so each objective has p's own score as optimum. */
export const affine = () => scoreNetwork({ dim: 2, hidden: [], rng: rng(2, "affine") });
/** Options of `train` that all objectives share. */
export const base = { data: p, steps: 900, batch: 512, learningRate: 0.1, rng: rng(1, "train") };
