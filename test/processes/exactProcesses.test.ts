import { describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { integrate } from "../../src/numerics/integrate";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { average } from "../../src/numerics/statistics/average";
import { variance } from "../../src/numerics/statistics/variance";
import { brownianMotion } from "../../src/processes/brownianMotion";
import { fokkerPlanckResidual } from "../../src/processes/fokkerPlanckResidual";
import { geometricBrownianMotion } from "../../src/processes/geometricBrownianMotion";
import { ornsteinUhlenbeck } from "../../src/processes/ornsteinUhlenbeck";
import { expectEqual, expectEstimate } from "../objectives/support";

describe("ornsteinUhlenbeck", () => {
  const sde = ornsteinUhlenbeck({ rate: 0.7, volatility: 1.3, duration: 4 });

  it("scales by e^{-rate t} and adds the integral of g^2 e^{-2 rate (t - s)}", () => {
    for (const t of [1e-9, 0.2, 1.5, 4]) {
      expectEqual(sde.scale(t), Math.exp(-0.7 * t));
      const added = integrate((s) => 1.69 * Math.exp(-1.4 * (t - s)), { from: 0, to: t }).value;
      expectEqual(sde.variance(t), added);
    }
    expect(sde.drift(points([2, -3]), 1).data).toEqual(Float64Array.of(-1.4, 0.7 * 3));
    expect(sde.diffusion.at(2)).toBe(1.3);
    expect([...sde.driftDivergence(points([[1, 2]]), 0)]).toEqual([-1.4]);
  });

  it("has the stationary law N(0, g^2 / (2 rate)) as prior, which it does not change", () => {
    const stationary = sde.prior(1);
    expectEqual(stationary.covariance[0]!, 1.69 / 1.4);
    expectEqual(sde.marginals(stationary).at(3).covariance[0]!, 1.69 / 1.4);
  });

  it("carries a law that solves the Fokker-Planck equation", () => {
    const marginals = sde.marginals(gaussian({ mean: 2, covariance: 0.3 }));
    const residual = fokkerPlanckResidual(sde, marginals, { x: points([-1, 0.5, 3]), time: 0.8 });
    for (const value of residual) expect(Math.abs(value)).toBeLessThan(1e-6);
    expectEqual(marginals.at(0.8).mean[0]!, 2 * Math.exp(-0.56));
  });

  it("refuses what is not positive", () => {
    expect(() => ornsteinUhlenbeck({ rate: 0, volatility: 1 })).toThrow("rate = 0");
    expect(() => ornsteinUhlenbeck({ rate: 1, volatility: -1 })).toThrow("volatility = -1");
    expect(() => ornsteinUhlenbeck({ rate: 1, volatility: 1, duration: 0 })).toThrow("duration");
  });
});

describe("geometricBrownianMotion", () => {
  const sde = geometricBrownianMotion({ drift: 0.3, volatility: 0.6, duration: 2 });
  const w = brownianMotion({ duration: 2, steps: 4, paths: 20_000, rng: rng(61, "W") });

  it("is x_0 exp((mu - sigma^2 / 2) t + sigma W_t) along each path", () => {
    const starts = Float64Array.from({ length: 20_000 }, (_, i) => 1 + (i % 3));
    const run = sde.exact(points(starts), w, { save: "all" });
    expect([...run.times]).toEqual([0, 0.5, 1, 1.5, 2]);
    for (const i of [0, 1, 5]) {
      [...run.path(i)].forEach((value, k) => {
        const t = k / 2;
        expectEqual(value, (1 + (i % 3)) * Math.exp((0.3 - 0.18) * t + 0.6 * w.path(i)[k]!));
      });
    }
    expect(sde.exact(1, w).points.data).toEqual(sde.exact(1, w, { save: 2 }).states[2]!.data);
    expect(sde.exact(1, w).interrupted).toBe(false);
  });

  it("has the mean x_0 e^{mu t}, and not that of Stratonovich's reading", () => {
    const x = sde.exact(1.5, w).points.data;
    expectEstimate(average(x), 1.5 * Math.exp(0.6), [1.5 * Math.exp(0.6 + 0.36)]);
  });

  it("has at each time the log-normal law", () => {
    const law = sde.law(1.5, 2);
    expectEqual(law.mean[0]!, 1.5 * Math.exp(0.6));
    expectEqual(law.covariance[0]!, 2.25 * Math.exp(1.2) * Math.expm1(0.72));
    const x = sde.exact(1.5, w).points;
    for (const q of [0.5, 1.5, 4]) {
      const below = average(x.data.map((value) => (value < q ? 1 : 0)));
      expectEstimate(below, law.cumulative(points(q))[0]!);
    }
    const logs = x.data.map(Math.log);
    expectEstimate(average(logs), Math.log(1.5) + 2 * (0.3 - 0.18), [Math.log(1.5) + 0.6]);
    expectEstimate(variance(logs), 0.72, [0.36, 1.2]);
  });

  it("has the drift mu x, its divergence, and the diffusion sigma x with derivative sigma", () => {
    const x = points([[2, -1]]);
    expect([...sde.drift(x, 0).data]).toEqual([0.6, -0.3]);
    expect([...sde.driftDivergence!(x, 0)]).toEqual([0.6]);
    expect([...sde.diffusion.at(x, 0).data]).toEqual([1.2, -0.6]);
    expect([...sde.diffusion.derivative(x, 0).data]).toEqual([0.6, 0.6]);
    expect(sde.interval).toEqual([0, 2]);
  });

  it("refuses a volatility, start or path that is none", () => {
    expect(() => geometricBrownianMotion({ drift: 1, volatility: 0 })).toThrow("volatility = 0");
    expect(() => geometricBrownianMotion({ drift: Number.NaN, volatility: 1 })).toThrow("drift");
    expect(() => sde.law(-1, 1)).toThrow("start = -1");
    expect(() => sde.law(1, 0)).toThrow("time = 0");
    const late = brownianMotion({ times: [0.5, 1], rng: rng(1) });
    expect(() => sde.exact(1, late)).toThrow("begins at time 0.5");
    expect(() => sde.exact([[1, 2]], w)).toThrow("is of dimension 1 where the equation has 2");
    expect(() => sde.exact(1, w, { save: 0 })).toThrow("save = 0");
  });
});

it("the exact solution of geometric Brownian motion keeps the start, every k-th state and the end", () => {
  const brownian = brownianMotion({ duration: 1, steps: 5, rng: rng(2, "gbm") });
  const { exact } = geometricBrownianMotion({ drift: 0.1, volatility: 0.3 });
  const { times } = exact(1, brownian, { save: 2 });
  expect([...times]).toEqual([0, 2, 4, 5].map((k) => brownian.times[k]));
});
