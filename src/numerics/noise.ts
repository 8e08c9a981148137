import type { NoiseKind } from "./functional";
import { type Points, points } from "./points";
import type { Rng } from "./rng";

/** n draws of the noise, a vector of the given dimension each; nothing for "none". */
export function noise(kind: NoiseKind, n: number, dim: number, rng: Rng): Points | undefined {
  if (kind === "none") return undefined;
  if (kind === "rademacher") return points(signs(rng.uniform(n, dim)), dim);
  const z = rng.normal(n, dim);
  return points(kind === "sphere" ? normalised(z, dim) : z, dim);
}

function signs(uniform: Float64Array): Float64Array {
  return uniform.map((u) => (u < 0.5 ? -1 : 1));
}

/** Each row divided by its length: a normal vector has no preferred direction. */
function normalised(z: Float64Array, dim: number): Float64Array {
  const result = z.slice();
  for (let start = 0; start < z.length; start += dim) {
    let square = 0;
    for (let j = start; j < start + dim; j++) square += z[j]! ** 2;
    for (let j = start; j < start + dim; j++) result[j]! /= Math.sqrt(square);
  }
  return result;
}
