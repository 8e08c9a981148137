import { points } from "../numerics/points";
import { driftAt, moved, noiseTerm, type Solver } from "./solver";

/**
 * The method of Euler and Maruyama:
 *
 *     x <- x + f(x, t) dt + G(x, t) dW.
 *
 * It converges to Ito's solution: each path with order 1/2 (with order 1 where the noise is additive),
 * averages over paths with order 1.
 *
 * Source: Kloeden and Platen (1992), section 10.2; Sarkka and Solin (2019), section 8.2.
 */
export const eulerMaruyama: Solver = {
  name: "Euler-Maruyama",
  calculus: "ito",
  evaluations: 1,
  begin: (sde) => (x, t, dt, dw) =>
    points(moved(x, driftAt(sde, x, t), dt, noiseTerm(sde.diffusion, x, t, dw)), x.dim),
};
