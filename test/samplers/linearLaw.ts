import { expect } from "vitest";
import { type Points, points } from "../../src/numerics/points";
import type { Rng } from "../../src/numerics/rng";

/** What a sampler with a linear score does to one coordinate: x_end = gain x_start + shift + noise. */
export interface LinearLaw {
  readonly gain: number;
  readonly shift: number;
  /** The variance of the noise. */
  readonly noise: number;
}

/** The mean and the variance of the result for a start of the given mean and variance. */
export function moments(law: LinearLaw, mean: number, variance: number): [number, number] {
  return [law.gain * mean + law.shift, law.gain ** 2 * variance + law.noise];
}

/**
 * The law of a sampler on the line whose score is linear, without random numbers: one point starts at 0
 * and one at 1, without noise; each further point feels one unit of normal noise in a step of its own, and
 * none in the others. The squares of what arrives add up to the variance.
 */
export function linearLaw(
  steps: number,
  run: (start: Points, rng: Rng) => { readonly points: Points },
): LinearLaw {
  const start = new Float64Array(steps + 2);
  start[1] = 1;
  const { data } = run(points(start), impulses()).points;
  const shift = data[0]!;
  let noise = 0;
  for (let k = 0; k < steps; k++) noise += (data[k + 2]! - shift) ** 2;
  return { gain: data[1]! - shift, shift, noise };
}

/** Stands in for a generator: in step k point k + 2 draws 1, all others 0. Uniform draws are refused. */
function impulses(step?: number): Rng {
  return {
    normal(n: number, dim = 1): Float64Array {
      const z = new Float64Array(n * dim);
      if (step !== undefined) z[(step + 2) * dim] = 1;
      return z;
    },
    uniform(): Float64Array {
      throw new Error("uniform noise where normal noise is meant");
    },
    split: (label) => impulses(typeof label === "number" ? label : undefined),
  };
}

/** The rate p in error ~ steps^-p, from the first to the last of the step numbers. */
export function order(steps: readonly number[], errors: readonly number[]): number {
  const last = steps.length - 1;
  return Math.log(Math.abs(errors[0]! / errors[last]!)) / Math.log(steps[last]! / steps[0]!);
}

/** Both lists agree to so many digits after the point. */
export function expectNear(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  digits: number,
): void {
  expect(found.length).toBe(expected.length);
  for (let i = 0; i < found.length; i++) expect(found[i]).toBeCloseTo(expected[i]!, digits);
}
