import { ensureDimension } from "../densities/guards";
import type { Points } from "../numerics/points";
import { adaptiveSteps } from "./adaptiveSteps";
import { fixedSteps } from "./fixedSteps";
import type { March, OnStep } from "./march";
import type { Moving } from "./rungeKuttaStep";
import type { Solver } from "./solverOptions";

/** Moves the points along the field as the solver says. */
export function marchAlong(
  field: Moving,
  start: Points,
  { steps, tableau, ...rest }: Solver,
  onStep?: OnStep,
): March {
  ensureDimension(start, field.dim);
  if (steps === undefined) return adaptiveSteps(tableau, field, start, { ...rest, onStep });
  return fixedSteps(tableau, field, start, { from: rest.from, to: rest.to, steps, onStep });
}
