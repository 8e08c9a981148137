import type { Displayable, MimeBundle } from "../numerics/mimeBundle";
import { type Points, points } from "../numerics/points";
import { table } from "../numerics/table";
import type { ScoreField } from "./density";
import { ensureDimension, ensureDirections } from "./guards";
import { type MatrixLike, squareMatrix, type VectorLike, vector } from "./parameters";

/** A score field that is linear in x, up to a constant. */
export interface LinearScore extends ScoreField, Displayable {
  /** Row-major [dim, dim]. */
  readonly slope: Float64Array;
  readonly intercept: Float64Array;
}

/** What `linearScore` takes. */
export interface LinearScoreOptions {
  /** A matrix; a number c stands for c I. */
  readonly slope: MatrixLike;
  /** Zero if left out; in more than one dimension it says how many there are. */
  readonly intercept?: VectorLike;
}

/**
 * The score field s(x) = slope x + intercept, with divergence tr slope. With slope -P symmetric and
 * P positive definite it is the score of the Gaussian of precision P and mean P^-1 intercept.
 *
 *     linearScore({ slope: -0.8 })                                      // -0.8 x, in dimension 1
 *     linearScore({ slope: -1, intercept: [0, 0] })                     // -x, in dimension 2
 *     linearScore({ slope: [[-1, 0.3], [0.3, -2]] })
 *
 * @throws InvalidArgument if slope and intercept differ in dimension or are not finite.
 */
export function linearScore({ slope, intercept }: LinearScoreOptions): LinearScore {
  const dim = dimensionOf(slope);
  const constant = intercept === undefined ? new Float64Array(dim) : vector("intercept", intercept);
  const matrix = squareMatrix("slope", slope, constant.length, "the intercept");
  const d = constant.length;
  const image = (x: Points, shift?: Float64Array) => {
    const values = new Float64Array(x.n * d);
    for (let i = 0; i < x.n; i++) {
      for (let a = 0; a < d; a++) {
        let sum = shift ? shift[a]! : 0;
        for (let b = 0; b < d; b++) sum += matrix[a * d + b]! * x.data[i * d + b]!;
        values[i * d + a] = sum;
      }
    }
    return points(values, d);
  };
  let trace = 0;
  for (let k = 0; k < d; k++) trace += matrix[k * (d + 1)]!;
  return {
    dim: d,
    slope: matrix,
    intercept: constant,
    score(x: Points): Points {
      ensureDimension(x, d);
      return image(x, constant);
    },
    divergence(x: Points): Float64Array {
      ensureDimension(x, d);
      return new Float64Array(x.n).fill(trace);
    },
    directional(x: Points, v: Points): Points {
      ensureDirections(x, v, d);
      return image(v);
    },
    toMimeBundle(): MimeBundle {
      return table({
        title: `Linear score field, dimension ${d}`,
        header: ["", "intercept", ...Array.from(constant, (_, k) => `slope ${k + 1}`)],
        rowCount: d,
        row: (k) => [`s${k + 1}`, constant[k]!, ...matrix.subarray(k * d, (k + 1) * d)],
      });
    },
  };
}

function dimensionOf(slope: MatrixLike): number {
  if (typeof slope === "number") return 1;
  return slope instanceof Float64Array ? Math.round(Math.sqrt(slope.length)) : slope.length;
}
