import { InvalidArgument } from "../numerics/errors";
import { type Points, points } from "../numerics/points";
import {
  type ScalarFunction,
  scalarValues,
  type VectorFunction,
  vectorValues,
} from "./coordinateFunction";
import type { ScoreField } from "./density";
import { ensureDimension, ensureDirections } from "./guards";

/** What `scoreField` takes: plain functions of the coordinates. */
export interface ScoreFieldOptions {
  /** The dimension of the space; 1 if left out. */
  readonly dim?: number;
  readonly score: VectorFunction;
  /** The trace of the Jacobian of `score`. */
  readonly divergence?: ScalarFunction;
}

/**
 * A score field from plain functions of the coordinates. It need not be the gradient of anything.
 *
 *     scoreField({ score: (x) => -(x ** 3), divergence: (x) => -3 * x ** 2 })
 *     scoreField({ dim: 2, score: (x, y) => [-x, -4 * y], divergence: () => -5 })
 *
 * @throws InvalidArgument, when evaluated, if a function returns NaN or the wrong number of
 * coordinates, or if the divergence is asked for and was not given.
 */
export function scoreField({ dim = 1, score, divergence }: ScoreFieldOptions): ScoreField {
  return {
    ...(dim === 1 &&
      divergence && {
        directional(x: Points, v: Points): Points {
          ensureDirections(x, v, 1);
          return points(scalarValues("divergence", divergence, x).map((j, i) => j * v.data[i]!));
        },
      }),
    dim,
    score(x: Points): Points {
      ensureDimension(x, dim);
      return points(vectorValues("score", score, x), dim);
    },
    divergence(x: Points): Float64Array {
      ensureDimension(x, dim);
      if (!divergence) {
        throw new InvalidArgument({
          argument: "divergence",
          value: undefined,
          problem: "was not given to scoreField",
          consequence: "an objective with the trace of the Jacobian cannot be evaluated",
          remedy: "give the function `divergence`, or use an objective that needs the score only",
        });
      }
      return scalarValues("divergence", divergence, x);
    },
  };
}
