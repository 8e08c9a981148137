import { ensure } from "../numerics/errors";
import { type Points, points } from "../numerics/points";
import type { ButcherTableau } from "./butcherTableau";
import { type Interpolant, interpolant, interpolate } from "./interpolant";
import type { OnStep } from "./march";
import type { Step } from "./rungeKuttaStep";

/** Point j of a step. */
interface Piece {
  readonly within: Interpolant;
  readonly j: number;
}

/** Keeps every step of every point, and gives the solution at any time between. */
export class DenseOutput implements OnStep {
  readonly wantsEndSlope = true;
  readonly #tableau: ButcherTableau;
  readonly #start: Points;
  readonly #from: number;
  /** For each point its pieces, in the order of time; for common steps a list of whole steps. */
  readonly #pieces: Piece[][];
  readonly #common: Interpolant[] = [];

  constructor(tableau: ButcherTableau, start: Points, from: number) {
    this.#tableau = tableau;
    this.#start = start;
    this.#from = from;
    this.#pieces = Array.from({ length: start.n }, () => []);
  }

  take(step: Step, endSlope: Float64Array): void {
    const within = interpolant(this.#tableau, step, endSlope);
    if (!step.rows) this.#common.push(within);
    else for (const [j, i] of step.rows.entries()) this.#pieces[i]!.push({ within, j });
  }

  /** The points at a time between the start and `reached`. */
  at(time: number, reached: number): Points {
    const [low, high] = [Math.min(this.#from, reached), Math.max(this.#from, reached)];
    ensure(time >= low && time <= high, () => ({
      argument: "time",
      value: time,
      problem: `lies outside [${low}, ${high}]`,
      consequence: "the equation was not solved there",
      remedy: "solve it over an interval that contains this time",
    }));
    if (time === this.#from) return this.#start;
    const { n, dim } = this.#start;
    const values = new Float64Array(n * dim);
    const forward = reached >= this.#from;
    const isPast = ({ step }: Interpolant) => (forward ? step.end >= time : step.end <= time);
    const common = firstWhere(this.#common, isPast);
    for (let i = 0; i < n; i++) {
      const own = common ? undefined : firstWhere(this.#pieces[i]!, (p) => isPast(p.within))!;
      interpolate(common ?? own!.within, own?.j ?? i, time, values, i * dim);
    }
    return points(values, dim);
  }
}

/** The first item for which a condition holds that, once true, stays true; by bisection. */
function firstWhere<T>(items: readonly T[], holds: (item: T) => boolean): T | undefined {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle]!)) high = middle;
    else low = middle + 1;
  }
  return items[low];
}
