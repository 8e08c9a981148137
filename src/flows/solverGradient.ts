import { ensure } from "../numerics/errors";
import type { Points } from "../numerics/points";
import type { SolverOptions } from "./solverOptions";

/** The loss, and how the equation is solved. */
export type GradientOptions = SolverOptions & LossOptions;

export interface LossOptions {
  /** dL/dx at the end of the way, for each point: [n, dim]. */
  readonly lossGradient: (end: Points) => Points;
}

/** The gradient of a loss L of the points at the end of the way. */
export interface SolverGradient {
  /** The points at the end of the way. */
  readonly end: Points;
  /** dL/dx at its start: [n, dim]. */
  readonly start: Points;
  /** dL/dtheta, summed over the points: one number for each parameter. */
  readonly parameters: Float64Array;
  /** How many states of the path were kept for the way back; a state is n points. */
  readonly storedStates: number;
  /** How often the velocity was evaluated, there and back, for each point. */
  readonly evaluations: Float64Array;
}

/** The gradient of the loss at the end. @throws InvalidArgument unless it is a vector for each point. */
export function startingCotangent({ lossGradient }: LossOptions, end: Points): Points {
  const gradient = lossGradient(end);
  ensure(gradient.n === end.n && gradient.dim === end.dim, () => ({
    argument: "lossGradient",
    value: gradient.data,
    problem: `gave ${gradient.n} vectors of dimension ${gradient.dim} for ${end.n} points of dimension ${end.dim}`,
    consequence: "the loss would pull on points that it does not depend on",
    remedy: "return the gradient of the loss in each coordinate of each point",
  }));
  return gradient;
}
