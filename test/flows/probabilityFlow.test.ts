import { describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { odeSolve } from "../../src/flows/odeSolve";
import { probabilityFlow } from "../../src/flows/probabilityFlow";
import { directionalVelocity } from "../../src/flows/velocityField";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { skewedMixture } from "../../src/problems/skewedMixture";
import type { LinearSde, Sde } from "../../src/processes/sde";
import { subVariancePreserving } from "../../src/processes/subVariancePreserving";
import { varianceExploding } from "../../src/processes/varianceExploding";
import { variancePreserving } from "../../src/processes/variancePreserving";
import { distance, expectClose, fixture } from "./specimens";

const vp = variancePreserving({ betaMin: 0.1, betaMax: 20 });
const subVp = subVariancePreserving({ betaMin: 0.1, betaMax: 20 });
const ve = varianceExploding({ sigmaMin: 0.01, sigmaMax: 50 });
const sdes: readonly (readonly [string, LinearSde])[] = [
  ["variance preserving", vp],
  ["sub-VP", subVp],
  ["variance exploding", ve],
];
const { p } = skewedMixture();
const plane = gaussianMixture(
  fixture.mixture as { weights: number[]; means: number[][]; covariances: number[][][] },
);
const tight = { relativeTolerance: 1e-11 };

describe("the flow in the plane, under the variance preserving SDE", () => {
  const flow = probabilityFlow(vp, vp.marginals(plane));
  const { at, velocity, divergence, starts, ends } = fixture.mixture;
  const here = points([at.slice(1)]);

  it("has the velocity and the divergence that SymPy derives", () => {
    expectClose(flow.velocity(here, at[0]).data, velocity, 1e-12);
    expectClose(flow.divergence(here, at[0]), [divergence], 1e-12);
  });

  it("has the derivative along a direction that differences find", () => {
    const u = points([[0.4, -1.7]]);
    const { directional: _, ...without } = flow;
    const exact = directionalVelocity(flow, here, u, at[0]).data;
    expectClose(exact, directionalVelocity(without, here, u, at[0]).data, 1e-9);
    const [first, second] = [[[1, 0]], [[0, 1]]].map((e) =>
      directionalVelocity(flow, here, points(e), at[0]),
    );
    expect(first!.data[0]! + second!.data[1]!).toBeCloseTo(divergence, 10);
  });

  it("leads where SciPy ends", () => {
    expectClose(odeSolve(flow, points(starts), tight).points.data, ends.flat(), 1e-9);
  });
});

describe.each(sdes)("the flow of the %s SDE", (_, sde) => {
  it("carries quantiles to quantiles: it is monotone, and its marginals are those of the SDE", () => {
    const marginals = sde.marginals(p);
    const flow = probabilityFlow(sde, marginals);
    const x = points([-3.2, -2.1, -0.9, 0.2, 1.4, 2.9]);
    const levels = p.cumulative!(x);
    const solution = odeSolve(flow, x, { ...tight, dense: true });
    for (const t of [0.05, 0.4, 1]) {
      expectClose(marginals.at(t).cumulative!(solution.at(t)), levels, 1e-8);
    }
  });

  it("stretches a Gaussian about the mean that is carried along", () => {
    const [m, v] = [0.7, 4];
    const flow = probabilityFlow(sde, sde.marginals(gaussian({ mean: m, covariance: v })));
    for (const t of [0.3, 1]) {
      const spread = sde.scale(t) ** 2 * v + sde.variance(t);
      const exact = [-1, 2].map((x) => sde.scale(t) * m + Math.sqrt(spread / v) * (x - m));
      expectClose(odeSolve(flow, [-1, 2], { to: t, ...tight }).points.data, exact, 1e-9);
    }
  });

  it("goes there and back again", () => {
    const flow = probabilityFlow(sde, sde.marginals(plane));
    const x = plane.sample(5, rng(1, "round trip"));
    const there = odeSolve(flow, x, { ...tight }).points;
    expect(distance(there.data, x.data)).toBeGreaterThan(0.1);
    const back = odeSolve(flow, there, { from: 1, to: 0, ...tight }).points;
    expect(distance(back.data, x.data)).toBeLessThan(1e-8);
  });
});

describe("sampling by the flow", () => {
  it("turns noise into data: from quantiles of p_T come quantiles of p", () => {
    const marginals = vp.marginals(p);
    const noise = marginals.at(1).sample(200, rng(5, "noise"));
    const { points: x } = odeSolve(probabilityFlow(vp, marginals), noise, {
      from: 1,
      to: 0,
      relativeTolerance: 1e-9,
    });
    expectClose(p.cumulative!(x), marginals.at(1).cumulative!(noise), 1e-6);
  });
});

describe("a flow that cannot be", () => {
  it("is refused: noise that depends on the place, another dimension, an SDE that runs backwards", () => {
    const diagonal: Sde = {
      interval: [0, 1],
      drift: (x) => x,
      diffusion: { kind: "diagonal", at: (x) => x },
    };
    const marginals = vp.marginals(p);
    expect(() => probabilityFlow(diagonal, marginals)).toThrow(
      /sde.diffusion = .* depends on the place/,
    );
    expect(() => probabilityFlow({ ...vp, dim: 2 }, marginals)).toThrow(/dimension/);
    expect(() => probabilityFlow({ ...vp, interval: [1, 0] } as Sde, marginals)).toThrow(
      /runs down/,
    );
  });

  it("lacks its divergence where the drift's is not known, and only that", () => {
    const { driftDivergence: _, ...own } = vp;
    const flow = probabilityFlow(own as Sde, vp.marginals(p));
    const full = probabilityFlow(vp, vp.marginals(p));
    expect(flow.velocity(points(1), 0.5)).toEqual(full.velocity(points(1), 0.5));
    expect(() => flow.divergence(points(1), 0.5)).toThrow(
      /sde.driftDivergence = undefined is missing/,
    );
  });

  it("differentiates by differences where the drift is not linear", () => {
    const cubic: Sde = {
      interval: [0, 1],
      drift: (x) => points(x.data.map((v) => -(v ** 3))),
      diffusion: { kind: "additive", at: () => 1 },
    };
    const flow = probabilityFlow(cubic, {
      dim: 1,
      level: "time",
      at: () => gaussian({ mean: 0, covariance: 2 }),
    });
    expect(flow.directional).toBeUndefined();
    expectClose(
      directionalVelocity(flow, points(0.8), points(3), 0.1).data,
      [3 * (-3 * 0.64 + 0.25)],
      1e-9,
    );
  });
});

describe("the family", () => {
  it("is asked once for each new time", () => {
    const asked: number[] = [];
    const marginals = vp.marginals(p);
    const flow = probabilityFlow(vp, {
      ...marginals,
      at(time) {
        asked.push(time);
        return marginals.at(time);
      },
    });
    odeSolve(flow, [1, 2], { to: 0.5, steps: 2 });
    expect(asked).toEqual([0, 0.125, 0.25, 0.375, 0.5]);
  });
});

describe("with these parts", () => {
  const sde = variancePreserving({ betaMin: 0.1, betaMax: 20 });

  it("the flow of a linear SDE knows the derivative of its velocity, and does not leave it to differences", () => {
    const p = gaussianMixture({ weights: [0.3, 0.7], means: [-1, 2], covariances: [1e-8, 1e-8] });
    const flow = probabilityFlow(sde, sde.marginals(p));
    const x = points([-1.00002, 2.00001]);
    const along = flow.directional!(x, points([1, 1]), 1e-9).data;
    flow.divergence(x, 1e-9).forEach((value, i) => {
      expect(Math.abs(along[i]! / value - 1)).toBeLessThan(1e-10);
    });
  });
});
