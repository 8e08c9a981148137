import { ensure } from "../numerics/errors";
import { type Points, type PointsLike, points } from "../numerics/points";
import type { ButcherTableau } from "./butcherTableau";
import { ensureArrived } from "./ensureArrived";
import type { OnStep } from "./march";
import { marchAlong } from "./marchAlong";
import type { ParametricField } from "./parametricField";
import { rungeKuttaStep, type Stride, slope, stagePoints, stageTime } from "./rungeKuttaStep";
import { type LossOptions, type SolverGradient, startingCotangent } from "./solverGradient";
import { type FixedSteps, type SolverOptions, solver } from "./solverOptions";

/** What `backpropagatedGradient` takes beside the field and the start. */
export type BackpropagationOptions = SolverOptions & FixedSteps & LossOptions;

/**
 * The gradient of a loss of the points to which a solver with `steps` steps leads, by going back through
 * the arithmetic of each step (reverse-mode differentiation; "discretise, then optimise"). For a step
 * y + h sum_i b_i k_i with k_i = v(Y_i), and a the cotangent of its result,
 *
 *     c_i = h (b_i a + sum_j>i a_ji C_j),   C_i = c_i' dv/dx (Y_i),   i = s, ..., 1,
 *     a <- a + sum_i C_i,   dL/dtheta <- dL/dtheta + sum_i c_i' dv/dtheta (Y_i).
 *
 * It is the exact gradient, but for rounding, of what the solver computes, which is not quite the solution
 * of the equation. The start of every step is stored; the stages within a step are computed again.
 *
 * Source: Hager (2000), section 3.
 *
 * @throws InvalidArgument for options that contradict each other.
 * @throws Diverged as `odeSolve`.
 */
export function backpropagatedGradient(
  field: ParametricField,
  start: PointsLike,
  options: BackpropagationOptions,
): SolverGradient {
  const chosen = solver(field, options);
  ensure(chosen.steps !== undefined, () => ({
    argument: "steps",
    value: chosen.steps,
    problem: "is missing",
    consequence: "the steps that points choose by their errors are not remembered",
    remedy: "give the number of steps, or use adjointGradient with tolerances",
  }));
  const strides: Stride[] = [];
  const keepStart: OnStep = {
    take({ before, time, end, size }) {
      strides.push({ before, time, end, size });
    },
  };
  const way = marchAlong(field, points(start), chosen, keepStart);
  ensureArrived(way, "a gradient");
  let cotangent = startingCotangent(options, way.points);
  let parameters = new Float64Array(0);
  for (let k = strides.length - 1; k >= 0; k--) {
    const back = backThrough(chosen.tableau, field, strides[k]!, cotangent);
    cotangent = back.start;
    parameters = back.parameters.map((value, p) => value + (parameters[p] ?? 0));
  }
  const again = strides.length * chosen.tableau.nodes.length;
  return {
    end: way.points,
    start: cotangent,
    parameters,
    storedStates: strides.length,
    evaluations: way.evaluations.map((count) => count + again),
  };
}

/** The cotangent before a step from that after it, and what the step adds for the parameters. */
function backThrough(
  tableau: ButcherTableau,
  field: ParametricField,
  stride: Stride,
  after: Points,
): { readonly start: Points; readonly parameters: Float64Array } {
  const { time, before, size: h } = stride;
  const { slopes } = rungeKuttaStep(tableau, field, stride, slope(field, before, time));
  const pulled: Float64Array[] = [];
  let parameters = new Float64Array(0);
  const start = after.data.slice();
  for (let i = slopes.length - 1; i >= 0; i--) {
    const cotangent = after.data.map((a, j) => {
      let sum = tableau.weights[i]! * a;
      for (let l = i + 1; l < slopes.length; l++) sum += tableau.matrix[l]![i]! * pulled[l]![j]!;
      return h * sum;
    });
    const x = stagePoints(tableau, stride, slopes, i);
    const c = points(cotangent, before.dim);
    const t = stageTime(tableau, stride, i);
    const through = field.pullback(x, c, t).data;
    pulled[i] = through;
    for (let j = 0; j < start.length; j++) start[j]! += through[j]!;
    parameters = field.parameterPullback(x, c, t).map((value, p) => value + (parameters[p] ?? 0));
  }
  return { start: points(start, before.dim), parameters };
}
