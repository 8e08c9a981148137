import { describe, expect, it } from "vitest";
import type { Density, ScoreFamily } from "../../src/densities/density";
import { gaussian } from "../../src/densities/gaussian";
import { linearScore } from "../../src/densities/linearScore";
import { fisherDivergence } from "../../src/divergences/fisherDivergence";
import { fisherDivergenceGaussian } from "../../src/divergences/fisherDivergenceGaussian";
import { klDivergence } from "../../src/divergences/klDivergence";
import { klDivergenceGaussian } from "../../src/divergences/klDivergenceGaussian";
import { expectation } from "../../src/numerics/expectation";
import { integrate } from "../../src/numerics/integrate";
import { points } from "../../src/numerics/points";
import { denoisingScoreMatchingOverTime } from "../../src/objectives/denoisingScoreMatchingOverTime";
import { reverse } from "../../src/processes/reverse";
import type { LinearSde } from "../../src/processes/sde";
import { variancePreserving } from "../../src/processes/variancePreserving";
import { linearSdes, skewed } from "./specimens";

const standard = gaussian({ mean: 0, covariance: 1 });

/** The integral of g^2 E_{p_t}[1/2 |s_t - grad log p_t|^2] over t. */
function weighted(
  sde: LinearSde,
  data: Density,
  family: ScoreFamily<"time">,
  relativeError = 1e-10,
): number {
  const marginals = sde.marginals(data);
  return integrate(
    (t) =>
      sde.diffusion.at(t) ** 2 *
      expectation(fisherDivergence(marginals.at(t), family.at(t)), { relativeError }).value,
    { from: 0, to: 1, relativeError },
  ).value;
}

describe("the likelihood weighting g^2", () => {
  it("gives KL_0 - KL_T: .3429187039 for N(0, 4) and N(0, 1.5), with betas .1 and 20", () => {
    const sde = variancePreserving({ betaMin: 0.1, betaMax: 20 });
    const p = gaussian({ mean: 0, covariance: 4 });
    const [from, to] = [sde.marginals(p), sde.marginals(gaussian({ mean: 0, covariance: 1.5 }))];
    const kl = (t: number) => expectation(klDivergence(from.at(t), to.at(t))).value;
    expect(Math.abs(kl(0) - kl(1) - 0.3429187039)).toBeLessThan(1e-9);
    expect(Math.abs(weighted(sde, p, to) - 0.3429187039)).toBeLessThan(1e-9);
  });

  it.each(Object.entries(linearSdes))(
    "makes the bound an equality for the scores of another diffusion of the SDE: %s",
    (_, sde) => {
      const [from, to] = [
        { mean: -1, covariance: 0.3 },
        { mean: 0.4, covariance: 2 },
      ].map((of) => sde.marginals(gaussian(of)));
      const kl = (t: number) => klDivergenceGaussian(from!.at(t), to!.at(t));
      const total = integrate(
        (t) => sde.diffusion.at(t) ** 2 * fisherDivergenceGaussian(from!.at(t), to!.at(t)),
        { from: 0, to: 1 },
      ).value;
      expect(Math.abs(total + kl(1) - kl(0))).toBeLessThan(1e-8 * kl(0));
    },
  );

  it("makes it an equality for data that are not Gaussian", () => {
    const sde = variancePreserving({ betaMin: 0.4, betaMax: 3 });
    const to = sde.marginals(gaussian({ mean: 0.4, covariance: 2 }));
    const from = sde.marginals(skewed.p);
    const kl = (t: number) => expectation(klDivergence(from.at(t), to.at(t))).value;
    const total = weighted(sde, skewed.p, to, 1e-5);
    expect(Math.abs(total + kl(1) - kl(0))).toBeLessThan(1e-5 * kl(0));
  });

  it("bounds the divergence strictly else: .2010 over .0552 for the score -.8 x", () => {
    const sde = variancePreserving({ betaMin: 0.1, betaMax: 20 });
    const family: ScoreFamily<"time"> = {
      dim: 1,
      level: "time",
      at: () => linearScore({ slope: -0.8 }),
    };
    const bound = weighted(sde, standard, family);
    expect(Math.abs(bound - 0.02 * 10.05)).toBeLessThan(1e-9);
    // The variance of what the model samples, by the recursion of Euler steps of the library's reverse.
    const back = reverse(sde, family);
    const variance = (n: number) => {
      let v = 1;
      for (let k = 0; k < n; k++) {
        const t = 1 - k / n;
        v = (1 - back.drift(points(1), t).data[0]! / n) ** 2 * v + back.diffusion.at(t) ** 2 / n;
      }
      return v;
    };
    const exact = 1 / 0.6 + (1 - 1 / 0.6) * Math.exp(-0.6 * 10.05);
    expect(Math.abs(2 * variance(40_000) - variance(20_000) - exact)).toBeLessThan(1e-6);
    const kl = klDivergenceGaussian(standard, gaussian({ mean: 0, covariance: exact }));
    expect(kl).toBeCloseTo(0.0552, 4);
    expect(bound).toBeGreaterThan(3 * kl);
  });

  it("is what denoising over time measures, up to a number without the model", () => {
    const sde = variancePreserving({ betaMin: 0.4, betaMax: 3 });
    const marginals = sde.marginals(skewed.p);
    const times = [0.1, 0.45, 0.8];
    const weight = (t: number) => sde.diffusion.at(t) ** 2;
    const constants = [-0.3, -2].map((slope) => {
      const model = linearScore({ slope });
      const family: ScoreFamily<"time"> = { dim: 1, level: "time", at: () => model };
      const denoising = denoisingScoreMatchingOverTime(family, sde, { times, weight });
      const explicit = times.map(
        (t) => (weight(t) * expectation(fisherDivergence(marginals.at(t), model)).value) / 3,
      );
      return expectation(denoising, { under: skewed.p }).value - explicit.reduce((a, b) => a + b);
    });
    expect(Math.abs(constants[0]! / constants[1]! - 1)).toBeLessThan(1e-8);
    expect(constants[0]).toBeGreaterThan(0.1);
  });
});
