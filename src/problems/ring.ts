import type { Density } from "../densities/density";
import { energy } from "../densities/energy";

/** A density on a ring in the plane. */
export interface Ring {
  readonly p: Density;
  readonly logNormaliser: number;
  /** E |x|^2. */
  readonly meanSquare: number;
}

const RADIUS = 2;
const WIDTH = 0.3;

/** p proportional to exp(-(|x| - 2)^2 / (2 * 0.3^2)) in the plane: no Gaussian, no mixture, one hole. */
export function ring(): Ring {
  const logNormaliser = 2.24598997584831;
  const pull = (r: number) => (r - RADIUS) / WIDTH ** 2;
  return {
    p: energy({
      dim: 2,
      energy: (x, y) => (Math.hypot(x, y) - RADIUS) ** 2 / (2 * WIDTH ** 2),
      gradient: (x, y) => {
        const r = Math.hypot(x, y);
        return [(pull(r) * x) / r, (pull(r) * y) / r];
      },
      // In the plane the Laplacian of a radial function E(r) is E'' + E' / r.
      laplacian: (x, y) => {
        const r = Math.hypot(x, y);
        return 1 / WIDTH ** 2 + pull(r) / r;
      },
      logNormaliser,
    }),
    logNormaliser,
    meanSquare: 4.269999999998797,
  };
}
