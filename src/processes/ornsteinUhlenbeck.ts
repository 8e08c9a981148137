import { ensurePositive } from "../densities/guards";
import { linearSde } from "./linearSde";
import type { LinearSde } from "./sde";

export interface OrnsteinUhlenbeckOptions {
  /** How fast it forgets, one over time. */
  readonly rate: number;
  /** g, in the unit of x over the square root of time. */
  readonly volatility: number;
  /** T, the end of its interval; 1 if left out. */
  readonly duration?: number;
}

/**
 * The Ornstein-Uhlenbeck process dx = -rate x dt + volatility dW, with the exact law
 *
 *     x_t given x_0  ~  N(x_0 e^{-rate t}, volatility^2 (1 - e^{-2 rate t}) / (2 rate) I).
 *
 * Its prior is the stationary law N(0, volatility^2 / (2 rate) I).
 *
 * Source: Uhlenbeck and Ornstein (1930); Sarkka and Solin (2019), chapter 6.
 *
 * @throws InvalidArgument if an option is not positive and finite.
 */
export function ornsteinUhlenbeck({
  rate,
  volatility,
  duration = 1,
}: OrnsteinUhlenbeckOptions): LinearSde {
  ensurePositive("rate", rate, "the process would not return to the origin");
  ensurePositive("volatility", volatility, "nothing would be random");
  ensurePositive("duration", duration, "the process would have no time");
  const stationary = volatility ** 2 / (2 * rate);
  return linearSde({
    title: `Ornstein-Uhlenbeck process, rate ${rate}, volatility ${volatility}`,
    duration,
    rate: () => -rate,
    noise: () => volatility,
    scale: (t) => Math.exp(-rate * t),
    variance: (t) => -stationary * Math.expm1(-2 * rate * t),
    priorVariance: stationary,
  });
}
