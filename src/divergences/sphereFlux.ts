import type { Density, ScoreField } from "../densities/density";
import { ensurePositive } from "../densities/guards";
import { ensure } from "../numerics/errors";
import { type Estimate, estimate } from "../numerics/estimate";
import { integrate } from "../numerics/integrate";
import { noise } from "../numerics/noise";
import { type Points, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { dot } from "../numerics/rows";
import { logGamma } from "../numerics/special/gamma";
import { average } from "../numerics/statistics/average";

/** What `boundaryFlux` takes in more than one dimension. */
export interface SphereOptions {
  readonly radius: number;
  /** How many points of the sphere to draw; may be left out in dimension 2. */
  readonly samples?: number;
  readonly rng?: Rng;
}

/** See boundaryFlux. */
export function sphereFlux(
  p: Density,
  s: ScoreField,
  { radius, samples, rng }: SphereOptions,
): Estimate {
  ensurePositive("radius", radius, "there would be no sphere");
  ensure(!p.support.flat().some(Number.isFinite), () => ({
    argument: "p",
    value: p,
    problem: `lives on ${p.support.map(([a, b]) => `[${a}, ${b}]`).join(" x ")}`,
    consequence: "its boundary is no large sphere, and what p s loses there would be overlooked",
    remedy: "give a density on the whole space",
  }));
  const outward = (normals: Points) => flux(p, s, normals, radius);
  if (samples === undefined && p.dim === 2) {
    const onCircle = (angle: number) =>
      outward(points([[Math.cos(angle), Math.sin(angle)]]))[0]! * radius;
    return estimate(integrate(onCircle, { from: -Math.PI, to: Math.PI }).value);
  }
  // Stryker disable next-line ConditionalExpression: for the compiler, undefined is no integer
  ensure(samples !== undefined && Number.isSafeInteger(samples) && samples >= 2, () => ({
    argument: "samples",
    value: samples,
    problem: `is no whole number of at least 2 in dimension ${p.dim}`,
    consequence: "there would be no points of the sphere to average over, or no standard error",
    remedy: "give the number of points to draw, for example 1e5",
  }));
  ensure(rng !== undefined, () => ({
    argument: "rng",
    value: rng,
    problem: "is missing",
    consequence: "there would be no points of the sphere to average over",
    remedy: 'give one, for example rng(seed, "flux")',
  }));
  const mean = average(outward(noise("sphere", samples, p.dim, rng)!));
  const area = sphereArea(p.dim, radius);
  return estimate(area * mean.value, area * mean.standardError, mean.n);
}

/** p s . n at radius n, for each unit vector n. */
function flux(p: Density, s: ScoreField, normals: Points, radius: number): Float64Array {
  const x = points(
    normals.data.map((n) => radius * n),
    normals.dim,
  );
  const logDensity = p.logDensity(x);
  return dot(s.score(x), normals).map((outward, i) => Math.exp(logDensity[i]!) * outward);
}

/** 2 pi^(d/2) / Gamma(d/2) radius^(d-1). */
function sphereArea(dim: number, radius: number): number {
  return 2 * Math.exp((dim / 2) * Math.log(Math.PI) - logGamma(dim / 2)) * radius ** (dim - 1);
}
