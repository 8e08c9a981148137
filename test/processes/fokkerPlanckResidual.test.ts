import { describe, expect, it } from "vitest";
import type { DensityFamily } from "../../src/densities/density";
import { gaussian } from "../../src/densities/gaussian";
import { points } from "../../src/numerics/points";
import { fokkerPlanckResidual } from "../../src/processes/fokkerPlanckResidual";
import { reverse } from "../../src/processes/reverse";
import type { LinearSde, Sde } from "../../src/processes/sde";
import { variancePreserving } from "../../src/processes/variancePreserving";
import { largest, linearSdes, planar, scattered, skewed } from "./specimens";

const x = scattered([1]);
const plane = scattered([10, 0.1]);
const vp = variancePreserving({ betaMin: 0.4, betaMax: 7 });
const exact = vp.marginals(skewed.p);

/** The SDE with its drift and its noise changed. */
function changed(
  sde: LinearSde,
  { drift = (rate: number) => rate, noise = (g: number) => g },
): Sde {
  return {
    interval: sde.interval,
    drift: (at, t) =>
      points(
        at.data.map((value) => drift(sde.rate(t)) * value),
        at.dim,
      ),
    driftDivergence: (at, t) => new Float64Array(at.n).fill(at.dim * drift(sde.rate(t))),
    diffusion: { kind: "additive", at: (t) => noise(sde.diffusion.at(t)) },
  };
}

/** A kernel with its variance changed. */
function family(variance: (t: number) => number): DensityFamily<"time"> {
  return {
    dim: 1,
    level: "time",
    at: (t) => skewed.p.diffused(vp.scale(t), variance(t)),
  };
}

describe.each(Object.entries(linearSdes))("the Fokker-Planck residual of the SDE: %s", (_, sde) => {
  it.each([0.05, 0.3, 0.62, 0.95])(
    "is 0 for its marginals, on a line and in a plane, at %d",
    (time) => {
      expect(largest(fokkerPlanckResidual(sde, sde.marginals(skewed.p), { x, time }))).toBeLessThan(
        1e-9,
      );
      const values = fokkerPlanckResidual(sde, sde.marginals(planar), { x: plane, time });
      expect(largest(values)).toBeLessThan(1e-9);
    },
  );

  it("is 0 for its reverse, whatever the stochasticity", () => {
    for (const stochasticity of [0, 0.5, 1, 2]) {
      const back = reverse(sde, sde.marginals(planar), { stochasticity });
      const values = fokkerPlanckResidual(back, sde.marginals(planar), { x: plane, time: 0.4 });
      expect(largest(values)).toBeLessThan(1e-9);
    }
  });

  it("is far from 0 at every place for another noise or another drift", () => {
    const marginals = sde.marginals(skewed.p);
    const at = { x: points([-2.6, -1.1, 0.4, 1.2]), time: 0.4 };
    for (const wrong of [
      changed(sde, { noise: (g) => g * g }),
      changed(sde, { noise: (g) => g / Math.SQRT2 }),
      changed(sde, { drift: (rate) => rate + 0.5 }),
    ]) {
      for (const value of fokkerPlanckResidual(wrong, marginals, at)) {
        expect(Math.abs(value)).toBeGreaterThan(1e-3);
      }
    }
  });
});

describe("the Fokker-Planck residual", () => {
  const residual = (sde: Sde, of: DensityFamily<"time">) =>
    largest(fokkerPlanckResidual(sde, of, { x, time: 0.5 }));

  it("rejects the usual mistakes in the VP SDE", () => {
    expect(residual(vp, exact)).toBeLessThan(1e-10);
    expect(residual(changed(vp, { noise: (g) => g * g }), exact)).toBeGreaterThan(0.05);
    expect(residual(changed(vp, { drift: (rate) => 2 * rate }), exact)).toBeGreaterThan(0.05);
    expect(residual(changed(vp, { drift: (rate) => -rate }), exact)).toBeGreaterThan(0.05);
    expect(
      residual(
        vp,
        family((t) => 1 - vp.scale(t)),
      ),
    ).toBeGreaterThan(0.05);
    expect(
      residual(
        vp,
        family((t) => vp.variance(t) ** 2),
      ),
    ).toBeGreaterThan(0.05);
  });

  it("does not know where the process starts: sigma(t)^2 without - sigma(0)^2 solves it too", () => {
    const ve = linearSdes["variance exploding"]!;
    const shifted = (t: number) => skewed.p.diffused(1, ve.variance(t) + 0.09);
    expect(residual(ve, { dim: 1, level: "time", at: shifted })).toBeLessThan(1e-10);
  });

  it("is the unbalanced part over the sum of the terms: Brownian motion twice too fast", () => {
    // p_t = N(0, 1 + 2t) for g = 1: all terms but the first are half of what they should be.
    const brownian: Sde = {
      interval: [0, 1],
      drift: (at) =>
        points(
          at.data.map(() => 0),
          at.dim,
        ),
      driftDivergence: (at) => new Float64Array(at.n),
      diffusion: { kind: "additive", at: () => 1 },
    };
    const fast: DensityFamily<"time"> = {
      dim: 1,
      level: "time",
      at: (t) => gaussian({ mean: 0, covariance: 1 + 2 * t }),
    };
    const [near, far] = fokkerPlanckResidual(brownian, fast, { x: points([0, 4]), time: 0.5 });
    // At 0, d_t log p = -1 / v and the Laplacian term is -(-1 / v) / 2, with v = 2.
    expect(near).toBeCloseTo((-1 / 2 + 1 / 4) / (1 / 2 + 1 / 4), 11);
    const change = 16 / 4 - 1 / 2;
    expect(far).toBeCloseTo((change + 1 / 4 - 2) / (change + 1 / 4 + 2), 11);
  });

  it("tells the directions of time apart", () => {
    const back = reverse(vp, exact);
    const upwards: Sde = { ...back, interval: [0, 1] };
    expect(residual(back, exact)).toBeLessThan(1e-10);
    expect(residual(upwards, exact)).toBeGreaterThan(0.05);
  });

  it("is 0 where nothing moves at all", () => {
    const still: Sde = {
      interval: [0, 1],
      drift: (at) => points(at.data.map(() => 0)),
      driftDivergence: (at) => new Float64Array(at.n),
      diffusion: { kind: "additive", at: () => 0 },
    };
    const constant = { ...exact, at: () => skewed.p };
    expect(Array.from(fokkerPlanckResidual(still, constant, { x: points(1), time: 0.5 }))).toEqual([
      0,
    ]);
  });

  it("refuses the ends of the interval, and times beyond", () => {
    for (const time of [0, 1, -0.1, 1.1, Number.NaN]) {
      expect(() => fokkerPlanckResidual(vp, exact, { x, time })).toThrow(
        /^time = .* does not lie inside \(0, 1\)/,
      );
    }
  });

  it("refuses noise that depends on the place, with the general equation", () => {
    const sde: Sde = { ...vp, diffusion: { kind: "diagonal", at: (at) => at } };
    expect(() => fokkerPlanckResidual(sde, exact, { x, time: 0.5 })).toThrow(
      /d_t p = -div\(f p\) \+ 1\/2 sum_ij d_i d_j \(D_ij p\)/,
    );
  });

  it("refuses a drift without divergence, and other dimensions", () => {
    const { interval, drift, diffusion } = vp;
    expect(() =>
      fokkerPlanckResidual({ interval, drift, diffusion }, exact, { x, time: 0.5 }),
    ).toThrow(/^sde.driftDivergence = undefined is missing/);
    expect(() => fokkerPlanckResidual(vp, exact, { x: plane, time: 0.5 })).toThrow(/dimension 2/);
    expect(() => fokkerPlanckResidual({ ...vp, dim: 3 }, exact, { x, time: 0.5 })).toThrow(
      /^family = .* is of dimension 1/,
    );
  });
});
