import { type Points, points } from "../../numerics/points";
import type { LinearSde } from "../../processes/sde";
import { driftAt } from "../../processes/solver";
import { scoresAt } from "../scoresAt";
import type { Predictor } from "./predictor";

/**
 * The Euler-Maruyama step of the reverse SDE, from time t to time u = t - h, with f(x, t) the drift and
 * g(t) the noise of the forward SDE:
 *
 *     x - h [f(x, t) - g(t)^2 s_t(x)] + g(t) sqrt(h) z.
 *
 * Its marginals are off by O(h).
 *
 * Source: Song and others (2021), equation 6.
 */
export function eulerMaruyama(sde: Pick<LinearSde, "drift" | "diffusion">): Predictor<"time"> {
  return {
    name: "Euler-Maruyama",
    predict(x: Points, { family, from, to, rng }) {
      const h = from - to;
      const g = sde.diffusion.at(from);
      const drift = driftAt(sde, x, from).data;
      const score = scoresAt(family.at(from), x).data;
      const z = rng.normal(x.n, x.dim);
      const moved = x.data.map(
        (value, j) => value - h * (drift[j]! - g * g * score[j]!) + g * Math.sqrt(h) * z[j]!,
      );
      return { points: points(moved, x.dim), evaluations: 1 };
    },
  };
}
