import type { Points } from "../numerics/points";
import type { VelocityField } from "./velocityField";

/**
 * A velocity field v(x, t; theta) that can be differentiated backwards. Given a vector a for each point,
 * the cotangent, it knows a' dv/dx and a' dv/dtheta without ever forming a Jacobian: what a network's
 * backward pass computes.
 */
export interface ParametricField extends VelocityField {
  /** a' dv/dx at each point: [n, dim]. */
  pullback(x: Points, a: Points, time: number): Points;
  /** a' dv/dtheta, summed over the points: one number for each parameter. */
  parameterPullback(x: Points, a: Points, time: number): Float64Array;
}
