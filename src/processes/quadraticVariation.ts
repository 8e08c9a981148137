import { type Points, points } from "../numerics/points";
import type { BrownianPath } from "./brownianPath";

/**
 * The sum of dW dW' over the steps of the grid, for each path: [paths, dim * dim], the matrix row by
 * row; in dimension 1 a number for each path.
 *
 * Its mean is T Q whatever the grid. On n equal steps in dimension 1, Q = 1, its variance is 2 T^2 / n:
 * as the grid is refined it tends to T on every path.
 */
export function quadraticVariation(path: BrownianPath): Points {
  const { dim, paths, times } = path;
  const sums = new Float64Array(paths * dim * dim);
  for (let k = 0; k + 1 < times.length; k++) {
    const dw = path.increment(k);
    for (let i = 0; i < paths; i++) {
      for (let r = 0; r < dim; r++) {
        for (let c = 0; c < dim; c++) {
          sums[(i * dim + r) * dim + c]! += dw[i * dim + r]! * dw[i * dim + c]!;
        }
      }
    }
  }
  return points(sums, dim * dim);
}
