import { type Gaussian, gaussian } from "../densities/gaussian";
import { ensure } from "../numerics/errors";
import type { MimeBundle } from "../numerics/mimeBundle";
import { type Points, points } from "../numerics/points";
import { table } from "../numerics/table";
import { diffusedFamily } from "./diffusedFamily";
import type { LinearSde } from "./sde";

/** What tells one linear SDE from another. Times given to these functions lie in [0, duration]. */
export interface LinearLaw {
  /** What the table in a notebook calls it. */
  readonly title: string;
  /** T, 1 if left out. */
  readonly duration?: number;
  /** a(t) of the drift a(t) x. */
  rate(time: number): number;
  /** g(t). */
  noise(time: number): number;
  /** exp of the integral of a from 0 to t. */
  scale(time: number): number;
  /** The integral of g(u)^2 (scale(t) / scale(u))^2 over u from 0 to t. */
  variance(time: number): number;
  /** The variance of the prior in each coordinate; variance(T) if left out. */
  readonly priorVariance?: number;
}

/** The SDE dx = a(t) x dt + g(t) dW from its closed forms, which are taken on trust. */
export function linearSde(law: LinearLaw): LinearSde {
  const duration = law.duration ?? 1;
  const at = (f: (time: number) => number) => (time: number) => f(timeWithin(time, duration));
  const rate = at((t) => law.rate(t));
  const noise = at((t) => law.noise(t));
  const scale = at((t) => law.scale(t));
  const variance = at((t) => law.variance(t));
  return {
    interval: [0, duration],
    rate,
    scale,
    variance,
    drift(x: Points, time: number): Points {
      const a = rate(time);
      return points(
        x.data.map((value) => a * value),
        x.dim,
      );
    },
    driftDivergence: (x: Points, time: number): Float64Array =>
      new Float64Array(x.n).fill(x.dim * rate(time)),
    diffusion: { kind: "additive", at: noise },
    marginals: (p) =>
      diffusedFamily(p, (time) => ({ scale: scale(time), variance: variance(time) })),
    prior: (dim: number): Gaussian =>
      gaussian({
        mean: new Float64Array(dim),
        covariance: law.priorVariance ?? law.variance(duration),
      }),
    toMimeBundle(): MimeBundle {
      const times = [0, 0.25, 0.5, 0.75, 1].map((part) => part * duration);
      return table({
        title: law.title,
        header: ["time", "drift / x", "g", "scale", "variance of the noise"],
        rowCount: times.length,
        row: (i) => [times[i]!, ...[rate, noise, scale, variance].map((f) => f(times[i]!))],
      });
    },
  };
}

/**
 * The time, moved into [0, T] if rounding has put it outside by less than 1e-9 T, as happens to
 * T - k h after many steps h.
 *
 * @throws InvalidArgument if it lies further outside.
 */
export function timeWithin(time: number, duration: number): number {
  const slack = 1e-9 * duration;
  ensure(time >= -slack && time <= duration + slack, () => ({
    argument: "time",
    value: time,
    problem: `lies outside [0, ${duration}]`,
    consequence: "the process does not exist then",
    remedy: `give a time from 0, where the data are, to ${duration}; index i of N steps is the time i / N`,
  }));
  return Math.min(Math.max(time, 0), duration);
}
