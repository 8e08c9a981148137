import { ensureVectors } from "../densities/guards";
import { type Points, points } from "../numerics/points";
import type { ButcherTableau } from "./butcherTableau";

/** As much of a velocity field as a solver needs. */
export interface Moving {
  readonly dim: number;
  /** `rows` are the numbers of the points in the whole batch; all of it if it is missing. */
  velocity(x: Points, time: number, rows?: readonly number[]): Points;
}

/** Where a step begins, and how far it goes. */
export interface Stride {
  /** The points that take the step. */
  readonly before: Points;
  /** Their numbers in the batch; all of it if it is missing. */
  readonly rows?: readonly number[];
  readonly time: number;
  /** The time after the step, apart from `size` so that the last step ends exactly where it should. */
  readonly end: number;
  /** `end` less `time`, negative backwards. */
  readonly size: number;
}

/** A step of a Runge-Kutta method. */
export interface Step extends Stride {
  /** The slopes k_1, ..., k_s: [n, dim] each. */
  readonly slopes: readonly Float64Array[];
  readonly after: Points;
}

/** v at each point, as an array. */
export function slope(
  field: Moving,
  x: Points,
  time: number,
  rows?: readonly number[],
): Float64Array {
  const v = field.velocity(x, time, rows);
  ensureVectors(x, v, "velocity");
  return v.data;
}

/**
 * The points after one step, and the slopes that led there; `first` is the slope at the start.
 *
 * @throws NotFinite if a coordinate of a stage is not finite.
 */
export function rungeKuttaStep(
  tableau: ButcherTableau,
  field: Moving,
  stride: Stride,
  first: Float64Array,
): Step {
  const slopes = [first];
  for (let i = 1; i < tableau.nodes.length; i++) {
    const x = stagePoints(tableau, stride, slopes, i);
    slopes.push(slope(field, x, stageTime(tableau, stride, i), stride.rows));
  }
  return { ...stride, slopes, after: moved(stride.before, stride.size, tableau.weights, slopes) };
}

/** Where slope i of a step is taken. */
export function stagePoints(
  tableau: ButcherTableau,
  { before, size }: Stride,
  slopes: readonly Float64Array[],
  i: number,
): Points {
  return moved(before, size, tableau.matrix[i]!, slopes);
}

/** When slope i of a step is taken. */
export function stageTime(tableau: ButcherTableau, { time, end, size }: Stride, i: number): number {
  const c = tableau.nodes[i]!;
  return c === 1 ? end : time + c * size;
}

/** y + h sum_i w_i k_i. */
function moved(
  y: Points,
  h: number,
  weights: readonly number[],
  slopes: readonly Float64Array[],
): Points {
  const sum = y.data.slice();
  for (let i = 0; i < weights.length; i++) {
    const factor = h * weights[i]!;
    if (factor === 0) continue;
    const k = slopes[i]!;
    for (let j = 0; j < sum.length; j++) sum[j]! += factor * k[j]!;
  }
  return points(sum, y.dim);
}
