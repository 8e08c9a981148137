import { describe, expect, it } from "vitest";
import { rng } from "../../src/numerics/rng";
import { normalCumulative } from "../../src/numerics/special/normal";
import { average } from "../../src/numerics/statistics/average";
import { brownianMotion } from "../../src/processes/brownianMotion";
import type { BrownianPath } from "../../src/processes/brownianPath";
import { short } from "../../src/reporting/short";
import { expectEstimate } from "../objectives/support";

/** Skewed: Q is far from its factor, its square and the identity. */
const Q = [
  [2, 0.9],
  [0.9, 0.7],
];
const L = [
  [Math.sqrt(2), 0],
  [0.9 / Math.sqrt(2), Math.sqrt(0.7 - 0.81 / 2)],
] as const;

const plane = (options: { paths: number; steps?: number }): BrownianPath =>
  brownianMotion({ dim: 2, covariance: Q, duration: 2, steps: 4, rng: rng(3, "W"), ...options });

/** The average over the paths of a product of two coordinates. */
const product = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  average(Array.from(a, (value, i) => value * b[i]!));

const column = (w: BrownianPath, k: number, c: number) =>
  w.states[k]!.data.filter((_, j) => j % w.dim === c);

describe("brownianMotion", () => {
  it("adds sqrt(dt) L z in each step, with Q = L L' and z normal, and starts at 0", () => {
    const times = [0, 0.1, 0.5, 2];
    const w = brownianMotion({ dim: 2, covariance: Q, times, paths: 3, rng: rng(3, "W") });
    expect([...w.states[0]!.data]).toEqual([0, 0, 0, 0, 0, 0]);
    for (let k = 0; k < 3; k++) {
      const z = rng(3, "W").split(k).normal(3, 2);
      const dw = w.increment(k);
      for (let i = 0; i < 3; i++) {
        const root = Math.sqrt(times[k + 1]! - times[k]!);
        expect(dw[2 * i]).toBeCloseTo(root * L[0][0] * z[2 * i]!, 12);
        expect(dw[2 * i + 1]).toBeCloseTo(
          root * (L[1][0] * z[2 * i]! + L[1][1] * z[2 * i + 1]!),
          12,
        );
      }
    }
  });

  it("has covariance t Q at time t, and min(s, t) Q between two times", () => {
    const w = plane({ paths: 40_000 });
    for (const [r, c] of [
      [0, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const end = product(column(w, 4, r), column(w, 4, c));
      // Wrong: sqrt(t) for t, Q for its factor (which gives Q Q), the factor for Q.
      const square = Q[r]![0]! * Q[0]![c]! + Q[r]![1]! * Q[1]![c]!;
      expectEstimate(end, 2 * Q[r]![c]!, [Math.SQRT2 * Q[r]![c]!, 2 * square]);
      expectEstimate(product(column(w, 1, r), column(w, 3, c)), 0.5 * Q[r]![c]!, [1.5 * Q[r]![c]!]);
    }
  });

  it("has normal increments: two tails of 2.3 %, and a fourth moment of 3", () => {
    const w = brownianMotion({ duration: 0.25, steps: 1, paths: 40_000, rng: rng(4, "W") });
    const z = w.increment(0).map((dw) => dw / 0.5);
    // A uniform variable of variance 1 has the fourth moment 1.8 and never leaves [-1.73, 1.73].
    expectEstimate(average(z.map((value) => value ** 4)), 3, [1.8]);
    expectEstimate(average(z.map((value) => (value > 2 ? 1 : 0))), normalCumulative(-2), [0]);
    expectEstimate(average(z.map((value) => (value < -2 ? 1 : 0))), normalCumulative(-2), [0]);
  });

  it("draws the value at a first time after 0 from the law of W there", () => {
    const w = brownianMotion({ times: [0.64, 1], paths: 40_000, rng: rng(5, "W") });
    expectEstimate(product(column(w, 0, 0), column(w, 0, 0)), 0.64, [0, 0.8, 0.36]);
    expectEstimate(product(column(w, 0, 0), column(w, 1, 0)), 0.64, [0]);
  });

  it("gives path i whatever the number of paths, and the first steps whatever the number of steps", () => {
    const times = (steps: number) => Array.from({ length: steps + 1 }, (_, k) => k / 4);
    const motion = (paths: number, steps: number) =>
      brownianMotion({ times: times(steps), paths, rng: rng(6, "W") });
    const many = motion(1000, 8);
    expect([...many.path(2)]).toEqual([...motion(3, 8).path(2)]);
    expect([...many.path(2).slice(0, 5)]).toEqual([...motion(3, 4).path(2)]);
    expect(many.path(2)).not.toEqual(many.path(1));
  });

  it("allows a singular covariance: a coordinate at rest, or two that move as one", () => {
    const rest = brownianMotion({
      dim: 2,
      covariance: [
        [0, 0],
        [0, 4],
      ],
      duration: 1,
      steps: 2,
      paths: 20_000,
      rng: rng(7, "W"),
    });
    expect(Math.max(...column(rest, 2, 0).map(Math.abs))).toBe(0);
    expectEstimate(product(column(rest, 2, 1), column(rest, 2, 1)), 4, [2, 16]);
    const one = brownianMotion({
      dim: 2,
      covariance: [
        [1, -2],
        [-2, 4],
      ],
      duration: 1,
      steps: 2,
      rng: rng(8, "W"),
    });
    expect(one.path(0, 1)[2]).toBeCloseTo(-2 * one.path(0, 0)[2]!, 12);
  });

  it("refuses a matrix that is no covariance, times that turn back, and paths or steps that are none", () => {
    const of = (options: object) => () =>
      brownianMotion({ duration: 1, steps: 2, rng: rng(1), ...options });
    const matrix = (a: number, b: number, c: number, d: number) =>
      of({
        dim: 2,
        covariance: [
          [a, b],
          [c, d],
        ],
      });
    expect(matrix(1, 2, 2, 1)).toThrow("is not symmetric and positive semidefinite");
    expect(matrix(1, 0.5, 0.4, 1)).toThrow("is not symmetric and positive semidefinite");
    expect(matrix(0, 1, 1, 1)).toThrow("is not symmetric and positive semidefinite");
    expect(matrix(-1, 0, 0, 1)).toThrow("is not symmetric and positive semidefinite");
    expect(of({ dim: 3, covariance: Q })).toThrow("covariance");
    expect(of({ times: [0, 1, 0.5] })).toThrow("times[2]");
    expect(of({ times: [0, 1, 1] })).toThrow("times[2]");
    expect(of({ times: [1, 0] })).toThrow("does not rise");
    expect(of({ times: [-1, 1] })).toThrow("begins at time 0");
    expect(of({ times: [0] })).toThrow("at least two times");
    expect(of({ times: [0, Number.NaN] })).toThrow("not finite");
    expect(of({ steps: 0 })).toThrow("steps");
    expect(of({ steps: 1.5 })).toThrow("steps");
    expect(of({ duration: 0 })).toThrow("duration");
    expect(of({ paths: 0 })).toThrow("n = 0");
    expect(of({ dim: 1.5 })).toThrow(/^dim = 1.5 is not a whole number of at least 1/);
    expect(of({ dim: 0 })).toThrow(/^dim = 0/);
    expect(of({ rng: undefined })).toThrow(/^rng = undefined is missing/);
    expect(of({ rng: 7 })).toThrow(/^rng = 7 is no generator/);
    expect(() => plane({ paths: 2 }).path(2)).toThrow("is no path");
    expect(() => plane({ paths: 2 }).path(0, 2)).toThrow("is no coordinate");
    expect(() => plane({ paths: 2 }).increment(4)).toThrow("is no step");
  });

  it("shows its times and the first paths", () => {
    const text = plane({ paths: 2 }).toMimeBundle() as { data: Record<string, string> };
    expect(text.data["text/plain"]).toContain("Brownian motion: 2 paths of dimension 2 at 5 times");
  });

  it("shows no more than four paths, each point with all its coordinates", () => {
    const w = plane({ paths: 5 });
    const text = (w.toMimeBundle() as { data: Record<string, string> }).data["text/plain"]!;
    expect(text).toContain("path 3");
    expect(text).not.toContain("path 4");
    const [x, y] = [w.path(3, 0)[2]!, w.path(3, 1)[2]!];
    expect(text).toContain(`${short(x)}, ${short(y)}`);
    const one = brownianMotion({ duration: 1, steps: 2, rng: rng(1) }).toMimeBundle();
    expect((one as { data: Record<string, string> }).data["text/plain"]).toContain(": 1 path of");
  });
});
