import { ensure } from "../numerics/errors";
import type { Displayable, MimeBundle } from "../numerics/mimeBundle";
import { type Points, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { table } from "../numerics/table";
import { short } from "../reporting/short";
import type { CovarianceFactor } from "./covarianceFactor";
import { ensureIndex } from "./ensureIndex";
import { indexInGrid, risingTimes } from "./grid";

/** Which times to add to a path: `by` - 1 between any two neighbours, or those that are given. */
export type Refinement = { readonly by: number } | { readonly times: ArrayLike<number> };

/** Independent paths of a Brownian motion, or of a bridge, seen at the times of a grid. */
export interface BrownianPath extends Displayable {
  readonly dim: number;
  /** Q, the covariance that a unit of time adds: row-major [dim, dim]. */
  readonly covariance: Float64Array;
  /** The number of paths. */
  readonly paths: number;
  /** The times of the grid, rising. */
  readonly times: Float64Array;
  /** W at each of the times: a point for each path. */
  readonly states: readonly Points[];
  /** W at the last time. */
  readonly points: Points;
  /** Coordinate k (0 if left out) of path i at each of the times. */
  path(i: number, k?: number): Float64Array;
  /** W(times[k + 1]) - W(times[k]) of each path: row-major [paths, dim]. */
  increment(k: number): Float64Array;
  /**
   * The same paths at more times. The values at the old times stay as they are; a new one at t, between
   * neighbours a < t < b, is drawn from its law given both, that of a Brownian bridge:
   *
   *     W_t = [(b - t) W_a + (t - a) W_b] / (b - a) + N(0, (t - a)(b - t) / (b - a) Q).
   *
   * Its noise depends on the generator of the path and on a, t and b alone: the same refinement gives
   * the same values again. New times between the same neighbours are put in from left to right.
   */
  refined(refinement: Refinement): BrownianPath;
  /** The same paths at every `by`-th time. (Refined again, they take other ways between these times.) */
  coarsened(options: { readonly by: number }): BrownianPath;
}

/** What a path is made of. */
export interface SampledPath {
  readonly title: string;
  readonly factor: CovarianceFactor;
  readonly times: Float64Array;
  readonly states: readonly Points[];
  /** The generator of the values that refinements add. */
  readonly rng: Rng;
}

export function brownianPath(sampled: SampledPath): BrownianPath {
  return new Path(sampled);
}

class Path implements BrownianPath {
  readonly dim: number;
  readonly covariance: Float64Array;
  readonly paths: number;
  readonly times: Float64Array;
  readonly states: readonly Points[];
  readonly #sampled: SampledPath;

  constructor(sampled: SampledPath) {
    this.#sampled = sampled;
    this.dim = sampled.factor.dim;
    this.covariance = sampled.factor.covariance;
    this.times = sampled.times;
    this.states = sampled.states;
    this.paths = sampled.states[0]!.n;
  }

  get points(): Points {
    return this.states.at(-1)!;
  }

  path(i: number, k = 0): Float64Array {
    ensureIndex("i", i, this.paths, "path");
    ensureIndex("k", k, this.dim, "coordinate");
    return Float64Array.from(this.states, ({ data }) => data[i * this.dim + k]!);
  }

  increment(k: number): Float64Array {
    ensureIndex("k", k, this.times.length - 1, "step");
    return difference(this.states[k + 1]!.data, this.states[k]!.data);
  }

  refined(refinement: Refinement): BrownianPath {
    const added =
      "by" in refinement ? between(this.times, refinement.by) : risingTimes(refinement.times);
    const [first, last] = [this.times[0]!, this.times.at(-1)!];
    for (const t of added) ensureWithin(t, first, last);
    const times = [first];
    const states = [this.states[0]!];
    const fresh = Array.from(added).filter((t) => indexInGrid(this.times, t) < 0);
    let next = 0;
    for (let k = 1; k < this.times.length; k++) {
      const right = this.times[k]!;
      for (; next < fresh.length && fresh[next]! < right; next++) {
        const t = fresh[next]!;
        states.push(this.#bridged(times.at(-1)!, states.at(-1)!, t, right, this.states[k]!));
        times.push(t);
      }
      times.push(right);
      states.push(this.states[k]!);
    }
    return new Path({ ...this.#sampled, times: Float64Array.from(times), states });
  }

  coarsened({ by }: { readonly by: number }): BrownianPath {
    const steps = this.times.length - 1;
    ensure(Number.isSafeInteger(by) && by >= 1 && steps % by === 0, () => ({
      argument: "by",
      value: by,
      problem: `does not divide the number of steps, ${steps}`,
      consequence: "the last time would be lost",
      remedy: `give a whole number that divides ${steps}`,
    }));
    return new Path({
      ...this.#sampled,
      times: this.times.filter((_, k) => k % by === 0),
      states: this.states.filter((_, k) => k % by === 0),
    });
  }

  toMimeBundle(): MimeBundle {
    const shown = Math.min(this.paths, 4);
    return table({
      title: `${this.#sampled.title}: ${this.paths} ${this.paths === 1 ? "path" : "paths"} of dimension ${this.dim} at ${this.times.length} times`,
      header: ["time", ...Array.from({ length: shown }, (_, i) => `path ${i}`)],
      rowCount: this.times.length,
      row: (k) => [
        this.times[k]!,
        ...Array.from({ length: shown }, (_, i) =>
          Array.from(this.states[k]!.data.subarray(i * this.dim, (i + 1) * this.dim), short).join(
            ", ",
          ),
        ),
      ],
    });
  }

  #bridged(a: number, left: Points, t: number, b: number, right: Points): Points {
    const { factor, rng } = this.#sampled;
    const share = (t - a) / (b - a);
    const deviation = Math.sqrt((t - a) * ((b - t) / (b - a)));
    const key = rng.split("bridge").split(a).split(t).split(b);
    const noise = factor.colour(key.normal(this.paths, this.dim));
    return points(
      left.data.map((x, j) => (1 - share) * x + share * right.data[j]! + deviation * noise[j]!),
      this.dim,
    );
  }
}

/** a - b. */
export function difference(a: Float64Array, b: Float64Array): Float64Array {
  const result = new Float64Array(a.length);
  for (let j = 0; j < result.length; j++) result[j] = a[j]! - b[j]!;
  return result;
}

function between(times: Float64Array, by: number): Float64Array {
  ensure(Number.isSafeInteger(by) && by >= 1, () => ({
    argument: "by",
    value: by,
    problem: "is not a whole number of at least 1",
    consequence: "a step could not be cut into so many",
    remedy: "give into how many each step is to be cut",
  }));
  const added: number[] = [];
  for (let k = 0; k + 1 < times.length; k++) {
    const [a, b] = [times[k]!, times[k + 1]!];
    for (let j = 1; j < by; j++) added.push(a + ((b - a) * j) / by);
  }
  return Float64Array.from(added);
}

function ensureWithin(t: number, first: number, last: number): void {
  const slack = 1e-10 * (last - first);
  ensure(t >= first - slack && t <= last + slack, () => ({
    argument: "times",
    value: t,
    problem: `lies outside the path, which runs from ${first} to ${last}`,
    consequence: "there are no two neighbours to put it between",
    remedy: "make the path longer",
  }));
}
