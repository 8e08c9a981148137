import { ensurePositive } from "../densities/guards";
import { linearSde } from "./linearSde";
import type { LinearSde } from "./sde";

/**
 * The SDE without drift on [0, 1] whose noise grows like a power of sigma:
 *
 *     dx = sigma^t dW,     x_t given x_0  ~  N(x_0, (sigma^(2t) - 1) / (2 log sigma) I).
 *
 * The time is a pure number here; at sigma = 1 it is Brownian motion, of variance t.
 *
 * Source: the tutorial of Song (2021) on score-based models, with sigma = 25.
 *
 * @throws InvalidArgument unless sigma is positive; later, for a time outside [0, 1].
 */
export function exponentialVarianceExploding({ sigma }: { readonly sigma: number }): LinearSde {
  ensurePositive("sigma", sigma, "its powers would be no amounts of noise");
  const growth = Math.log(sigma);
  return linearSde({
    title: `SDE without drift, noise ${sigma}^t`,
    rate: () => 0,
    noise: (time) => sigma ** time,
    scale: () => 1,
    variance: (time) => (growth === 0 ? time : Math.expm1(2 * growth * time) / (2 * growth)),
  });
}
