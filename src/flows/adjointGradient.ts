import { type Points, type PointsLike, points } from "../numerics/points";
import { beside, columns } from "./blocks";
import type { ButcherTableau } from "./butcherTableau";
import { ensureArrived } from "./ensureArrived";
import type { OnStep } from "./march";
import { marchAlong } from "./marchAlong";
import type { ParametricField } from "./parametricField";
import { type Moving, type Step, stagePoints, stageTime } from "./rungeKuttaStep";
import { type GradientOptions, type SolverGradient, startingCotangent } from "./solverGradient";
import { solver } from "./solverOptions";

/** What the adjoint method returns. */
export interface AdjointGradient extends SolverGradient {
  /**
   * The largest distance, in any coordinate, between a start and the point to which the way back has led.
   * Zero if the equation were solved exactly; if it is not small, the gradient is that of other paths.
   */
  readonly returnError: number;
}

/**
 * The gradient of a loss L(x(T)) of the solution of dx/dt = v(x, t; theta), by the adjoint method: the
 * cotangent a = dL/dx(t) starts at the end as the gradient of L and runs back, together with the points,
 *
 *     da/dt = -a' dv/dx,     dL/dx(0) = a(0),     dL/dtheta = integral of a' dv/dtheta from 0 to T.
 *
 * The path is solved a second time, backwards, instead of being remembered: one state is stored, however
 * many steps there are. It differentiates the equation, not the solver; the result has the solver's error
 * twice, that of the way there and that of the way back. With loose tolerances, or where paths run
 * together so that the way back is unstable, it is wrong, and `returnError` tells. Then tighten the
 * tolerances, or use `backpropagatedGradient`, which is exact for the steps that were taken.
 *
 * The integral over the parameters uses the steps that points and cotangents have chosen; its own error is
 * not controlled.
 *
 * Source: Pontryagin and others (1962); Chen and others (2018), algorithm 1; Kidger and others (2021) for
 * leaving the integral out of the control.
 *
 * @throws InvalidArgument for options that contradict each other.
 * @throws Diverged, StepUnderflow as `odeSolve`, on the way there or back.
 */
export function adjointGradient(
  field: ParametricField,
  start: PointsLike,
  options: GradientOptions,
): AdjointGradient {
  const there = solver(field, options);
  const origin = points(start);
  const way = marchAlong(field, origin, there);
  ensureArrived(way, "a gradient");
  const kept = [way.points];
  const { dim, n } = origin;
  const together = beside([way.points.data, startingCotangent(options, way.points).data], n);
  const integral = new ParameterIntegral(field, there.tableau);
  const back = marchAlong(
    backwards(field),
    together,
    { ...there, from: there.to, to: there.from },
    integral,
  );
  ensureArrived(back, "a gradient");
  const returned = columns(back.points, 0, dim).data;
  return {
    end: way.points,
    start: columns(back.points, dim, 2 * dim),
    parameters: integral.value,
    storedStates: kept.length,
    evaluations: way.evaluations.map((count, i) => count + back.evaluations[i]!),
    returnError: origin.data.reduce(
      (worst, x, j) => Math.max(worst, Math.abs(x - returned[j]!)),
      0,
    ),
  };
}

/** The points and their cotangents, as one state. */
function backwards(field: ParametricField): Moving {
  const { dim } = field;
  return {
    dim: 2 * dim,
    velocity(state: Points, time: number): Points {
      const [x, a] = [columns(state, 0, dim), columns(state, dim, 2 * dim)];
      const pulled = field.pullback(x, a, time).data.map((value) => -value);
      return beside([field.velocity(x, time).data, pulled], state.n);
    },
  };
}

/** The integral of a' dv/dtheta, by the weights of the method over the steps that are taken. */
class ParameterIntegral implements OnStep {
  readonly #field: ParametricField;
  readonly #tableau: ButcherTableau;
  #sum: Float64Array | undefined;

  constructor(field: ParametricField, tableau: ButcherTableau) {
    this.#field = field;
    this.#tableau = tableau;
  }

  get value(): Float64Array {
    return this.#sum ?? new Float64Array(0);
  }

  take(step: Step): void {
    const { dim } = this.#field;
    for (const [i, weight] of this.#tableau.weights.entries()) {
      if (weight === 0) continue;
      const state = stagePoints(this.#tableau, step, step.slopes, i);
      const [x, a] = [columns(state, 0, dim), columns(state, dim, 2 * dim)];
      const part = this.#field.parameterPullback(x, a, stageTime(this.#tableau, step, i));
      this.#sum ??= new Float64Array(part.length);
      // The way runs from the end to the start, so its step has the sign opposite to the integral's.
      for (let p = 0; p < part.length; p++) this.#sum[p]! -= step.size * weight * part[p]!;
    }
  }
}
