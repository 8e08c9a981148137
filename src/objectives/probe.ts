import { ensure } from "../numerics/errors";

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
