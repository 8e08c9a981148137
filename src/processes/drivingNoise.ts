import { ensure } from "../numerics/errors";
import { type BrownianPath, difference } from "./brownianPath";
import { indexInGrid } from "./grid";

/**
 * The increments of a Brownian path along the times of a solver, some of its own, up or down.
 *
 * @throws InvalidArgument if a time is not one of the path's.
 */
export function sharedIncrements(
  brownian: BrownianPath,
  times: Float64Array,
): (k: number) => Float64Array {
  const states = Array.from(times, (t, k) => {
    const index = indexInGrid(brownian.times, t);
    ensure(index >= 0, () => ({
      argument: `times[${k}]`,
      value: t,
      problem: "is not one of the times of the Brownian path",
      consequence: "its value there is not known",
      remedy: "refine the path first, brownian.refined({ times }), and share the refined path",
    }));
    return brownian.states[index]!.data;
  });
  return (k) => difference(states[k + 1]!, states[k]!);
}

/** @throws InvalidArgument unless the motion is standard and of dimension `noises`. */
export function ensureStandard(brownian: BrownianPath, noises: number): void {
  ensure(brownian.dim === noises, () => ({
    argument: "brownian",
    value: brownian,
    problem: `is of dimension ${brownian.dim} where the equation has ${noises} ${noises === 1 ? "noise" : "noises"}`,
    consequence: "a noise would have no path, or a path no noise",
    remedy: `give brownianMotion({ dim: ${noises}, ... })`,
  }));
  const standard = brownian.covariance.every((q, k) => q === (k % (noises + 1) === 0 ? 1 : 0));
  ensure(standard, () => ({
    argument: "brownian.covariance",
    value: brownian.covariance,
    problem: "is not the identity",
    consequence: "the noise would be scaled twice, by the equation and by the motion",
    remedy: "leave the covariance out, and put a factor L of Q = L L' into the diffusion",
  }));
}
