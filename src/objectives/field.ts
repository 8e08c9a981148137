/**
 * What the formulas of the objectives ask of a model, over the arrays of an {@link Arithmetic}. Each
 * formula takes only the members that it needs.
 */
export interface Field<P, V> {
  readonly dim: number;
  /** s(x). */
  score(x: P): P;
  /** The trace of the Jacobian of s at each x. */
  divergence(x: P): V;
  /** v' J(x) v, with J the Jacobian of s: the second derivative of log p along v if s = grad log p. */
  curvature(x: P, v: P): V;
}

/** A model that knows its log density, up to a constant. */
export interface LogDensityField<P, V> {
  readonly dim: number;
  logDensity(x: P): V;
}
