import type { Rng } from "../numerics/rng";

/**
 * The increments of `noiseDim` independent Brownian motions along a grid of times, up or down: those of
 * step k are sqrt(|times[k + 1] - times[k]|) z with z drawn by `rng.split(k)`, row i for path i.
 */
export function drawnIncrements(
  rng: Rng,
  times: Float64Array,
  paths: number,
  noiseDim: number,
): (k: number) => Float64Array {
  return (k) => {
    const deviation = Math.sqrt(Math.abs(times[k + 1]! - times[k]!));
    const increments = rng.split(k).normal(paths, noiseDim);
    for (let j = 0; j < increments.length; j++) increments[j]! *= deviation;
    return increments;
  };
}
