import { ensure } from "../numerics/errors";
import { type PointsLike, points } from "../numerics/points";

/** For each point its nearest neighbour in a data set. */
export interface NearestNeighbours {
  /** The number of the neighbour in the data, counted from 0: [n]. */
  readonly rows: Int32Array;
  /** The Euclidean distance to it, in the unit of x: [n]. */
  readonly distances: Float64Array;
}

/**
 * The point of `data` next to each point of x; of several equally near ones the first. Samples of a model
 * that are much nearer to its training data than new data are have been copied from them. It costs the
 * product of the two numbers of points.
 *
 * @throws InvalidArgument if the dimensions differ.
 */
export function nearestNeighbours(x: PointsLike, data: PointsLike): NearestNeighbours {
  const [from, to] = [points(x), points(data)];
  const { dim } = from;
  ensure(dim === to.dim, () => ({
    argument: "data",
    value: to,
    problem: `is of dimension ${to.dim} where the points are of dimension ${dim}`,
    consequence: "there is no distance between them",
    remedy: "give both in the same coordinates",
  }));
  const rows = new Int32Array(from.n);
  const distances = new Float64Array(from.n);
  for (let i = 0; i < from.n; i++) {
    let least = Number.POSITIVE_INFINITY;
    for (let row = 0; row < to.n; row++) {
      let square = 0;
      for (let k = 0; k < dim; k++) {
        square += (from.data[i * dim + k]! - to.data[row * dim + k]!) ** 2;
      }
      if (square >= least) continue;
      least = square;
      rows[i] = row;
    }
    distances[i] = Math.sqrt(least);
  }
  return { rows, distances };
}
