import { ensureCount } from "../densities/guards";
import { type MatrixLike, type VectorLike, vector } from "../densities/parameters";
import { ensure } from "../numerics/errors";
import { points } from "../numerics/points";
import { ensureRng, type Rng } from "../numerics/rng";
import { ensureMotionDimension, type PathTimes, pathTimes } from "./brownianMotion";
import { type BrownianPath, brownianPath } from "./brownianPath";
import { covarianceFactor } from "./covarianceFactor";

export type BrownianBridgeOptions = PathTimes & {
  /** Where the paths are at the first time; 0 if left out. */
  readonly from?: VectorLike;
  /** Where they are at the last time; 0 if left out. */
  readonly to?: VectorLike;
  /** The dimension, where neither end says it; 1 if left out. */
  readonly dim?: number;
  /** Q, the covariance that a unit of time adds to the free motion; the identity if left out. */
  readonly covariance?: MatrixLike;
  readonly paths?: number;
  readonly rng: Rng;
};

/**
 * Paths of a Brownian motion whose two ends are given: between time 0 at a and time T at b,
 *
 *     W_t ~ N(a + (t / T)(b - a), t (T - t) / T Q),
 *
 * with covariance s (T - t) / T Q between the times s <= t.
 *
 * @throws InvalidArgument as `brownianMotion`, and if the ends are of different dimensions.
 */
export function brownianBridge(options: BrownianBridgeOptions): BrownianPath {
  const { paths = 1, rng } = options;
  ensureRng(rng);
  ensureCount(paths);
  const from = options.from === undefined ? undefined : vector("from", options.from);
  const to = options.to === undefined ? undefined : vector("to", options.to);
  const dim = options.dim ?? from?.length ?? to?.length ?? 1;
  ensureMotionDimension(dim);
  const ends = [from ?? new Float64Array(dim), to ?? new Float64Array(dim)].map((end, e) => {
    ensure(end.length === dim, () => ({
      argument: e === 0 ? "from" : "to",
      value: end,
      problem: `has ${end.length} coordinates where the bridge is of dimension ${dim}`,
      consequence: "the two ends would not lie in one space",
      remedy: `give ${dim} coordinates`,
    }));
    const data = new Float64Array(paths * dim);
    for (let i = 0; i < paths; i++) data.set(end, i * dim);
    return points(data, dim);
  });
  const times = pathTimes(options);
  return brownianPath({
    title: "Brownian bridge",
    factor: covarianceFactor(options.covariance ?? 1, dim),
    times: Float64Array.of(times[0]!, times.at(-1)!),
    states: ends,
    rng,
  }).refined({ times });
}
