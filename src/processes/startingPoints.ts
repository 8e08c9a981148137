import { ensure } from "../numerics/errors";
import { type Points, type PointsLike, points } from "../numerics/points";

/** The starting points; a single one serves all `paths`. @throws InvalidArgument if they are of another number. */
export function startingPoints(start: PointsLike, paths?: number): Points {
  const x = points(start);
  if (paths === undefined || x.n === paths) return x;
  ensure(x.n === 1 && Number.isSafeInteger(paths) && paths >= 1, () => ({
    argument: "start",
    value: x.data,
    problem: `holds ${x.n} ${x.n === 1 ? "point" : "points"} for ${paths} paths`,
    consequence: "some path would have no start, or some start no path",
    remedy: "give one point for all paths, or one for each",
  }));
  const data = new Float64Array(paths * x.dim);
  for (let i = 0; i < paths; i++) data.set(x.data, i * x.dim);
  return points(data, x.dim);
}
