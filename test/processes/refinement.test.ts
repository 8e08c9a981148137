import { describe, expect, it } from "vitest";
import { rng } from "../../src/numerics/rng";
import { average } from "../../src/numerics/statistics/average";
import { brownianBridge } from "../../src/processes/brownianBridge";
import { brownianMotion } from "../../src/processes/brownianMotion";
import type { BrownianPath } from "../../src/processes/brownianPath";
import { expectEstimate } from "../objectives/support";

const coarse = (paths = 40_000) =>
  brownianMotion({ times: [0, 1, 3], paths, rng: rng(11, "coarse") });

const at = (w: BrownianPath, time: number) => w.states[w.times.indexOf(time)]!.data;

const product = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  average(Array.from(a, (value, i) => value * b[i]!));

describe("a refined Brownian path", () => {
  it("keeps every coarse value, to the last bit", () => {
    const w = coarse(5);
    for (const fine of [
      w.refined({ by: 4 }),
      w.refined({ by: 2 }).refined({ by: 3 }),
      w.refined({ times: [0.3, 1, 2.9] }),
    ]) {
      for (const t of w.times) expect([...at(fine, t)]).toEqual([...at(w, t)]);
    }
    expect([...w.refined({ by: 2 }).times]).toEqual([0, 0.5, 1, 2, 3]);
    expect([...w.refined({ times: [0.3, 1, 2.9] }).times]).toEqual([0, 0.3, 1, 2.9, 3]);
  });

  it("draws a new value from the Brownian bridge between its neighbours", () => {
    // Off centre, in the second step: a = 1, t = 1.5, b = 3.
    const w = coarse();
    const fine = at(w.refined({ times: [1.5, 2] }), 1.5);
    const [a, b] = [at(w, 1), at(w, 3)];
    const residual = fine.map((value, i) => value - (0.75 * a[i]! + 0.25 * b[i]!));
    expectEstimate(average(residual.map((r) => 10 + r)), 10);
    // Wrong: sqrt of the variance, no factor (b - t) / (b - a), a free motion from the left, twice.
    expectEstimate(product(residual, residual), 0.375, [Math.sqrt(0.375), 0.5, 1.5, 0.75]);
    expectEstimate(product(residual, b), 0, [0.25]);
    expectEstimate(product(residual, a), 0, [0.25]);
  });

  it("is a Brownian motion again: min(s, t) between any two of its times", () => {
    const fine = coarse().refined({ times: [0.25, 0.75, 1.5, 2.5] });
    for (const [s, t] of [
      [0.25, 0.75],
      [0.75, 1.5],
      [1.5, 2.5],
      [2.5, 3],
    ] as const) {
      expectEstimate(product(at(fine, s), at(fine, t)), s, [t]);
      expectEstimate(product(at(fine, t), at(fine, t)), t, [s]);
    }
  });

  it("mixes the noise of the new values by the covariance of the motion", () => {
    const options = { dim: 2, duration: 1, steps: 1, paths: 40_000, rng: rng(12, "W") };
    const covariance = [
      [1.2, 0.4],
      [0.4, 0.7],
    ];
    const fine = brownianMotion({ ...options, covariance }).refined({ by: 2 });
    const [middle, end] = [fine.states[1]!.data, fine.states[2]!.data];
    const residual = middle.map((value, j) => value - end[j]! / 2);
    const x = residual.filter((_, j) => j % 2 === 0);
    const y = residual.filter((_, j) => j % 2 === 1);
    expectEstimate(product(x, x), 1.2 / 4, [1 / 4, 1.6 / 4]);
    expectEstimate(product(x, y), 0.4 / 4, [0, 0.76 / 4]);
    expectEstimate(product(y, y), 0.7 / 4, [1 / 4, 0.65 / 4 + 0.2]);
  });

  it("is the same when asked again, and for each path whatever the number of paths", () => {
    const [few, many] = [coarse(3).refined({ by: 3 }), coarse(500).refined({ by: 3 })];
    expect([...few.path(2)]).toEqual([...many.path(2)]);
    expect([...few.path(2)]).toEqual([...coarse(3).refined({ by: 3 }).path(2)]);
    expect([...at(coarse(3).refined({ times: [0.5, 2] }), 2)]).toEqual([
      ...at(coarse(3).refined({ by: 2 }), 2),
    ]);
  });

  it("draws other noise at other times, and in other steps", () => {
    const w = brownianMotion({ duration: 4, steps: 2, paths: 20_000, rng: rng(13, "W") });
    const fine = w.refined({ by: 2 });
    const residual = (k: number) =>
      fine.states[k]!.data.map(
        (value, i) => value - (fine.states[k - 1]!.data[i]! + fine.states[k + 1]!.data[i]!) / 2,
      );
    expectEstimate(product(residual(1), residual(3)), 0, [0.5]);
    // Two ways to refine one step, and one time between the same left and another right neighbour.
    const whole = brownianMotion({ times: [0, 1, 4], paths: 20_000, rng: rng(13, "W") });
    const noise = (of: BrownianPath, t: number) => {
      const [b, v] = [of.times.at(1)!, of.refined({ times: [t, of.times.at(1)!] })];
      return at(v, t).map(
        (value, i) => (value - (t / b) * at(of, b)[i]!) / Math.sqrt((t * (b - t)) / b),
      );
    };
    const ends = whole.coarsened({ by: 2 });
    expectEstimate(product(noise(whole, 0.25), noise(whole, 0.75)), 0, [1]);
    expectEstimate(product(noise(whole, 0.25), noise(ends, 0.25)), 0, [1]);
    expectEstimate(product(noise(ends, 0.25), noise(ends, 0.25)), 1, [0]);
  });

  it("refuses times outside the path, and cuts that are none", () => {
    expect(() => coarse(1).refined({ times: [1, 4] })).toThrow("lies outside the path");
    expect(() => coarse(1).refined({ times: [-1, 1] })).toThrow("lies outside the path");
    expect(() => coarse(1).refined({ times: [0.5, 0.2] })).toThrow("times[1] = 0.2");
    expect(() => coarse(1).refined({ times: [] })).toThrow("is empty");
    expect([...coarse(1).refined({ times: [0.5] }).times]).toEqual([0, 0.5, 1, 3]);
    expect(() => coarse(1).refined({ by: 0 })).toThrow("by = 0");
    expect(() => coarse(1).refined({ by: 1.5 })).toThrow("by = 1.5");
  });
});

describe("a coarsened Brownian path", () => {
  it("is the same path at every so many times", () => {
    const w = brownianMotion({ duration: 3, steps: 6, paths: 2, rng: rng(14, "W") });
    const every = w.coarsened({ by: 3 });
    expect([...every.times]).toEqual([0, 1.5, 3]);
    expect([...every.path(1)]).toEqual([w.path(1)[0], w.path(1)[3], w.path(1)[6]]);
    expect([...w.coarsened({ by: 1 }).path(1)]).toEqual([...w.path(1)]);
    for (const by of [4, 0, -3, 1.5]) {
      expect(() => w.coarsened({ by })).toThrow("does not divide the number of steps, 6");
    }
  });
});

describe("brownianBridge", () => {
  const bridge = brownianBridge({
    from: 1,
    to: -2,
    covariance: 2,
    times: [0, 0.5, 1.5, 2],
    paths: 40_000,
    rng: rng(15, "bridge"),
  });

  it("is where it is told to be at both ends", () => {
    expect(new Set(bridge.states[0]!.data)).toEqual(new Set([1]));
    expect(new Set(bridge.states[3]!.data)).toEqual(new Set([-2]));
  });

  it("has mean a + (t / T)(b - a) and covariance s (T - t) / T Q between", () => {
    const early = at(bridge, 0.5).map((x) => x - 0.25);
    const late = at(bridge, 1.5).map((x) => x + 1.25);
    expectEstimate(average(at(bridge, 0.5)), 0.25, [-0.5, 1, -1.25]);
    expectEstimate(product(early, early), 0.75, [1, Math.sqrt(0.75), 1.5, 0.375]);
    expectEstimate(product(late, late), 0.75, [3, 0.375]);
    expectEstimate(product(early, late), 0.25, [0.75, 0]);
  });

  it("has the dimension of its ends, and stands still where the covariance does", () => {
    const covariance = [
      [1, 0],
      [0, 0],
    ];
    const still = brownianBridge({ to: [3, 4], covariance, duration: 2, steps: 4, rng: rng(1) });
    expect([...still.path(0, 1)]).toEqual([0, 1, 2, 3, 4]);
    expect(still.path(0, 0)[2]).not.toBeCloseTo(1.5, 3);
    expect(brownianBridge({ dim: 3, duration: 1, steps: 2, rng: rng(1) }).dim).toBe(3);
    expect(() =>
      brownianBridge({ from: [1], to: [3, 4], duration: 1, steps: 2, rng: rng(1) }),
    ).toThrow("has 2 coordinates where the bridge is of dimension 1");
  });

  it("begins and ends every path in the plane where it should", () => {
    const three = brownianBridge({
      from: [1, -1],
      to: [3, 4],
      duration: 2,
      steps: 2,
      paths: 3,
      rng: rng(1),
    });
    expect([...three.states[0]!.data]).toEqual([1, -1, 1, -1, 1, -1]);
    expect([...three.states[2]!.data]).toEqual([3, 4, 3, 4, 3, 4]);
  });

  it("is on the line and goes from 0 to 0 if nothing is said", () => {
    const loop = brownianBridge({ duration: 1, steps: 2, rng: rng(1) });
    expect([loop.dim, loop.path(0)[0], loop.path(0)[2]]).toEqual([1, 0, 0]);
    expect(loop.path(0)[1]).not.toBe(0);
  });

  it("names the end that has too many coordinates", () => {
    const of = (ends: object) => () =>
      brownianBridge({ dim: 1, duration: 1, steps: 2, rng: rng(1), ...ends });
    expect(of({ from: [3, 4] })).toThrow(/^from = /);
    expect(of({ to: [3, 4] })).toThrow(/^to = /);
  });
});
