import type { ScoreFamily, ScoreField } from "../densities/density";
import { directionalDerivative } from "../densities/directionalDerivative";
import { ensureDimension } from "../densities/guards";
import { type Points, points } from "../numerics/points";
import type { LinearSde } from "./sde";

/**
 * The scores of a linear SDE's marginals from the scores of the noise levels: x_t has the law of
 * scale(t) (x_0 + sigma z) with sigma = sqrt(variance(t)) / scale(t), so
 *
 *     s_t(x) = s_sigma(x / scale(t)) / scale(t).
 *
 * One network that knows all noise levels thus serves every linear SDE. Times at which no noise has been
 * added yet have the level 0, which a network does not know: stop the reverse run before.
 *
 * Source: Karras and others (2022), section 2 and appendix B.
 */
export function inTime(family: ScoreFamily<"sigma">, sde: LinearSde): ScoreFamily<"time"> {
  const { dim } = family;
  return {
    dim,
    level: "time",
    at(time: number): ScoreField {
      const scale = sde.scale(time);
      const field = family.at(Math.sqrt(sde.variance(time)) / scale);
      const scaled = (x: Points, factor: number) =>
        points(
          x.data.map((value) => value * factor),
          dim,
        );
      return {
        dim,
        score(x: Points): Points {
          ensureDimension(x, dim);
          return scaled(field.score(scaled(x, 1 / scale)), 1 / scale);
        },
        divergence(x: Points): Float64Array {
          ensureDimension(x, dim);
          return field.divergence(scaled(x, 1 / scale)).map((value) => value / scale ** 2);
        },
        directional: (x: Points, v: Points) =>
          scaled(directionalDerivative(field, scaled(x, 1 / scale), v), 1 / scale ** 2),
      };
    },
  };
}
