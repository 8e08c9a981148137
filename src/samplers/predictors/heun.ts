import { ensure } from "../../numerics/errors";
import { type Points, points } from "../../numerics/points";
import { scoresAt } from "../scoresAt";
import type { Predictor } from "./predictor";

/** What Heun's step takes. */
export interface Churn {
  /** Raises each level by the factor 1 + churn with fresh noise before the step; 0 if left out. */
  readonly churn?: number;
}

/**
 * Heun's step for the probability flow in sigma, dx / dsigma = -sigma s_sigma(x), from sigma to sigma':
 *
 *     d = -sigma s_sigma(x),   y = x + (sigma' - sigma) d,
 *     d' = -sigma' s_sigma'(y),   x + (sigma' - sigma) (d + d') / 2,
 *
 * or y itself if sigma' = 0. With churn c, x + sqrt(t^2 - sigma^2) z with t = (1 + c) sigma first takes
 * the place of x, and t that of sigma.
 *
 * Source: Karras and others (2022), algorithms 1 and 2.
 *
 * @throws InvalidArgument if churn is negative.
 */
export function heun({ churn = 0 }: Churn = {}): Predictor<"sigma"> {
  ensure(Number.isFinite(churn) && churn >= 0, () => ({
    argument: "churn",
    value: churn,
    problem: "is not a finite number of at least 0",
    consequence: "noise would have to be taken away where it is to be added",
    remedy: "give 0 for a map without noise, or a small positive number",
  }));
  return {
    name: "Heun",
    predict(start: Points, { family, from, to, rng }) {
      const sigma = from * (1 + churn);
      const x = churn === 0 ? start : noisier(start, Math.sqrt(sigma ** 2 - from ** 2), rng);
      const slope = slopes(scoresAt(family.at(sigma), x), sigma);
      const h = to - sigma;
      const euler = points(
        x.data.map((value, j) => value + h * slope[j]!),
        x.dim,
      );
      if (to === 0) return { points: euler, evaluations: 1 };
      const next = slopes(scoresAt(family.at(to), euler), to);
      const moved = x.data.map((value, j) => value + (h * (slope[j]! + next[j]!)) / 2);
      return { points: points(moved, x.dim), evaluations: 2 };
    },
  };
}

function slopes(score: Points, sigma: number): Float64Array {
  return score.data.map((s) => -sigma * s);
}

function noisier(
  x: Points,
  spread: number,
  rng: { normal(n: number, dim: number): Float64Array },
): Points {
  const z = rng.normal(x.n, x.dim);
  return points(
    x.data.map((value, j) => value + spread * z[j]!),
    x.dim,
  );
}
