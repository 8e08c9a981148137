/**
 * What the formulas of the objectives do with arrays, whatever the arrays are: float64 here, tensors
 * where networks learn. P is a batch of n vectors, V a batch of n numbers, one for each vector.
 */
export interface Arithmetic<P, V> {
  /** x + c y, with one number c for all vectors or one for each. */
  addScaled(x: P, c: number | V, y: P): P;
  /** The inner product of each vector of x with its partner in y. */
  dot(x: P, y: P): V;
  /** x with all coordinates but the k-th, counted from 0, set to zero. */
  coordinate(x: P, k: number): P;
  add(a: V, b: V): V;
  multiply(a: V, b: number | V): V;
  reciprocal(a: V): V;
}

/** |x|^2 for each vector. */
export function squaredNorm<P, V>(a: Arithmetic<P, V>, x: P): V {
  return a.dot(x, x);
}

/** |x|^2 / 2 for each vector. */
export function halfSquaredNorm<P, V>(a: Arithmetic<P, V>, x: P): V {
  return a.multiply(squaredNorm(a, x), 0.5);
}
