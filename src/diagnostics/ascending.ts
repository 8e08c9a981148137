import { ensure } from "../numerics/errors";
import { type PointsLike, points } from "../numerics/points";

/** The numbers of a sample of dimension 1, in ascending order. */
export function ascending(argument: string, sample: PointsLike | Float64Array): Float64Array {
  const x = points(sample);
  ensure(x.dim === 1, () => ({
    argument,
    value: sample,
    problem: `holds points of dimension ${x.dim}`,
    consequence: "there is no order among them",
    remedy: "give one coordinate, for example coordinate(x, 0)",
  }));
  return x.data.slice().sort();
}
