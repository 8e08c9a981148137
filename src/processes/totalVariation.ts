import type { BrownianPath } from "./brownianPath";

/**
 * The length of the way from each point of the grid to the next, the sum of |dW|, for each path:
 * [paths], in the unit of W.
 *
 * On n equal steps in dimension 1, Q = 1, its mean is sqrt(2 n T / pi): it grows without bound as the
 * grid is refined.
 */
export function totalVariation(path: BrownianPath): Float64Array {
  const { dim, paths, times } = path;
  const sums = new Float64Array(paths);
  for (let k = 0; k + 1 < times.length; k++) {
    const dw = path.increment(k);
    for (let i = 0; i < paths; i++) {
      let square = 0;
      for (let j = i * dim; j < (i + 1) * dim; j++) square += dw[j]! * dw[j]!;
      sums[i]! += Math.sqrt(square);
    }
  }
  return sums;
}
