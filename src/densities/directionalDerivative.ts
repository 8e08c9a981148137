import { type Points, points } from "../numerics/points";
import type { ScoreField } from "./density";
import { ensureDirections } from "./guards";

/** In the units of x: near the fifth root of the rounding error, where both errors below meet. */
const STEP = 2 ** -10;

/**
 * J(x) v, the derivative of a score field along v at each point, J being its Jacobian: [n, dim]. The
 * field's own `directional` where it has one; else, with h = 2^-10 and the unit vector u = v / |v|,
 * the central difference of fourth order
 *
 *     J v = |v| [8 (s(x + h u) - s(x - h u)) - (s(x + 2h u) - s(x - 2h u))] / (12 h) + error,
 *
 * whose error is |v| h^4 / 30 = 3e-14 |v| times the fifth derivative of s along u, and by rounding
 * about 1e-12 |v| times the larger of |s| and |J||x|. So a field whose scale is much below 1 should
 * bring its own `directional`; and the score is asked for at points 2h away, which must lie inside
 * the support.
 *
 * @throws InvalidArgument if x or v is not of the dimension of the field, or they differ in number.
 */
export function directionalDerivative(s: ScoreField, x: Points, v: Points): Points {
  ensureDirections(x, v, s.dim);
  return s.directional?.(x, v) ?? centralDifference(s, x, v);
}

function centralDifference(s: ScoreField, x: Points, v: Points): Points {
  const { dim } = x;
  const lengths = Float64Array.from({ length: x.n }, (_, i) =>
    Math.hypot(...v.data.subarray(i * dim, (i + 1) * dim)),
  );
  const unit = v.data.map((vk, k) => vk / (lengths[Math.floor(k / dim)]! || 1));
  const shifted = (step: number) =>
    s.score(
      points(
        x.data.map((xk, k) => xk + step * unit[k]!),
        dim,
      ),
    ).data;
  const [forward, backward] = [shifted(STEP), shifted(-STEP)];
  const [farForward, farBackward] = [shifted(2 * STEP), shifted(-2 * STEP)];
  const values = unit.map((_, k) => {
    const near = 8 * (forward[k]! - backward[k]!);
    const far = farForward[k]! - farBackward[k]!;
    return (lengths[Math.floor(k / dim)]! * (near - far)) / (12 * STEP);
  });
  return points(values, dim);
}
