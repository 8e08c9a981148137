/**
 * sqrt(n) times the largest distance between the empirical distribution of the values and the given
 * one. Above 2.7 with a probability of 1e-6 if the values follow it: P(K > x) is about
 * 2 exp(-2 x^2).
 */
export function kolmogorovSmirnov(values: Float64Array, cumulative: (x: number) => number): number {
  const n = values.length;
  let largest = 0;
  values
    .slice()
    .sort()
    .forEach((x, i) => {
      const p = cumulative(x);
      largest = Math.max(largest, p - i / n, (i + 1) / n - p);
    });
  return Math.sqrt(n) * largest;
}

export const CRITICAL = 2.7;
