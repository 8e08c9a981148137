import { describe, expect, it } from "vitest";
import { rng } from "../../src/numerics/rng";
import { average } from "../../src/numerics/statistics/average";
import { variance } from "../../src/numerics/statistics/variance";
import { brownianMotion } from "../../src/processes/brownianMotion";
import type { BrownianPath } from "../../src/processes/brownianPath";
import { itoSum } from "../../src/processes/itoSum";
import { quadraticVariation } from "../../src/processes/quadraticVariation";
import { expectEstimate, logSlope, mean } from "../objectives/support";

const T = 2;
const DT = T / 128;
const line = brownianMotion({ duration: T, steps: 128, paths: 4000, rng: rng(31, "line") });
const plane = brownianMotion({
  dim: 2,
  covariance: [
    [1.2, 0.4],
    [0.4, 0.7],
  ],
  duration: T,
  steps: 32,
  paths: 10_000,
  rng: rng(32, "plane"),
});

const identity = (x: number) => x;
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b);

/** The root mean square over the paths of the sum of W dW less its limit. */
function distance(w: BrownianPath, at: number, limit = at): number {
  const end = w.points.data;
  const sums = itoSum(w, identity, { at }).data;
  return Math.sqrt(mean(sums.map((s, i) => (s - end[i]! ** 2 / 2 - (limit - 0.5) * T) ** 2)));
}

describe("itoSum of W dW", () => {
  it("is (W_T^2 - sum dW^2) / 2 at the left end, path by path, and with + at the right end", () => {
    const [left, right] = [itoSum(line, identity).data, itoSum(line, identity, { at: 1 }).data];
    const squares = quadraticVariation(line).data;
    line.points.data.forEach((end, i) => {
      expect(left[i]).toBeCloseTo((end ** 2 - squares[i]!) / 2, 10);
      expect(right[i]).toBeCloseTo((end ** 2 + squares[i]!) / 2, 10);
    });
  });

  it("takes W between the grid's times where `refined` puts it", () => {
    const w = brownianMotion({ duration: 1, steps: 3, paths: 2, rng: rng(33, "W") });
    const fine = w.refined({ by: 4 });
    for (const [at, offset] of [
      [0.25, 1],
      [1e-13, 0],
    ] as const) {
      const sums = itoSum(w, (x, t) => Math.exp(x) * t, { at }).data;
      for (const i of [0, 1]) {
        const v = fine.path(i);
        let total = 0;
        for (let k = 0; k < 3; k++) {
          const time = k / 3 + at / 3;
          total += Math.exp(v[4 * k + offset]!) * time * (v[4 * k + 4]! - v[4 * k]!);
        }
        expect(sums[i]).toBeCloseTo(total, 12);
      }
    }
  });

  it("has mean lambda T, for each lambda another", () => {
    for (const at of [0, 0.25, 0.5, 1]) {
      const wrong = [0, 0.25, 0.5, 1].filter((other) => other !== at).map((other) => other * T);
      expectEstimate(average(itoSum(line, identity, { at }).data), at * T, wrong);
    }
  });

  it("is at the left end T / sqrt(2 n) away from (W_T^2 - T) / 2 in mean square", () => {
    const sums = itoSum(line, identity).data;
    const squares = sums.map((s, i) => (s - (line.points.data[i]! ** 2 - T) / 2) ** 2);
    expectEstimate(average(squares), T ** 2 / (2 * 128), [T ** 2 / 128, T / 256]);
  });

  it("comes closer to W_T^2 / 2 + (lambda - 1/2) T at the rate n^(-1/2), for each lambda", () => {
    const steps = [8, 16, 32, 64, 128];
    for (const at of [0, 0.25, 0.5, 1]) {
      const errors = steps.map((n) => distance(line.coarsened({ by: 128 / n }), at));
      expect(logSlope(steps, errors), `lambda = ${at}`).toBeCloseTo(-0.5, 1);
    }
  });

  it("converges to this limit and to that of no other lambda", () => {
    for (const at of [0, 0.25, 0.5, 1]) {
      expect(distance(line, at)).toBeLessThan(0.15);
      for (const other of [0, 0.25, 0.5, 1].filter((value) => value !== at)) {
        expect(distance(line, at, other)).toBeGreaterThan(0.9 * Math.abs(other - at) * T);
      }
    }
  });
});

describe("itoSum at the left end", () => {
  it("has mean zero and the variance of the isometry", () => {
    const sums = itoSum(line, identity).data;
    expectEstimate(average(sums), 0, [1]);
    // On n steps the integral of E W^2 is the sum of t_k dt.
    expectEstimate(variance(sums), (T ** 2 / 2) * (1 - 1 / 128), [T / 4, T ** 2]);
    const cosines = itoSum(line, Math.cos).data;
    const left = Array.from(line.times.slice(0, -1), (t) => ((1 + Math.exp(-2 * t)) / 2) * DT);
    expectEstimate(average(cosines), 0, [1]);
    expectEstimate(variance(cosines), sum(left), [T, T / 2.5]);
  });

  it("takes the time at the left end too", () => {
    const sums = itoSum(line, (_, t) => t).data;
    const left = Array.from(line.times.slice(0, -1), (t) => t * t * DT);
    expectEstimate(variance(sums), sum(left), [T ** 3, T ** 2 / 4]);
    const w = line.path(5);
    const byHand = Array.from(line.times.slice(0, -1), (t, k) => t * (w[k + 1]! - w[k]!));
    expect(sums[5]).toBeCloseTo(
      byHand.reduce((a, b) => a + b),
      10,
    );
  });
});

describe("itoSum in the plane", () => {
  const area = (x: number, y: number) => [-y, x];

  it("multiplies each row of a matrix by the increment", () => {
    const both = itoSum(plane, (x, y, t) => [
      [-y, x],
      [t, 2],
      [1, 0],
    ]);
    expect(both.dim).toBe(3);
    const first = itoSum(plane, area);
    expect(first.dim).toBe(1);
    const second = itoSum(plane, (_x, _y, t) => [[t, 2]]);
    for (const i of [0, 7, 9999]) {
      const [w, v] = [plane.path(i, 0), plane.path(i, 1)];
      let total = 0;
      for (let k = 0; k < 32; k++)
        total += w[k]! * (v[k + 1]! - v[k]!) - v[k]! * (w[k + 1]! - w[k]!);
      expect(both.data[3 * i]).toBeCloseTo(total, 10);
      expect(first.data[i]).toBe(both.data[3 * i]);
      expect(second.data[i]).toBe(both.data[3 * i + 1]);
      expect(both.data[3 * i + 2]).toBeCloseTo(w[32]!, 12);
    }
  });

  it("has the isometry E|sum|^2 = sum E tr(f Q f') dt, with Q and not its square", () => {
    // For the area f Q f' = q11 y^2 - 2 q12 x y + q22 x^2, of mean 2 t det Q.
    const det = 1.2 * 0.7 - 0.4 ** 2;
    const exact = T ** 2 * det * (1 - 1 / 32);
    expectEstimate(variance(itoSum(plane, area).data), exact, [
      T ** 2,
      exact * det,
      T ** 2 * 1.2 * 0.7,
    ]);
  });

  it("moves with lambda by the covariance of the coordinates: lambda q12 T for y dx", () => {
    for (const at of [0, 0.25, 1]) {
      const sums = itoSum(plane, (_x, y) => [y, 0], { at }).data;
      expectEstimate(average(sums), at * 0.4 * T, [(1 - at) * 0.4 * T]);
    }
    // The area is the same whatever lambda is, since its two terms move alike.
    expectEstimate(average(itoSum(plane, area, { at: 1 }).data), 0, [0.4 * T]);
  });
});

describe("itoSum", () => {
  it("refuses a point outside the step, and an integrand of another shape", () => {
    const w = plane.coarsened({ by: 32 });
    expect(() => itoSum(line, identity, { at: 1.5 })).toThrow("at = 1.5");
    expect(() => itoSum(line, identity, { at: -0.1 })).toThrow("at = -0.1");
    expect(() => itoSum(w, (x) => x)).toThrow("rows of 2 numbers");
    expect(() => itoSum(w, () => [1, 2, 3])).toThrow("rows of 2 numbers");
    expect(() => itoSum(w, () => [[1, 2], [3]])).toThrow("rows of 2 numbers");
    expect(() => itoSum(w, () => [])).toThrow("rows of 2 numbers");
  });

  it("names the place where the integrand is not a number", () => {
    expect(() => itoSum(line, (x, t) => (t > 1 ? Math.sqrt(-1 - x * x) : x))).toThrow(
      /f at W = .*, time 1\.015625 = NaN/,
    );
  });
});
