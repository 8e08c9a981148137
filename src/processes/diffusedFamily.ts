import type { Density, DensityFamily } from "../densities/density";
import { ensure } from "../numerics/errors";

/**
 * The law of scale X + sqrt(variance) Z for each time, X ~ p; p itself where that is X.
 *
 * @throws InvalidArgument if p has no closed form under Gaussian noise.
 */
export function diffusedFamily(
  p: Density,
  kernel: (time: number) => { readonly scale: number; readonly variance: number },
): DensityFamily<"time"> {
  ensure(p.diffused !== undefined, () => ({
    argument: "p",
    value: p,
    problem: "has no closed form under Gaussian noise",
    consequence: "its marginals, and their scores, would be approximations",
    remedy:
      "give a Gaussian, a mixture of Gaussians or a kernel density, or kernelDensity of draws of p",
  }));
  return {
    dim: p.dim,
    level: "time",
    at(time: number): Density {
      const { scale, variance } = kernel(time);
      return scale === 1 && variance === 0 ? p : p.diffused!(scale, variance);
    },
  };
}
