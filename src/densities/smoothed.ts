import { ensure } from "../numerics/errors";
import type { Density, DensityFamily } from "./density";

/**
 * The family q_sigma = p * N(0, sigma^2 I): the law of X + sigma Z. At sigma = 0 it is p itself.
 * Exact for Gaussians, kernel densities, and mixtures whose components are.
 *
 * @throws InvalidArgument if p has no closed form under Gaussian noise; later, if sigma is negative.
 */
export function smoothed(p: Density): DensityFamily<"sigma"> {
  ensure(p.diffused !== undefined, () => ({
    argument: "p",
    value: p,
    problem: "has no closed form under Gaussian noise",
    consequence: "its smoothed densities and scores would be approximations",
    remedy:
      "give a Gaussian, a mixture of Gaussians or a kernel density, or kernelDensity of draws of p",
  }));
  return {
    dim: p.dim,
    level: "sigma",
    at(sigma: number): Density {
      ensure(sigma >= 0 && Number.isFinite(sigma), () => ({
        argument: "sigma",
        value: sigma,
        problem: "is not a finite number of at least 0",
        consequence: "there is no noise of that standard deviation",
        remedy: "give the standard deviation of the noise, 0 for none",
      }));
      return sigma === 0 ? p : p.diffused!(1, sigma * sigma);
    },
  };
}
