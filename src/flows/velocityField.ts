import {
  type ScalarFunction,
  scalarValues,
  type VectorFunction,
  vectorValues,
} from "../densities/coordinateFunction";
import { directionalDerivative } from "../densities/directionalDerivative";
import { ensureDimension, ensureOneForEach } from "../densities/guards";
import { ensure, InvalidArgument } from "../numerics/errors";
import { type Points, points } from "../numerics/points";

/** The right side of an ordinary differential equation dx/dt = v(x, t). */
export interface VelocityField {
  readonly dim: number;
  /** The times between which v is known; integration runs from the first to the second unless told otherwise. */
  readonly interval: readonly [from: number, to: number];
  /** v(x, t) at each point: [n, dim]. */
  velocity(x: Points, time: number): Points;
  /** The trace of the Jacobian of v in x, at each point: [n]. */
  divergence?(x: Points, time: number): Float64Array;
  /** J(x, t) u, with J that Jacobian, for each point and its vector: [n, dim]. By differences where missing. */
  directional?(x: Points, u: Points, time: number): Points;
}

/** What `velocityField` takes: plain functions of the coordinates, each its own argument, and of the time. */
export interface VelocityFieldOptions {
  /** The dimension of the space; 1 if left out. */
  readonly dim?: number;
  readonly interval: readonly [from: number, to: number];
  readonly velocity: VectorFunction;
  readonly divergence?: ScalarFunction;
}

/**
 * A velocity field from plain functions of the coordinates and the time, which comes last.
 *
 *     velocityField({ interval: [0, 1], velocity: (x, t) => -t * x, divergence: (x, t) => -t })
 *     velocityField({ dim: 2, interval: [0, 1], velocity: (x, y) => [-y, x], divergence: () => 0 })
 *
 * @throws InvalidArgument if the interval has no length; when evaluated, if a function returns NaN or the
 * wrong number of coordinates.
 */
export function velocityField(options: VelocityFieldOptions): VelocityField {
  const { dim = 1, interval, velocity, divergence } = options;
  const [from, to] = interval;
  ensure(Number.isFinite(from) && Number.isFinite(to) && from !== to, () => ({
    argument: "interval",
    value: interval,
    problem: "is not made of two different finite times",
    consequence: "there would be no way to go",
    remedy: "give the time of the start and that of the end",
  }));
  const at =
    <R>(f: (...x: number[]) => R, time: number) =>
    (...x: number[]): R =>
      f(...x, time);
  return {
    dim,
    interval,
    velocity(x: Points, time: number): Points {
      ensureDimension(x, dim);
      return points(vectorValues("velocity", at(velocity, time), x), dim);
    },
    ...(divergence && {
      divergence(x: Points, time: number): Float64Array {
        ensureDimension(x, dim);
        return scalarValues("divergence", at(divergence, time), x);
      },
    }),
  };
}

/** The divergence of a field. @throws InvalidArgument if it is not known, or not one number for each point. */
export function divergenceOf(field: VelocityField, x: Points, time: number): Float64Array {
  if (!field.divergence) {
    throw new InvalidArgument({
      argument: "field.divergence",
      value: field.divergence,
      problem: "is missing",
      consequence: "the change of volume along the path is not known exactly",
      remedy: 'give the field its divergence, or estimate it with trace: "hutchinson"',
    });
  }
  const divergence = field.divergence(x, time);
  ensureOneForEach(x, divergence, "field.divergence");
  return divergence;
}

/** J u, the derivative of a field along u at each point and its vector: [n, dim]. */
export function directionalVelocity(
  field: VelocityField,
  x: Points,
  u: Points,
  time: number,
): Points {
  if (field.directional) return field.directional(x, u, time);
  const frozen = {
    dim: field.dim,
    score: (y: Points) => field.velocity(y, time),
    divergence: (y: Points) => divergenceOf(field, y, time),
  };
  return directionalDerivative(frozen, x, u);
}
