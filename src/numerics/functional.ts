import type { Measure } from "./measure";
import type { Points } from "./points";

/** Whether a functional knows the measure that it is averaged under. */
export type Binding = "bound" | "free";

/**
 * The noise that a functional draws for each point, as a vector z of the point's dimension: standard
 * normal, independent signs, or uniform on the unit sphere (so E z z' = I / dim). In dimension 1 the
 * last two are the same.
 */
export type NoiseKind = "none" | "normal" | "rademacher" | "sphere";

/**
 * One number for each point, to be averaged. Divergences are bound: they know the measure they are
 * taken under. Objectives for a model alone are free: the caller says under which density or sample.
 */
export interface Functional<B extends Binding> {
  readonly measure: B extends "bound" ? Measure : undefined;
  readonly noise: NoiseKind;
  /** The values at the points x with the noise z, which is given unless `noise` is "none": [n]. */
  evaluate(x: Points, z?: Points): Float64Array;
}

/** A free functional without noise may be written as a plain function of the points. */
export type PlainFunction = (x: Points) => Float64Array;

/** A functional from its parts; bound if it has a measure. Without `noise` it draws none. */
export function functional(parts: {
  readonly measure: Measure;
  readonly noise?: NoiseKind;
  evaluate(x: Points, z?: Points): Float64Array;
}): Functional<"bound">;
export function functional(parts: {
  readonly measure?: undefined;
  readonly noise?: NoiseKind;
  evaluate(x: Points, z?: Points): Float64Array;
}): Functional<"free">;
export function functional(parts: {
  readonly measure?: Measure | undefined;
  readonly noise?: NoiseKind;
  evaluate(x: Points, z?: Points): Float64Array;
}): Functional<Binding> {
  return {
    measure: parts.measure,
    noise: parts.noise ?? "none",
    evaluate: (x, z) => parts.evaluate(x, z),
  };
}

/** A plain function as the free functional it stands for. */
export function asFunctional(given: Functional<Binding> | PlainFunction): Functional<Binding> {
  return typeof given === "function" ? functional({ evaluate: given }) : given;
}
