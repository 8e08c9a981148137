import { describe, expect, it } from "vitest";
import { rng } from "../../src/numerics/rng";
import { average } from "../../src/numerics/statistics/average";
import { variance } from "../../src/numerics/statistics/variance";
import { brownianMotion } from "../../src/processes/brownianMotion";
import { quadraticVariation } from "../../src/processes/quadraticVariation";
import { totalVariation } from "../../src/processes/totalVariation";
import { whiteNoise } from "../../src/processes/whiteNoise";
import { expectEstimate } from "../objectives/support";

const line = brownianMotion({ duration: 2, steps: 64, paths: 10_000, rng: rng(21, "W") });
const plane = brownianMotion({
  dim: 2,
  covariance: [
    [1.2, 0.4],
    [0.4, 0.7],
  ],
  times: [0, 0.1, 0.2, 0.5, 1, 2],
  paths: 20_000,
  rng: rng(22, "W"),
});

describe("quadraticVariation", () => {
  it("is the sum of dW dW' over the steps", () => {
    const w = plane.path(3, 0);
    const v = plane.path(3, 1);
    let [xx, xy, yy] = [0, 0, 0];
    for (let k = 0; k + 1 < w.length; k++) {
      const [dx, dy] = [w[k + 1]! - w[k]!, v[k + 1]! - v[k]!];
      xx += dx * dx;
      xy += dx * dy;
      yy += dy * dy;
    }
    const sums = quadraticVariation(plane).data.slice(12, 16);
    [xx, xy, xy, yy].forEach((sum, j) => {
      expect(sums[j]).toBeCloseTo(sum, 12);
    });
  });

  it("has mean T Q on any grid", () => {
    const sums = quadraticVariation(plane).data;
    [1.2, 0.4, 0.4, 0.7].forEach((q, c) => {
      expectEstimate(average(sums.filter((_, j) => j % 4 === c)), 2 * q, [q, Math.SQRT2 * q]);
    });
  });

  it("has variance 2 T^2 / n on n equal steps", () => {
    const sums = quadraticVariation(line).data;
    expectEstimate(average(sums), 2, [1, Math.SQRT2]);
    expectEstimate(variance(sums), 8 / 64, [4 / 64, 2 / 64, 8 / 32]);
  });

  it("tends to T on a path that is refined", () => {
    let w = brownianMotion({ duration: 2, steps: 4, paths: 3, rng: rng(23, "W") });
    w = w.refined({ by: 64 }).refined({ by: 64 });
    for (const sum of quadraticVariation(w).data) expect(Math.abs(sum - 2)).toBeLessThan(0.11);
  });
});

describe("totalVariation", () => {
  it("is the length of the way along the grid", () => {
    const [w, v] = [plane.path(3, 0), plane.path(3, 1)];
    let length = 0;
    for (let k = 0; k + 1 < w.length; k++) {
      length += Math.hypot(w[k + 1]! - w[k]!, v[k + 1]! - v[k]!);
    }
    expect(totalVariation(plane)[3]).toBeCloseTo(length, 12);
  });

  it("has mean sqrt(2 n T / pi), and so no limit", () => {
    for (const by of [1, 4, 16]) {
      const n = 64 / by;
      const lengths = totalVariation(line.coarsened({ by }));
      expectEstimate(average(lengths), Math.sqrt((2 * n * 2) / Math.PI), [
        2,
        Math.sqrt((n * 2) / Math.PI),
        Math.sqrt(n * 2),
      ]);
    }
  });
});

describe("whiteNoise", () => {
  it("refuses a path or a coordinate that it does not have", () => {
    const xi = whiteNoise(plane);
    expect(xi.path(plane.paths - 1, 1)).toHaveLength(plane.times.length - 1);
    expect(() => xi.path(plane.paths)).toThrow(/^i = \d+ is no path/);
    expect(() => xi.path(0, 2)).toThrow(/^k = 2 is no coordinate .* from 0 to 1/);
  });

  it("is the increment over the length of its step", () => {
    const xi = whiteNoise(plane);
    expect([...xi.times]).toEqual([0, 0.1, 0.2, 0.5, 1]);
    expect(xi.path(7, 1)[2]).toBeCloseTo((plane.path(7, 1)[3]! - plane.path(7, 1)[2]!) / 0.3, 12);
  });

  it("has variance Q / dt in a step, none between steps, and so an integral of 1 around each time", () => {
    for (const by of [1, 4]) {
      const dt = (2 * by) / 64;
      const { states } = whiteNoise(line.coarsened({ by }));
      const product = (k: number, l: number) =>
        average(states[k]!.data.map((value, i) => value * states[l]!.data[i]!));
      expectEstimate(product(3, 3), 1 / dt, [1, 1 / Math.sqrt(dt)]);
      expectEstimate(product(3, 4), 0, [1 / dt]);
    }
    const { states } = whiteNoise(plane);
    const x = states[2]!.data.filter((_, j) => j % 2 === 0);
    const y = states[2]!.data.filter((_, j) => j % 2 === 1);
    expectEstimate(average(x.map((value, i) => value * y[i]!)), 0.4 / 0.3, [0, 0.4]);
  });

  it("integrates a function against it to a variance of Q times the integral of its square", () => {
    const xi = whiteNoise(line);
    const sums = new Float64Array(10_000);
    xi.states.forEach((state, k) => {
      const [phi, dt] = [xi.times[k]! + 1, 2 / 64];
      for (let i = 0; i < sums.length; i++) sums[i]! += phi * state.data[i]! * dt;
    });
    const square = Array.from(xi.times, (t) => (t + 1) ** 2 / 32).reduce((a, b) => a + b);
    expect(square).toBeCloseTo(26 / 3, 0);
    expectEstimate(variance(sums), square, [4, 16, square / 32]);
  });
});
