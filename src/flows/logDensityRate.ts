import type { ScoreFamily } from "../densities/density";
import type { Points } from "../numerics/points";
import { dot } from "../numerics/rows";
import { divergenceOf, type VelocityField } from "./velocityField";

/**
 * The total derivative of log p_t along the path of a point that moves with the field v,
 *
 *     d/dt log p_t(x(t)) = -div v(x, t),
 *
 * at each point: [n]. It holds for any density that the field carries along, and needs none of them.
 *
 * Source: Chen and others (2018), theorem 1.
 *
 * @throws InvalidArgument if the field does not know its divergence.
 */
export function totalLogDensityRate(field: VelocityField, x: Points, time: number): Float64Array {
  return divergenceOf(field, x, time).map((value) => -value);
}

/**
 * The partial derivative of log p_t at a fixed place, for the densities p_t with the scores s_t that the
 * field v carries along,
 *
 *     d/dt log p_t(x) at fixed x = -div v(x, t) - v(x, t)' s_t(x),
 *
 * at each point: [n]. It is the continuity equation, divided by p_t; its mean under p_t is zero.
 *
 * @throws InvalidArgument if the field does not know its divergence, or the dimensions differ.
 */
export function partialLogDensityRate(
  field: VelocityField,
  family: ScoreFamily<"time">,
  x: Points,
  time: number,
): Float64Array {
  const carried = dot(field.velocity(x, time), family.at(time).score(x));
  return totalLogDensityRate(field, x, time).map((rate, i) => rate - carried[i]!);
}
