import type { Density } from "../densities/density";
import { ensure } from "../numerics/errors";
import { type Points, type PointsLike, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";

/** n points drawn from a density. */
export interface PointSource {
  readonly n: number;
  readonly from: Pick<Density, "dim" | "sample">;
}

/**
 * The points at which a sampler starts; draws from a density take `rng.split("start")`.
 *
 * @throws InvalidArgument if they are not of the dimension in which the sampler moves.
 */
export function startingPoints(start: PointsLike | PointSource, dim: number, rng: Rng): Points {
  const drawn = typeof start === "object" && "from" in start;
  const x = drawn ? start.from.sample(start.n, rng.split("start")) : points(start);
  ensure(x.dim === dim, () => ({
    argument: "start",
    value: x.data,
    problem: `is of dimension ${x.dim} where the score is of dimension ${dim}`,
    consequence: "the points could not move along the score",
    remedy: `give points of dimension ${dim}, or { n, from: a density }`,
  }));
  return x;
}
