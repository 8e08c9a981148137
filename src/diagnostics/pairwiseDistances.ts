/** The Euclidean distances |x_i - x_j| for i = 1, 2, ... and j < i, row by row: [n (n - 1) / 2]. */
export function pairwiseDistances(x: readonly Float64Array[]): Float64Array {
  const distances = new Float64Array((x.length * (x.length - 1)) / 2);
  for (let i = 1, k = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++, k++) distances[k] = distance(x[i]!, x[j]!);
  }
  return distances;
}

function distance(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += (x[k]! - y[k]!) ** 2;
  return Math.sqrt(sum);
}
