import { describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { integrate } from "../../src/numerics/integrate";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { average } from "../../src/numerics/statistics/average";
import { fraction } from "../../src/numerics/statistics/fraction";
import { variance } from "../../src/numerics/statistics/variance";
import { reverse } from "../../src/processes/reverse";
import type { Sde } from "../../src/processes/sde";
import { solve } from "../../src/processes/solve";
import { variancePreserving } from "../../src/processes/variancePreserving";
import { expectEstimate } from "../objectives/support";
import { distance, linearSdes, planar, scattered, seed, skewed } from "./specimens";

const plane = scattered([10, 0.1], 20);
const sde = variancePreserving({ betaMin: 0.1, betaMax: 20 });
const family = sde.marginals(skewed.p);

describe.each(Object.entries(linearSdes))("the reverse of the SDE: %s", (_, forward) => {
  const marginals = forward.marginals(planar);

  it("has the drift f - (1 + l^2) / 2 g^2 s and the noise l g", () => {
    const f = forward.drift(plane, 0.3).data;
    const g = forward.diffusion.at(0.3);
    const score = marginals.at(0.3).score(plane).data;
    for (const [stochasticity, share] of [
      [0, 0.5],
      [0.6, 0.68],
      [1, 1],
      [2, 2.5],
    ] as const) {
      const back = reverse(forward, marginals, { stochasticity });
      const expected = f.map((value, i) => value - share * g * g * score[i]!);
      expect(distance(back.drift(plane, 0.3).data, expected)).toBeLessThan(1e-13);
      expect(back.diffusion.at(0.3)).toBeCloseTo(stochasticity * g, 14);
    }
  });

  it("has the divergence of its drift", () => {
    const back = reverse(forward, marginals, { stochasticity: 0.6 });
    const h = [1e-3, 1e-5];
    const numeric = Float64Array.from({ length: plane.n }, (_, i) =>
      [0, 1].reduce((sum, k) => {
        const shifted = (by: number): number => {
          const at = Array.from(plane.data.slice(2 * i, 2 * i + 2));
          at[k]! += by * h[k]!;
          return back.drift(points([at]), 0.3).data[k]!;
        };
        return sum + (8 * (shifted(1) - shifted(-1)) - (shifted(2) - shifted(-2))) / (12 * h[k]!);
      }, 0),
    );
    expect(distance(back.driftDivergence(plane, 0.3), numeric)).toBeLessThan(1e-8);
  });
});

describe("the reverse SDE", () => {
  it("is Anderson's if it is not told otherwise, from noise to data", () => {
    const back = reverse(sde, family);
    expect(back.interval).toEqual([1, 0]);
    expect(back.dim).toBe(1);
    expect(back.diffusion.at(0.5)).toBe(sde.diffusion.at(0.5));
    expect(reverse(sde, family, { until: 1e-3 }).interval).toEqual([1, 1e-3]);
  });

  it("takes any scores, not those of densities alone", () => {
    const learned = {
      dim: 1,
      level: "time" as const,
      at: () => ({
        dim: 1,
        score: (x: Points) => points(x.data.map((value) => -2 * value)),
        divergence: (x: Points) => new Float64Array(x.n).fill(-2),
      }),
    };
    const back = reverse(sde, learned);
    const beta = sde.beta(0.5);
    expect(back.drift(points(3), 0.5).data[0]).toBeCloseTo(-beta * 1.5 + beta * 6, 12);
    expect(back.driftDivergence(points(3), 0.5)[0]).toBeCloseTo(-beta * 0.5 + beta * 2, 12);
  });

  it("needs no divergence to move, only to tell its own", () => {
    const { interval, drift, diffusion } = sde;
    const back = reverse({ interval, drift, diffusion }, family);
    expect(back.drift(points(1), 0.5).n).toBe(1);
    expect(() => back.driftDivergence(points(1), 0.5)).toThrow(
      /^sde.driftDivergence = undefined is missing/,
    );
  });

  it("refuses noise that depends on the place, with the general drift", () => {
    const geometric: Sde = { ...sde, diffusion: { kind: "diagonal", at: (x) => x } };
    expect(() => reverse(geometric, family)).toThrow(
      /f - \(1 \+ l\^2\) \/ 2 \(div D \+ D s\), D = G G'/,
    );
  });

  it("refuses what makes no sense", () => {
    for (const stochasticity of [-0.1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => reverse(sde, family, { stochasticity })).toThrow(/^stochasticity = /);
    }
    for (const until of [-0.1, 1, 2, Number.NaN]) {
      expect(() => reverse(sde, family, { until })).toThrow(/^until = .* does not lie in \[0, 1\)/);
    }
    expect(() => reverse(reverse(sde, family), family)).toThrow(/^sde = .* runs down from 1 to 0/);
    expect(() => reverse({ ...sde, dim: 2 }, family)).toThrow(/^family = .* is of dimension 1/);
  });
});

describe("the way back", () => {
  /** Euler and Maruyama's method in a plain loop, with a drift and a noise of the test's own. */
  function back(
    drift: (x: number, s: number, beta: number) => number,
    noise: (beta: number) => number,
  ) {
    const [n, steps] = [4000, 250];
    let x = family.at(1).sample(n, rng(seed, "start")).data;
    for (let k = 0; k < steps; k++) {
      const t = 1 - k / steps;
      const beta = sde.beta(t);
      const score = family.at(t).score(points(x)).data;
      const z = rng(seed, "noise").split(k).normal(n);
      x = x.map(
        (value, i) =>
          value -
          drift(value, score[i]!, beta) / steps +
          Math.sqrt(1 / steps) * noise(beta) * z[i]!,
      );
    }
    return x;
  }
  const right = (x: number, s: number, beta: number) => -(beta / 2) * x - beta * s;

  it("is that of a plain loop, number by number", () => {
    const solved = solve(reverse(sde, family), family.at(1).sample(4000, rng(seed, "start")), {
      steps: 250,
      rng: rng(seed, "noise"),
    });
    expect(distance(solved.points.data, back(right, Math.sqrt))).toBeLessThan(1e-9);
  });

  it("arrives at the data, lopsided as they are, and no wrong formula does", () => {
    const x = back(right, Math.sqrt);
    const wrong = {
      "half of the score": back((v, s, beta) => -(beta / 2) * (v + s), Math.sqrt),
      "beta for its root": back(right, (beta) => beta),
    };
    const left = (values: Float64Array) => fraction(values, (value) => value < 0);
    expectEstimate(average(x), skewed.mean);
    expectEstimate(
      variance(x),
      skewed.variance,
      Object.values(wrong).map((w) => variance(w).value),
    );
    expectEstimate(left(x), skewed.probabilityBelowZero);
    // The score with the other sign drives everything out.
    const repelled = back((v, s, beta) => -(beta / 2) * v + beta * s, Math.sqrt);
    expect(Math.abs(average(repelled.map(Math.abs)).value)).toBeGreaterThan(100);
  });
});

describe("the joint law of two times", () => {
  const data = gaussian({ mean: 0, covariance: 4 });
  const [forward, until] = [variancePreserving({ betaMin: 0.1, betaMax: 20 }), 0.3];
  const marginals = forward.marginals(data);
  const at = (t: number) => marginals.at(t).covariance[0]!;
  const stochasticities = [0, 0.5, 1, 2];

  /** exp(-l^2 / 2 int beta / V). */
  const formula = stochasticities.map((l) =>
    Math.exp(
      (-(l * l) / 2) * integrate((t) => forward.beta(t) / at(t), { from: 0, to: until }).value,
    ),
  );

  /**
   * Variance at 0, and correlation of times 0 and .3, by the linear recursion of n Euler steps of the
   * library's drift: x <- (1 - a h) x + noise.
   */
  function euler(stochasticity: number, n: number): readonly [number, number] {
    const back = reverse(forward, marginals, { stochasticity });
    const h = until / n;
    let [variance, product] = [at(until), at(until)];
    for (let k = 0; k < n; k++) {
      const t = until - k * h;
      const factor = 1 - h * back.drift(points(1), t).data[0]!;
      variance = factor ** 2 * variance + h * back.diffusion.at(t) ** 2;
      product *= factor;
    }
    return [variance, product / Math.sqrt(variance * at(until))];
  }
  /** Its limit, by Richardson's extrapolation over two doublings. */
  const limits = stochasticities.map((l) => {
    const [a, b, c] = [euler(l, 500), euler(l, 1000), euler(l, 2000)];
    return [0, 1].map((k) => (8 * c[k]! - 6 * b[k]! + a[k]!) / 3);
  });

  it("has the same marginals for every stochasticity", () => {
    for (const [variance] of limits) expect(Math.abs(variance! - 4)).toBeLessThan(1e-4);
  });

  it("has the correlations 1, .96047, .85102, .52450 for l = 0, .5, 1, 2", () => {
    expect(formula.map((c) => Number(c.toFixed(5)))).toEqual([1, 0.96047, 0.85102, 0.5245]);
    limits.forEach(([, correlation], k) => {
      expect(Math.abs(correlation! - formula[k]!)).toBeLessThan(1e-5);
    });
  });

  it("is the forward one for l = 1 alone", () => {
    const kernel = (forward.scale(until) * 2) / Math.sqrt(at(until));
    expect(Math.abs(formula[2]! / kernel - 1)).toBeLessThan(1e-8);
    for (const k of [0, 1, 3]) expect(Math.abs(formula[k]! - kernel)).toBeGreaterThan(0.1);
  });

  it("has these correlations in simulation too", () => {
    const n = 4000;
    const start = marginals.at(until).sample(n, rng(seed, "start"));
    stochasticities.forEach((stochasticity, k) => {
      const back = reverse(forward, marginals, { stochasticity });
      const end = solve({ ...back, interval: [until, 0] }, start, {
        steps: 200,
        rng: rng(seed, "noise"),
      });
      const [u, v] = [start.data, end.points.data];
      const product = u.map((value, i) => (value * v[i]!) / (2 * Math.sqrt(at(until))));
      // The Euler steps' own bias, from the recursion above.
      const [own, correlation] = euler(stochasticity, 200);
      const others = formula.filter((other) => Math.abs(other - formula[k]!) > 0.3);
      expectEstimate(average(product), (correlation * Math.sqrt(own)) / 2, others);
      expectEstimate(variance(v), own);
    });
  });
});
