import { NotFinite } from "../numerics/errors";
import { type Points, points } from "../numerics/points";
import { interruptRequested } from "../reporting/interruption";
import { longRun } from "../reporting/longRun";
import { rowsOf } from "./blocks";
import type { ButcherTableau } from "./butcherTableau";
import { growth, nextLevel } from "./dyadicSteps";
import { interpolant, interpolate } from "./interpolant";
import type { March, OnStep } from "./march";
import { type Moving, rungeKuttaStep, type Step, slope } from "./rungeKuttaStep";
import { StepUnderflow } from "./stepUnderflow";

/** The estimated error of a step grows like this power of its length. */
const POWER = 5;
/** The first step to be tried is 1/64 of the way; its error says how to go on. */
const FIRST_LEVEL = 6;
/** Below 2^-50 of the way, positions would no longer be exact. */
const DEEPEST = 50;
/** Parts of the way that a progress bar tells apart. */
const SEGMENTS = 100;

/** How far to go, and how exactly. */
export interface AdaptiveOptions {
  readonly from: number;
  readonly to: number;
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  readonly onStep?: OnStep | undefined;
}

/**
 * Each point takes steps of its own, sized by its own error: what becomes of a point does not depend on
 * the others. A step is the way's length over a power of two, 2^k, and begins at a multiple of 2^-k; so
 * points meet at common times, and those that do are evaluated together.
 */
export function adaptiveSteps(
  tableau: ButcherTableau,
  field: Moving,
  start: Points,
  options: AdaptiveOptions,
): March {
  return new AdaptiveMarch(tableau, field, start, options).run();
}

/** Point j of a step. */
interface LastStep {
  readonly step: Step;
  readonly j: number;
}

class AdaptiveMarch {
  readonly #tableau: ButcherTableau;
  readonly #field: Moving;
  readonly #options: AdaptiveOptions;
  readonly #n: number;
  readonly #dim: number;
  readonly #x: Float64Array;
  /** The velocity at each point. */
  readonly #slope: Float64Array;
  /** The part of the way that each point has done: a multiple of a power of two, and so exact. */
  readonly #position: Float64Array;
  /** The next step of each point is 2^-level of the way. */
  readonly #level: Float64Array;
  readonly #evaluations: Float64Array;
  readonly #accepted: Float64Array;
  readonly #rejected: Float64Array;
  /** Wanted only if the run is interrupted: the points then stand at different times. */
  readonly #last: (LastStep | undefined)[];

  constructor(tableau: ButcherTableau, field: Moving, start: Points, options: AdaptiveOptions) {
    const { n, dim } = start;
    this.#tableau = tableau;
    this.#field = field;
    this.#options = options;
    this.#n = n;
    this.#dim = dim;
    this.#x = start.data.slice();
    this.#slope = slope(field, start, options.from).slice();
    this.#position = new Float64Array(n);
    this.#level = new Float64Array(n).fill(FIRST_LEVEL);
    this.#evaluations = new Float64Array(n).fill(1);
    this.#accepted = new Float64Array(n);
    this.#rejected = new Float64Array(n);
    this.#last = new Array<undefined>(n).fill(undefined);
  }

  run(): March {
    const segments = longRun(SEGMENTS, this.#tableau.name);
    for (const segment of segments) this.#advanceTo((segment + 1) / SEGMENTS);
    const interrupted = this.#earliest() < 1;
    const time = this.#timeAt(this.#earliest());
    return {
      points: interrupted ? this.#pointsAt(time) : points(this.#x, this.#dim),
      time,
      evaluations: this.#evaluations,
      accepted: this.#accepted,
      rejected: this.#rejected,
      interrupted,
    };
  }

  /** Until every point has done this part of the way, or the reader has had enough. */
  #advanceTo(part: number): void {
    for (let position = this.#earliest(); position < part; position = this.#earliest()) {
      if (interruptRequested()) return;
      for (const [level, rows] of this.#waitingAt(position)) this.#tryStep(rows, position, level);
    }
  }

  #earliest(): number {
    let earliest = 1;
    for (const position of this.#position) if (position < earliest) earliest = position;
    return earliest;
  }

  /** The points at a position, by the level of their next step. */
  #waitingAt(position: number): Map<number, number[]> {
    const groups = new Map<number, number[]>();
    for (let i = 0; i < this.#n; i++) {
      if (this.#position[i] !== position) continue;
      const level = this.#level[i]!;
      const group = groups.get(level);
      if (group) group.push(i);
      else groups.set(level, [i]);
    }
    return groups;
  }

  #timeAt(position: number): number {
    const { from, to } = this.#options;
    return position === 1 ? to : from + position * (to - from);
  }

  /** Lets points that stand at the same position try a step of the same length. */
  #tryStep(rows: readonly number[], position: number, level: number): void {
    const [time, end] = [this.#timeAt(position), this.#timeAt(position + 2 ** -level)];
    const before = points(rowsOf(this.#x, this.#dim, rows), this.#dim);
    const first = rowsOf(this.#slope, this.#dim, rows);
    let step: Step;
    try {
      const stride = { before, rows, time, end, size: end - time };
      step = rungeKuttaStep(this.#tableau, this.#field, stride, first);
    } catch (cause) {
      if (!(cause instanceof NotFinite)) throw cause;
      // Which of the points it was is not known, so each of them tries alone.
      if (rows.length > 1) for (const i of rows) this.#tryStep([i], position, level);
      else this.#reject(rows[0]!, Number.POSITIVE_INFINITY, cause);
      return;
    }
    const errors = this.#errors(step);
    const kept: number[] = [];
    rows.forEach((i, j) => {
      if (errors[j]! <= 1) kept.push(j);
      else this.#reject(i, errors[j]!);
    });
    if (kept.length > 0) this.#accept(kept.length === rows.length ? step : partOf(step, kept));
  }

  /** The error of each point over what is allowed: at most 1 if the step may be kept. */
  #errors({ before, after, slopes, size }: Step): Float64Array {
    const { relativeTolerance, absoluteTolerance } = this.#options;
    const weights = this.#tableau.errorWeights!;
    const [x, y, dim] = [before.data, after.data, this.#dim];
    return Float64Array.from({ length: before.n }, (_, i) => {
      let sum = 0;
      for (let k = i * dim; k < (i + 1) * dim; k++) {
        let error = 0;
        for (let s = 0; s < weights.length; s++) error += weights[s]! * slopes[s]![k]!;
        const size0 = Math.max(Math.abs(x[k]!), Math.abs(y[k]!));
        sum += ((size * error) / (absoluteTolerance + relativeTolerance * size0)) ** 2;
      }
      return Math.sqrt(sum / dim);
    });
  }

  #accept(step: Step): void {
    const endSlope = step.slopes.at(-1)!;
    const errors = this.#errors(step);
    const own = (values: Float64Array, j: number) =>
      values.subarray(j * this.#dim, (j + 1) * this.#dim);
    step.rows!.forEach((i, j) => {
      this.#x.set(own(step.after.data, j), i * this.#dim);
      this.#slope.set(own(endSlope, j), i * this.#dim);
      const level = this.#level[i]!;
      this.#position[i]! += 2 ** -level;
      this.#level[i] = nextLevel(this.#position[i]!, level, growth(errors[j]!, POWER));
      this.#evaluations[i]! += this.#tableau.nodes.length - 1;
      this.#accepted[i]!++;
      this.#last[i] = { step, j };
    });
    this.#options.onStep?.take(step, endSlope);
  }

  /** @throws StepUnderflow if no shorter step can be told from zero. */
  #reject(i: number, error: number, cause?: unknown): void {
    const [position, level] = [this.#position[i]!, this.#level[i]!];
    const next = nextLevel(position, level, growth(error, POWER));
    const time = this.#timeAt(position);
    const length = Math.abs(this.#options.to - this.#options.from) * 2 ** -next;
    if (next > DEEPEST || length <= 8 * Number.EPSILON * Math.abs(time)) {
      const at = this.#x.slice(i * this.#dim, (i + 1) * this.#dim);
      const { name: method } = this.#tableau;
      throw new StepUnderflow({ method, time, step: length, point: i, at }, cause ? { cause } : {});
    }
    this.#level[i] = next;
    this.#evaluations[i]! += this.#tableau.nodes.length - 1;
    this.#rejected[i]!++;
  }

  /** The points at the time that the slowest has reached; it lies within the last step of each other. */
  #pointsAt(time: number): Points {
    const values = this.#x.slice();
    this.#last.forEach((last, i) => {
      if (!last || last.step.end === time) return;
      const within = interpolant(this.#tableau, last.step, last.step.slopes.at(-1)!);
      interpolate(within, last.j, time, values, i * this.#dim);
    });
    return points(values, this.#dim);
  }
}

function partOf(step: Step, rows: readonly number[]): Step {
  const { dim } = step.before;
  return {
    ...step,
    rows: rows.map((j) => step.rows![j]!),
    before: points(rowsOf(step.before.data, dim, rows), dim),
    after: points(rowsOf(step.after.data, dim, rows), dim),
    slopes: step.slopes.map((k) => rowsOf(k, dim, rows)),
  };
}
