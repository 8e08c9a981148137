import type { Level, ScoreFamily } from "../../densities/density";
import type { Points } from "../../numerics/points";
import type { Rng } from "../../numerics/rng";

/** A step from one level of noise down to the next. */
export interface StepDown<L extends Level> {
  readonly family: ScoreFamily<L>;
  readonly from: number;
  /** Below `from`. */
  readonly to: number;
  /** The step's own generator. */
  readonly rng: Rng;
}

/** The points at the lower level. */
export interface Prediction {
  readonly points: Points;
  /** How often the score was evaluated at each point. */
  readonly evaluations: number;
}

/** Takes points that follow the law of one level to the next lower one, approximately. */
export interface Predictor<L extends Level> {
  readonly name: string;
  /** Missing if the points stay where they are. */
  readonly predict?: (x: Points, step: StepDown<L>) => Prediction;
}
