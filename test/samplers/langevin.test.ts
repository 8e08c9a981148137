import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { linearScore } from "../../src/densities/linearScore";
import { quartic } from "../../src/densities/quartic";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { coordinate } from "../../src/numerics/rows";
import { average } from "../../src/numerics/statistics/average";
import { variance } from "../../src/numerics/statistics/variance";
import { gaussianPair, planarGaussianPair, skewedMixture } from "../../src/problems";
import { Diverged } from "../../src/reporting/diverged";
import { gridLaw } from "../../src/samplers/gridLaw";
import { langevin } from "../../src/samplers/langevin";
import { langevinTransition } from "../../src/samplers/transition";
import { expectEstimate } from "../divergences/compare";
import { linearLaw, moments } from "./linearLaw";

let warnings: string[];
beforeEach(() => {
  warnings = [];
  vi.spyOn(process, "emitWarning").mockImplementation((text) => {
    warnings.push(String(text));
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const normal = gaussian({ mean: 0, covariance: 1 });

describe("Langevin steps", () => {
  it("are x + h s(x) + sqrt(2 h) z, with a z of its own for each step", () => {
    const { p } = skewedMixture();
    const r = rng(1, "loop");
    const run = langevin(p, { step: 0.07, steps: 4, start: [-2.5, 0.1, 3], rng: r });
    let x = [-2.5, 0.1, 3];
    for (let k = 0; k < 4; k++) {
      const z = r.split("step").split(k).normal(3);
      const s = p.score(points(x)).data;
      x = x.map((xi, i) => xi + 0.07 * s[i]! + Math.sqrt(0.14) * z[i]!);
    }
    expect([...run.points.data]).toEqual(x);
    expect(run.steps).toBe(4);
    expect(run.evaluations).toBe(4);
    expect([...run.stepSizes]).toEqual([0.07, 0.07, 0.07, 0.07]);
  });

  it("are the same in the papers' form x + alpha / 2 s + sqrt(alpha) z with alpha = 2 h", () => {
    const { p } = planarGaussianPair();
    const r = rng(2, "alpha");
    const start = p.sample(5, rng(2, "start"));
    const alpha = 0.3;
    let x = start;
    for (let k = 0; k < 3; k++) {
      const z = r.split("step").split(k).normal(5, 2);
      const s = p.score(x).data;
      x = points(
        x.data.map((xj, j) => xj + (alpha / 2) * s[j]! + Math.sqrt(alpha) * z[j]!),
        2,
      );
    }
    const run = langevin(p, { step: alpha / 2, steps: 3, start, rng: r });
    run.points.data.forEach((value, j) => {
      expect(Math.abs(value / x.data[j]! - 1)).toBeLessThan(1e-13);
    });
  });

  it("move a point by h s in the mean, with normal noise of variance 2 h about it", () => {
    const { p } = gaussianPair();
    const start = points(new Float64Array(40_000).fill(2));
    const run = langevin(p, { step: 0.2, steps: 1, start, rng: rng(3, "moments") });
    const centre = 2 - (0.2 * 1.7) / 2.25;
    const noise = run.points.data.map((x) => x - centre);
    expectEstimate(average(noise), 0, { "the sign of the score": -0.4 * (1.7 / 2.25) });
    expectEstimate(variance(noise), 0.4, { "sqrt(h)": 0.2, "h / 2 with sqrt(2 h)": 0.8 });
    // A uniform number of the same mean and variance has the fourth moment 9 / 5.
    expectEstimate(average(noise.map((x) => (x * x) / 0.16)), 1 / 0.4);
    expectEstimate(average(noise.map((x) => x ** 4 / 0.16)), 3, { uniform: 1.8 });
  });
});

describe("the law that Langevin steps tend to", () => {
  it.each([
    ["symmetric", 0, 1, 0.1],
    ["near the limit", 0, 1, 1.9],
    ["off centre", 0.7, 2.25, 0.5],
    ["narrow and far from 0", 40, 1e-4, 5e-5],
    ["wide", -300, 1e4, 9e3],
  ])("is N(m, V / (1 - h / (2 V))) for the Gaussian N(m, V), %s", (_, m, v, h) => {
    const p = gaussian({ mean: m, covariance: v });
    const steps = 170;
    const law = linearLaw(steps, (start, r) => langevin(p, { step: h, steps, start, rng: r }));
    const [mean, spread] = moments(law, m + Math.sqrt(v), 3 * v);
    expect((mean - m) / Math.sqrt(v)).toBeCloseTo(0, 7);
    expect(spread / (v / (1 - h / (2 * v)))).toBeCloseTo(1, 10);
    expect(warnings).toEqual([]);
  });

  it("moves through the exact laws on the way there", () => {
    const { p } = gaussianPair();
    const [h, steps] = [0.3, 7];
    const law = linearLaw(steps, (start, r) => langevin(p, { step: h, steps, start, rng: r }));
    let [mean, spread] = [-2, 0.5];
    for (let k = 0; k < steps; k++) {
      mean += (h * (0.3 - mean)) / 2.25;
      spread = (1 - h / 2.25) ** 2 * spread + 2 * h;
    }
    const found = moments(law, -2, 0.5);
    expect(found[0]).toBeCloseTo(mean, 13);
    expect(found[1]).toBeCloseTo(spread, 13);
  });

  it("has a bias that can be seen, and is reached from elsewhere", () => {
    const run = langevin(normal, {
      step: 0.5,
      steps: 30,
      start: points(new Float64Array(20_000).fill(5)),
      rng: rng(5, "bias"),
    });
    expectEstimate(variance(run.points.data), 4 / 3, { "the target's": 1 });
    expectEstimate(average(run.points.data), 5 * 0.5 ** 30);
  });

  it("follows the exact law of the skewed mixture step by step", () => {
    const { p } = skewedMixture();
    const start = gaussian({ mean: 0.4, covariance: 1.7 });
    const law = gridLaw(start, { interval: [-10, 10], nodes: 800 });
    const exact = law.after(langevinTransition(p, { step: 0.1 }), 12);
    const run = langevin(p, {
      step: 0.1,
      steps: 12,
      start: { n: 20_000, from: start },
      rng: rng(6, "mixture"),
    });
    expectEstimate(
      average(run.points.data),
      exact.expectation((x) => x),
      { start: 0.4 + 0.3, "the mirror image": -0.45 },
    );
    expectEstimate(
      average(run.points.data.map((x) => (x < 0 ? 1 : 0))),
      // With 800 nodes, 0 lies midway between two, so this sum over half of them has no first-order error.
      (exact.expectation((x) => (x < 0 ? 1 : 0)) + exact.expectation((x) => (x <= 0 ? 1 : 0))) / 2,
    );
    expectEstimate(
      average(run.points.data.map((x) => x * x)),
      exact.expectation((x) => x * x),
    );
  });

  it("has the covariance of the recursion C <- (I - h P) C (I - h P)' + 2 h I in the plane", () => {
    const { p } = planarGaussianPair();
    const h = 0.4;
    const [a, b, d] = [1.2, 0.4, 0.7].map((c) => c / (1.2 * 0.7 - 0.16)) as [
      number,
      number,
      number,
    ];
    // P = [[d, -b], [-b, a]]; M = I - h P.
    const m = [1 - h * d, h * b, h * b, 1 - h * a] as const;
    let c = [0, 0, 0, 0] as const as readonly number[];
    for (let k = 0; k < 15; k++) {
      const left = [
        m[0] * c[0]! + m[1] * c[2]!,
        m[0] * c[1]! + m[1] * c[3]!,
        m[2] * c[0]! + m[3] * c[2]!,
        m[2] * c[1]! + m[3] * c[3]!,
      ] as const;
      c = [
        left[0] * m[0] + left[1] * m[1] + 2 * h,
        left[0] * m[2] + left[1] * m[3],
        left[2] * m[0] + left[3] * m[1],
        left[2] * m[2] + left[3] * m[3] + 2 * h,
      ];
    }
    const start = points(
      Float64Array.from({ length: 40_000 }, (_, j) => (j % 2 === 0 ? 0.5 : -0.2)),
      2,
    );
    const run = langevin(p, { step: h, steps: 15, start, rng: rng(7, "plane") });
    const x = coordinate(run.points, 0).map((value) => value - 0.5);
    const y = coordinate(run.points, 1).map((value) => value + 0.2);
    expectEstimate(average(x), 0);
    expectEstimate(average(y), 0);
    expectEstimate(average(x.map((value) => value * value)), c[0]!, { target: 1.2 });
    expectEstimate(average(x.map((value, i) => value * y[i]!)), c[1]!, { uncorrelated: 0 });
    expectEstimate(average(y.map((value) => value * value)), c[3]!, { target: 0.7 });
  });
});

describe("the stability limit", () => {
  const { p } = gaussianPair();

  const lawAfter = (steps: number, h: number) =>
    linearLaw(steps, (start, r) => langevin(p, { step: h, steps, start, rng: r }));

  it("lets the variance settle below h = 2 V", () => {
    const h = 0.99 * 4.5;
    expect(lawAfter(600, h).noise / (2.25 / (1 - h / 4.5))).toBeCloseTo(1, 9);
    expect(warnings).toEqual([]);
  });

  it("lets it grow without end from h = 2 V on, and says so with the limit", () => {
    expect(lawAfter(50, 4.5).noise).toBeCloseTo(50 * 2 * 4.5, 10);
    expect(warnings).toHaveLength(1);
    const h = 1.05 * 4.5;
    expect(lawAfter(100, h).noise / (2 * h * ((1.1 ** 200 - 1) / (1.1 ** 2 - 1)))).toBeCloseTo(
      1,
      10,
    );
    expect(warnings[1]).toBe(
      "Langevin: the step h = 4.725 is not below the stability limit 2 / L = 4.5, L = 0.4444 being the largest curvature of -log p. Each step multiplies the distance from the mean by -1.1 in that direction, so the variance grows without end. Take h < 4.5.",
    );
  });

  it("is part of the result", () => {
    const run = langevin(p, { step: 5, steps: 1, start: 0, rng: rng(8) });
    expect(run.warnings).toHaveLength(1);
    expect(run.warnings).toEqual(warnings);
    expect(langevin(p, { step: 4, steps: 1, start: 0, rng: rng(8) }).warnings).toEqual([]);
  });

  it("is set by the narrowest direction of a badly scaled Gaussian", () => {
    // Variances 4 and 0.01 along axes turned by 30 degrees.
    const [c, s] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)];
    const scaled = gaussian({
      mean: [3, -1],
      covariance: [
        [4 * c * c + 0.01 * s * s, 3.99 * c * s],
        [3.99 * c * s, 4 * s * s + 0.01 * c * c],
      ],
    });
    const options = { steps: 200, start: { n: 50, from: scaled }, rng: rng(9, "scaled") };
    const across = (x: number, y: number) => (-(x - 3) * s + (y + 1) * c) / 0.1;
    const spread = (step: number) => {
      const { points: x } = langevin(scaled, { ...options, step });
      return Math.max(
        ...coordinate(x, 0).map((value, i) => Math.abs(across(value, x.data[2 * i + 1]!))),
      );
    };
    expect(spread(0.018)).toBeLessThan(20);
    expect(warnings).toEqual([]);
    expect(spread(0.022)).toBeGreaterThan(1e6);
    expect(warnings[0]).toContain("2 / L = 0.02, L = 100 ");
  });

  it("does not exist for the quartic: a large start is thrown ever farther, and lost", () => {
    const p4 = quartic({ theta: 1 });
    const options = { step: 0.1, start: 10, rng: rng(10, "quartic") };
    const at = (steps: number) => langevin(p4, { ...options, steps }).points.data[0]!;
    expect(Math.abs(at(1) + 90)).toBeLessThan(5);
    expect(at(2) / 7.3e4).toBeGreaterThan(0.7);
    expect(at(2) / 7.3e4).toBeLessThan(1.4);
    expect(at(3) / -3.9e13).toBeGreaterThan(0.4);
    expect(at(3) / -3.9e13).toBeLessThan(2.6);
    // 10 -> 9e1 -> 7e4 -> 4e13 -> 6e39 -> 2e118 -> beyond 1e308.
    expect(() => at(5)).not.toThrow();
    const lost = expect(() => at(50));
    lost.toThrow(Diverged);
    lost.toThrow(/^Langevin: .* at step 6 of 50.* Take smaller steps\.$/);
    expect(warnings[0]).toContain("L = 300 is the largest curvature of -log p seen at the start");
  });

  it("is 0 for a score of the wrong sign: the variance grows like exp(2 t)", () => {
    const [h, steps] = [0.002, 500];
    const field = linearScore({ slope: 1 });
    const law = linearLaw(steps, (start, r) => langevin(field, { step: h, steps, start, rng: r }));
    const q = (1 + h) ** 2;
    expect(law.noise).toBeCloseTo((2 * h * (q ** steps - 1)) / (q - 1), 9);
    expect(Math.abs(law.noise / (Math.exp(2) - 1) - 1)).toBeLessThan(2 * h);
    expect(warnings[0]).toMatch(/does not pull back.* Look at the sign of the score\.$/);
  });
});

it.each([0, -0.1, Number.NaN, Number.POSITIVE_INFINITY])("refuses the step %s", (step) => {
  const options = { steps: 1, start: 0, rng: rng(1) };
  expect(() => langevin(normal, { ...options, step })).toThrow(/^step = /);
});
