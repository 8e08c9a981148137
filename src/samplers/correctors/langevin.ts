import { ensurePositive } from "../../densities/guards";
import { ensure } from "../../numerics/errors";
import { langevinMove } from "../langevinStep";
import { scoresAt } from "../scoresAt";
import type { Corrector } from "./corrector";

/** Steps of a size that is known beforehand. */
export interface FixedSteps {
  /** How many at each level. */
  readonly steps: number;
  /** h, in the square of the unit of x, for all levels or for each. */
  readonly step: number | ((level: number) => number);
}

/** Steps of a size that follows from the scores. */
export interface SignalToNoise {
  readonly steps: number;
  /** r, the mean length of the drift of a step over that of its noise. */
  readonly signalToNoise: number;
}

/**
 * Langevin steps x + h s(x) + sqrt(2 h) z with the score of the level. The size h is given, or it
 * follows from a signal-to-noise ratio r,
 *
 *     h = 2 (r mean|z| / mean|s(x)|)^2,
 *
 * in which the means of the lengths are taken over the points, so that h is the same for all of them.
 * This makes each point depend on the others. With the sizes that such a run reports, given as fixed
 * ones, each point comes out again by itself. The factor 1 - beta_i by which the paper multiplies h for
 * the chain of DDPM is left out; it tends to 1.
 *
 * Source: Song and others (2021), algorithms 4 and 5, with the means over a batch of appendix G.
 *
 * @throws InvalidArgument if a size, the ratio or the number of steps is not positive; later, for
 * the ratio, if the score is 0 at all points.
 */
export function langevin(options: FixedSteps | SignalToNoise): Corrector {
  const { steps } = options;
  ensure(Number.isSafeInteger(steps) && steps >= 1, () => ({
    argument: "steps",
    value: steps,
    problem: "is not a whole number of at least 1",
    consequence: "nothing would be corrected",
    remedy: "give the number of steps at each level, or take the identity for none",
  }));
  const size = "step" in options ? fixed(options.step) : fromRatio(options.signalToNoise);
  return {
    name: "Langevin",
    steps,
    correct(x, { field, level, rng }) {
      const scores = scoresAt(field, x);
      const z = rng.normal(x.n, x.dim);
      const stepSize = size(level, z, scores.data, x.dim);
      return { points: langevinMove(x, scores, stepSize, z), stepSize };
    },
  };
}

type Size = (level: number, z: Float64Array, scores: Float64Array, dim: number) => number;

function fixed(step: number | ((level: number) => number)): Size {
  if (typeof step === "number") {
    ensurePositive("step", step, "the points would stay, or run down the density");
    return () => step;
  }
  return (level) => {
    const h = step(level);
    ensurePositive(`step(${level})`, h, "the points would stay, or run down the density");
    return h;
  };
}

function fromRatio(ratio: number): Size {
  ensurePositive("signalToNoise", ratio, "the points would stay");
  // The number of points cancels in the ratio of the means.
  return (level, z, scores, dim) => {
    const length = totalLength(scores, dim);
    ensure(length > 0, () => ({
      argument: "signalToNoise",
      value: ratio,
      problem: `cannot be reached at the level ${level}, where all scores are 0`,
      consequence: "the step would be infinite",
      remedy: "give a step of a fixed size",
    }));
    return 2 * ((ratio * totalLength(z, dim)) / length) ** 2;
  };
}

function totalLength(rows: Float64Array, dim: number): number {
  const n = rows.length / dim;
  let total = 0;
  for (let i = 0; i < n; i++) {
    let square = 0;
    for (let k = 0; k < dim; k++) square += rows[i * dim + k]! ** 2;
    total += Math.sqrt(square);
  }
  return total;
}
