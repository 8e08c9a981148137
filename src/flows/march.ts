import type { Points } from "../numerics/points";
import type { Step } from "./rungeKuttaStep";

/** What solving an equation gives, whatever the method. */
export interface March {
  /** The points at `time`. */
  readonly points: Points;
  /** The time that was reached: the end of the way unless the run was interrupted. */
  readonly time: number;
  /** How often the velocity was evaluated, for each point. */
  readonly evaluations: Float64Array;
  /** The steps that were taken, for each point. */
  readonly accepted: Float64Array;
  /** The steps that were tried and given up because of their error, for each point. */
  readonly rejected: Float64Array;
  readonly interrupted: boolean;
}

/** Is told of each step that was kept, in the order of time for each point. */
export interface OnStep {
  /** Whether the slope after the very last step is wanted, which may cost an evaluation. */
  readonly wantsEndSlope?: boolean;
  /** `endSlope` is the velocity after the step. */
  take(step: Step, endSlope: Float64Array): void;
}
