import { ensure, NotFinite } from "../numerics/errors";
import { type Points, points } from "../numerics/points";
import type { BrownianPath } from "./brownianPath";
import { indexInGrid } from "./grid";

/**
 * An integrand, from the coordinates of W and the time: a number in dimension 1, a row of `dim` numbers,
 * or a matrix as a list of such rows.
 */
export type Integrand = (
  ...wAndTime: number[]
) => number | readonly number[] | readonly (readonly number[])[];

export interface ItoSumOptions {
  /** lambda: 0, the left end of each step (if left out); 1/2, the middle; 1, the right end. */
  readonly at?: number;
}

/**
 * The sum of f(W(tau_k), tau_k) [W(t_{k+1}) - W(t_k)] over the steps of the grid, for each path, with
 * tau_k = t_k + lambda (t_{k+1} - t_k): [paths, r], r the number of rows of f. Between two times of the
 * grid W is put in as by `path.refined`.
 *
 * As the grid is refined it converges in mean square, for each lambda to another limit:
 *
 *     int f dW (Ito, lambda = 0)  +  lambda int sum_kl Q_kl d f_.k / d w_l dt,
 *
 * which is Stratonovich's integral for lambda = 1/2. For f = W in dimension 1: W_T^2 / 2 + (lambda - 1/2) T.
 * At the left end alone the sum has mean zero and the isometry E|sum|^2 = sum E tr(f Q f') dt.
 *
 *     itoSum(w, (x) => x)                         // W dW on the line
 *     itoSum(w, (x, t) => t * x, { at: 1 / 2 })
 *     itoSum(w, (x, y) => [[-y, x]])              // twice the area that a planar path sweeps
 *
 * @throws InvalidArgument if lambda is not in [0, 1], or f returns something else than rows of `dim` numbers.
 */
export function itoSum(path: BrownianPath, f: Integrand, { at = 0 }: ItoSumOptions = {}): Points {
  ensure(at >= 0 && at <= 1, () => ({
    argument: "at",
    value: at,
    problem: "does not lie in [0, 1]",
    consequence: "the integrand would be taken outside of its step",
    remedy: "give 0 for the left end, 0.5 for the middle, 1 for the right end",
  }));
  const { dim, paths, times } = path;
  const steps = times.length - 1;
  const tau = Float64Array.from({ length: steps }, (_, k) =>
    at === 1 ? times[k + 1]! : times[k]! + at * (times[k + 1]! - times[k]!),
  );
  const between = at > 0 && at < 1 ? path.refined({ times: tau }) : undefined;
  const where = (k: number): Points =>
    between
      ? between.states[indexInGrid(between.times, tau[k]!)]!
      : path.states[at === 1 ? k + 1 : k]!;
  const rows = rowsOf(f, where(0), tau[0]!);
  const sums = new Float64Array(paths * rows);
  for (let k = 0; k < steps; k++) {
    const w = where(k);
    const dw = path.increment(k);
    for (let i = 0; i < paths; i++) {
      const matrix = value(f, w, i, tau[k]!);
      for (let r = 0; r < rows; r++) {
        let product = 0;
        if (typeof matrix === "number") product = matrix * dw[i]!;
        else {
          const row = rowOf(matrix, r);
          for (let c = 0; c < dim; c++) product += row[c]! * dw[i * dim + c]!;
        }
        ensureNumber(product, w, i, tau[k]!);
        sums[i * rows + r]! += product;
      }
    }
  }
  return points(sums, rows);
}

type Value = ReturnType<Integrand>;

function value(f: Integrand, w: Points, i: number, time: number): Value {
  if (w.dim === 1) return f(w.data[i]!, time);
  return f(...w.data.subarray(i * w.dim, (i + 1) * w.dim), time);
}

function rowOf(matrix: Exclude<Value, number>, r: number): readonly number[] {
  const first = matrix[0];
  return typeof first === "number"
    ? (matrix as readonly number[])
    : (matrix as readonly (readonly number[])[])[r]!;
}

/** The number of rows of f. @throws InvalidArgument unless each has a number for each coordinate of w. */
function rowsOf(f: Integrand, w: Points, time: number): number {
  const matrix = value(f, w, 0, time);
  const rows = typeof matrix === "number" ? [[matrix]] : matrix;
  const count = typeof rows[0] === "number" ? 1 : rows.length;
  const fits =
    count > 0 &&
    Array.from({ length: count }, (_, r) => rowOf(rows, r)).every((row) => row.length === w.dim);
  ensure(fits, () => ({
    argument: "f",
    value: matrix,
    problem: `does not consist of rows of ${w.dim} ${w.dim === 1 ? "number" : "numbers"}`,
    consequence: "it could not be multiplied by an increment of the motion",
    remedy: "return a matrix with a column for each coordinate of the motion, as a list of rows",
  }));
  return count;
}

function ensureNumber(product: number, w: Points, i: number, time: number): void {
  if (Number.isFinite(product)) return;
  const place = w.data.slice(i * w.dim, (i + 1) * w.dim).join(", ");
  throw new NotFinite({
    argument: `f at W = ${place}, time ${time}`,
    value: product,
    problem: "times dW is not a finite number",
    consequence: "the sum would be NaN",
    remedy: "look for a singularity of the integrand on the way of the path",
  });
}
