import { ensureFinite, ensurePositive } from "../densities/guards";
import { logNormal } from "../densities/logNormal";
import type { UnivariateDensity } from "../densities/univariate";
import { ensure } from "../numerics/errors";
import { type Points, type PointsLike, points } from "../numerics/points";
import type { BrownianPath } from "./brownianPath";
import { ensureStandard } from "./drivingNoise";
import { ensureSave, kept, type Save } from "./save";
import type { DiagonalDiffusion, Sde } from "./sde";
import { startingPoints } from "./startingPoints";
import { type Trajectory, trajectory } from "./trajectory";

export interface GeometricBrownianMotionOptions {
  /** mu, one over time. */
  readonly drift: number;
  /** sigma, one over the square root of time. */
  readonly volatility: number;
  /** T, the end of its interval; 1 if left out. */
  readonly duration?: number;
}

export interface GeometricBrownianMotion extends Sde {
  readonly interval: readonly [0, number];
  readonly calculus: "ito";
  readonly diffusion: DiagonalDiffusion & { derivative(x: Points, time: number): Points };
  /** The law of x_t given x_0 > 0, in each coordinate: log-normal. */
  law(start: number, time: number): UnivariateDensity;
  /** The solution itself along given Brownian paths, by its formula; without error but for rounding. */
  exact(start: PointsLike, brownian: BrownianPath, options?: { readonly save?: Save }): Trajectory;
}

/**
 * Geometric Brownian motion, dx = mu x dt + sigma x dW in Ito's sense, in every coordinate:
 *
 *     x_t = x_0 exp((mu - sigma^2 / 2) t + sigma W_t),
 *     E x_t = x_0 e^{mu t},   Var x_t = x_0^2 e^{2 mu t} (e^{sigma^2 t} - 1).
 *
 * (In Stratonovich's sense the same coefficients give x_0 exp(mu t + sigma W_t), which grows faster.)
 *
 * Source: Sarkka and Solin (2019), chapter 4; Kloeden and Platen (1992), section 4.4.
 *
 * @throws InvalidArgument if the volatility or the duration is not positive, or the drift not finite.
 */
export function geometricBrownianMotion({
  drift: mu,
  volatility: sigma,
  duration = 1,
}: GeometricBrownianMotionOptions): GeometricBrownianMotion {
  ensureFinite("drift", mu);
  ensurePositive("volatility", sigma, "nothing would be random");
  ensurePositive("duration", duration, "the process would have no time");
  const times = (factor: number) => (x: Points) => {
    const values = new Float64Array(x.data.length);
    for (let j = 0; j < values.length; j++) values[j] = factor * x.data[j]!;
    return points(values, x.dim);
  };
  return {
    interval: [0, duration],
    calculus: "ito",
    drift: times(mu),
    driftDivergence: (x: Points): Float64Array => new Float64Array(x.n).fill(x.dim * mu),
    diffusion: {
      kind: "diagonal",
      at: times(sigma),
      derivative: (x) => points(new Float64Array(x.data.length).fill(sigma), x.dim),
    },
    law(start, time) {
      ensurePositive("start", start, "its logarithm would not exist");
      ensurePositive("time", time, "nothing would be random yet");
      return logNormal({
        logMean: Math.log(start) + (mu - sigma ** 2 / 2) * time,
        logVariance: sigma ** 2 * time,
      });
    },
    exact(start, brownian, { save = "end" } = {}) {
      ensureSave(save);
      const x = startingPoints(start, brownian.paths);
      ensureStandard(brownian, x.dim);
      ensure(brownian.times[0] === 0, () => ({
        argument: "brownian",
        value: brownian,
        problem: `begins at time ${brownian.times[0]}`,
        consequence: "the start would belong to another time than 0",
        remedy: "give a path that begins at time 0",
      }));
      const at = (k: number) => {
        const w = brownian.states[k]!.data;
        const grown = (mu - sigma ** 2 / 2) * brownian.times[k]!;
        return points(
          x.data.map((value, j) => value * Math.exp(grown + sigma * w[j]!)),
          x.dim,
        );
      };
      const steps = brownian.times.length - 1;
      const indices = Array.from(brownian.times.keys()).filter((k) => kept(save, k, steps));
      const states = indices.map(at);
      return trajectory({
        method: "Exact solution",
        points: states.at(-1)!,
        time: brownian.times[steps]!,
        times: Float64Array.from(indices, (k) => brownian.times[k]!),
        states,
        steps,
        evaluations: 0,
        interrupted: false,
      });
    },
  };
}
