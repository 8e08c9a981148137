import { points } from "../numerics/points";
import { driftAt, moved, noiseTerm, type Solver } from "./solver";

/**
 * The stochastic method of Heun, an average over both ends of the step:
 *
 *     y = x + f(x, t) dt + G(x, t) dW,
 *     x <- x + 1/2 [f(x, t) + f(y, t + dt)] dt + 1/2 [G(x, t) + G(y, t + dt)] dW.
 *
 * It converges to STRATONOVICH's solution, for the noise G dW read half way through each step: each path
 * with order 1 where the columns of G commute (additive, diagonal or a single noise), with order 1/2
 * otherwise. Without noise it is Heun's method, of order 2. For Ito's solution give it the equation's
 * Stratonovich form, `toStratonovich(sde)`; with additive noise there is no difference.
 *
 * Source: Ruemelin (1982); Kloeden and Platen (1992), section 4.9 on the two readings.
 */
export const heun: Solver = {
  name: "Heun",
  calculus: "stratonovich",
  evaluations: 2,
  begin: (sde) => (x, t, dt, dw) => {
    const f = driftAt(sde, x, t);
    const noise = noiseTerm(sde.diffusion, x, t, dw);
    const y = points(moved(x, f, dt, noise), x.dim);
    const fEnd = driftAt(sde, y, t + dt);
    const noiseEnd = noiseTerm(sde.diffusion, y, t + dt, dw);
    const next = new Float64Array(x.data.length);
    for (let j = 0; j < next.length; j++) {
      next[j] = x.data[j]! + 0.5 * ((f.data[j]! + fEnd.data[j]!) * dt + noise[j]! + noiseEnd[j]!);
    }
    return points(next, x.dim);
  },
};
