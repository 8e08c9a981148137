/**
 * A counter-based random number generator, keyed by a seed and labels. It has no state: draw k of
 * point i is a function of the key, i and k alone.
 */
export interface Rng {
  /** n * dim standard normal numbers, row-major. */
  normal(n: number, dim?: number): Float64Array;
  /** n * dim numbers uniform on (0, 1), row-major. */
  uniform(n: number, dim?: number): Float64Array;
  /** An independent generator for another purpose. */
  split(label: string | number): Rng;
}
