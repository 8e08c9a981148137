import type { Displayable, MimeBundle } from "../numerics/mimeBundle";
import { type Points, type PointsLike, points } from "../numerics/points";
import { table } from "../numerics/table";
import { DenseOutput } from "./denseOutput";
import type { March } from "./march";
import { marchAlong } from "./marchAlong";
import { type Solver, type SolverOptions, solver } from "./solverOptions";
import type { VelocityField } from "./velocityField";

/** The solution of an ordinary differential equation, at its end. */
export interface OdeSolution extends March, Displayable {}

/** A solution that knows the way as well. */
export interface DenseOdeSolution extends OdeSolution {
  /**
   * The points at any time between the start and the one that was reached.
   *
   * @throws InvalidArgument for another time.
   */
  at(time: number): Points;
}

/** What `odeSolve` takes beside the field and the start. */
export type OdeOptions = SolverOptions & {
  /** Whether to keep every step, so that the solution is known at any time; false if left out. */
  readonly dense?: boolean;
};

/**
 * Solves dx/dt = v(x, t) from each of the points.
 *
 *     odeSolve(field, 1, { steps: 100 })                            // Runge-Kutta 4
 *     odeSolve(field, x, { from: 1, to: 0, relativeTolerance: 1e-8 })   // Dormand-Prince 5(4)
 *
 * With `steps`, all points take as many steps of one length; the error is of order 4 in it ("rk4") or 5
 * ("dormand-prince"). With tolerances, Dormand-Prince steps are kept if
 *
 *     the root of the mean over the coordinates of (error / (absolute + relative |x|))^2 is at most 1,
 *
 * where |x| is the larger of its sizes before and after the step. Each point chooses steps of its own,
 * and so gets the same numbers whatever batch it is in; the lengths are fractions 2^-k of the way, so that
 * points share times and are evaluated together. This takes up to twice the steps of a method that chooses
 * lengths freely. Tolerances bound the error of a step, not of the end.
 *
 * `dense: true` keeps all steps and gives `at(time)`: cubic interpolation with an error of order 4 between
 * the steps of "rk4", Shampine's of order 5 between those of "dormand-prince". Otherwise memory does not
 * depend on the number of steps.
 *
 * An interrupt ends between two steps; `points` are then those at the `time` that all have reached.
 *
 * Source: Hairer, Norsett and Wanner (1993), sections II.1, II.4 to II.6.
 *
 * @throws InvalidArgument for options that contradict each other, or times outside the field's interval.
 * @throws Diverged, naming the step, if values stop being finite in steps of one length.
 * @throws StepUnderflow, naming time, step and point, if no step is short enough.
 */
export function odeSolve(
  field: VelocityField,
  start: PointsLike,
  options: OdeOptions & { readonly dense: true },
): DenseOdeSolution;
export function odeSolve(
  field: VelocityField,
  start: PointsLike,
  options?: OdeOptions,
): OdeSolution;
export function odeSolve(
  field: VelocityField,
  start: PointsLike,
  options: OdeOptions = {},
): OdeSolution | DenseOdeSolution {
  const chosen = solver(field, options);
  const from = points(start);
  const dense = options.dense ? new DenseOutput(chosen.tableau, from, chosen.from) : undefined;
  const march = marchAlong(field, from, chosen, dense);
  return {
    ...march,
    ...(dense && { at: (time: number): Points => dense.at(time, march.time) }),
    toMimeBundle: () => describe(march, chosen),
  };
}

function describe(march: March, { tableau, from, to }: Solver): MimeBundle {
  const { n, dim } = march.points;
  const reached = march.interrupted
    ? `${from} to ${march.time} of ${to}, interrupted`
    : `${from} to ${to}`;
  const rows: (readonly [string, string | number])[] = [
    ["times", reached],
    ["steps", range(march.accepted)],
    ["steps given up", range(march.rejected)],
    ["velocity evaluations a point", range(march.evaluations)],
  ];
  return table({
    title: `${tableau.name}: ${n} ${n === 1 ? "point" : "points"} of dimension ${dim}`,
    header: ["", "value"],
    rowCount: rows.length,
    row: (i) => rows[i]!,
  });
}

function range(counts: Float64Array): string | number {
  const low = counts.reduce((a, b) => Math.min(a, b));
  const high = counts.reduce((a, b) => Math.max(a, b));
  return low === high ? low : `${low} to ${high}`;
}
