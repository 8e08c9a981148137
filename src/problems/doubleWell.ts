import type { Density } from "../densities/density";
import { energy } from "../densities/energy";

/** A density with two wells, known by its energy. */
export interface DoubleWell {
  readonly p: Density;
  readonly logNormaliser: number;
  readonly secondMoment: number;
}

/** p = exp(-(x^2 - 1)^2) / Z: wells at -1 and 1, a barrier of height one between them, no mean but 0. */
export function doubleWell(): DoubleWell {
  const logNormaliser = 0.6799262428937864;
  return {
    p: energy({
      energy: (x) => (x * x - 1) ** 2,
      gradient: (x) => 4 * x * (x * x - 1),
      laplacian: (x) => 12 * x * x - 4,
      logNormaliser,
    }),
    logNormaliser,
    secondMoment: 0.8327454871283801,
  };
}
