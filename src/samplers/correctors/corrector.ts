import type { ScoreField } from "../../densities/density";
import type { Points } from "../../numerics/points";
import type { Rng } from "../../numerics/rng";

/** A step at a fixed level. */
export interface StepAt {
  readonly field: ScoreField;
  readonly level: number;
  /** The step's own generator. */
  readonly rng: Rng;
}

/** The points after a step, and its size h. */
export interface Correction {
  readonly points: Points;
  readonly stepSize: number;
}

/** Moves points towards the law of the level that they are at. */
export interface Corrector {
  readonly name: string;
  /** How many steps it takes at each level; 0 if the points stay where they are. */
  readonly steps: number;
  /** One step, with one evaluation of the score. */
  readonly correct: (x: Points, step: StepAt) => Correction;
}
