import { ensure } from "../numerics/errors";
import { noise } from "../numerics/noise";
import type { Points } from "../numerics/points";
import type { Rng } from "../numerics/rng";

/**
 * The law of a random direction v: standard normal, independent signs, or uniform on the unit sphere.
 */
export type Probe = "normal" | "rademacher" | "sphere";

/**
 * The number c with c E[v v'] = I, which makes c v' A v an unbiased estimate of tr A, and c (v's)^2 of
 * |s|^2. Normal and Rademacher probes have E[v v'] = I, so c = 1. A probe uniform on the unit sphere
 * has E[v v'] = I / dim, so c = dim; without it the estimate would be of tr A / dim.
 *
 * @throws InvalidArgument if there is no such probe.
 */
export function probeFactor(probe: Probe, dim: number): number {
  ensure(probe === "normal" || probe === "rademacher" || probe === "sphere", () => ({
    argument: "probe",
    value: probe,
    problem: "is no known law of directions",
    consequence: "the scale of the trace would be unknown",
    remedy: 'give "normal", "rademacher" or "sphere"',
  }));
  return probe === "sphere" ? dim : 1;
}

/**
 * n random directions in the space of the given dimension, as an objective would draw them:
 *
 *     probes("sphere", 100, 3, rng(seed, "directions"))      // 100 points of the unit sphere
 *
 * Those of the sphere have length 1: the factor dim that makes up for it belongs to the objective.
 *
 * @throws InvalidArgument if there is no such probe, or n or dim is not a whole number of at least 1.
 */
export function probes(probe: Probe, n: number, dim: number, rng: Rng): Points {
  probeFactor(probe, dim);
  return noise(probe, n, dim, rng) as Points;
}
