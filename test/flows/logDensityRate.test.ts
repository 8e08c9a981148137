import { describe, expect, it } from "vitest";
import type { DensityFamily } from "../../src/densities/density";
import { gaussian } from "../../src/densities/gaussian";
import { partialLogDensityRate, totalLogDensityRate } from "../../src/flows/logDensityRate";
import { odeSolve } from "../../src/flows/odeSolve";
import { probabilityFlow } from "../../src/flows/probabilityFlow";
import { velocityField } from "../../src/flows/velocityField";
import { expectation } from "../../src/numerics/expectation";
import { points } from "../../src/numerics/points";
import { skewedMixture } from "../../src/problems/skewedMixture";
import { variancePreserving } from "../../src/processes/variancePreserving";
import { expectClose, oscillator } from "./specimens";

describe("a unit Gaussian that shrinks, v = -x", () => {
  const shrink = velocityField({ interval: [0, 2], velocity: (x) => -x, divergence: () => -1 });
  const family: DensityFamily<"time"> = {
    dim: 1,
    level: "time",
    at: (t) => gaussian({ mean: 0, covariance: Math.exp(-2 * t) }),
  };
  const x = points([-1.3, 0.2, 0.9]);
  const t = 0.4;

  it("gains one a unit of time along each path", () => {
    expect(Array.from(totalLogDensityRate(shrink, x, t))).toEqual([1, 1, 1]);
  });

  it("changes by 1 - x^2 exp(2t) at a fixed place", () => {
    const exact = x.data.map((z) => 1 - z * z * Math.exp(2 * t));
    expectClose(partialLogDensityRate(shrink, family, x, t), exact, 1e-14);
  });

  it("has mean rates 1 and 0", () => {
    const under = family.at(t);
    const mean = (rate: typeof totalLogDensityRate) =>
      expectation((y) => rate(shrink, y, t), { under }).value;
    expect(mean(totalLogDensityRate)).toBeCloseTo(1, 10);
    expect(mean((_, y) => partialLogDensityRate(shrink, family, y, t))).toBeCloseTo(0, 10);
  });
});

describe("the mixture under the probability flow", () => {
  const sde = variancePreserving({ betaMin: 0.1, betaMax: 20 });
  const family = sde.marginals(skewedMixture().p);
  const flow = probabilityFlow(sde, family);
  const x = points([-2.6, -0.7, 0.1, 1.9]);
  const h = 1e-4;
  const difference = (later: Float64Array, earlier: Float64Array) =>
    later.map((value, i) => (value - earlier[i]!) / (2 * h));

  it("changes as central differences in time say, at fixed places", () => {
    const differences = difference(
      family.at(0.3 + h).logDensity(x),
      family.at(0.3 - h).logDensity(x),
    );
    expectClose(partialLogDensityRate(flow, family, x, 0.3), differences, 1e-5);
  });

  it("changes as central differences along the paths say", () => {
    const carried = (to: number) => odeSolve(flow, x, { from: 0.3, to, steps: 2 }).points;
    const differences = difference(
      family.at(0.3 + h).logDensity(carried(0.3 + h)),
      family.at(0.3 - h).logDensity(carried(0.3 - h)),
    );
    expectClose(totalLogDensityRate(flow, x, 0.3), differences, 1e-5);
  });
});

describe("a field without divergence", () => {
  it("has no rates", () => {
    const { divergence: _, ...without } = oscillator;
    expect(() => totalLogDensityRate(without, points([[1, 2]]), 0.5)).toThrow(/is missing/);
  });
});
