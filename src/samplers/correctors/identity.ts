import type { Corrector } from "./corrector";

/** Leaves the points where they are: the predictor alone does the work. */
export const identity: Corrector = {
  name: "identity",
  steps: 0,
  correct: (x) => ({ points: x, stepSize: 0 }),
};
