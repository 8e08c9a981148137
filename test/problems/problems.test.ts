import { describe, expect, test } from "vitest";
import type { Density } from "../../src/densities/density";
import { integrate } from "../../src/numerics/integrate";
import { points } from "../../src/numerics/points";
import {
  disjointBumps,
  doubleWell,
  gaussianPair,
  mirroredModes,
  planarGaussianPair,
  ring,
  skewedMixture,
} from "../../src/problems";

const log = (p: Density, x: number) => p.logDensity(points(x))[0]!;
const score = (p: Density, x: number) => p.score(points(x)).data[0]!;

/** The integral of p f over an interval that holds all of p but 1e-20. */
function mean(p: Density, f: (x: number) => number, from: number, to: number): number {
  return integrate((x) => Math.exp(log(p, x)) * f(x), { from, to, relativeError: 1e-11 }).value;
}

const fisher = (p: Density, q: Density, from: number, to: number, under = p) =>
  mean(under, (x) => (score(p, x) - score(q, x)) ** 2 / 2, from, to);
const kl = (p: Density, q: Density, from: number, to: number) =>
  mean(p, (x) => log(p, x) - log(q, x), from, to);

/** A mean over p in the plane, from values on a grid: the trapezoid rule, exact for such tails. */
function overPlane(p: Density) {
  const step = 0.05;
  const ticks = Array.from({ length: 401 }, (_, i) => (i - 200) * step + 0.013);
  const x = points(ticks.flatMap((a) => ticks.map((b) => [a, b])));
  const mass = p.logDensity(x).map((value) => Math.exp(value) * step ** 2);
  return { x, mean: (f: (i: number) => number) => mass.reduce((sum, m, i) => sum + m * f(i), 0) };
}

describe("the values that a problem states are those that quadrature finds", () => {
  test("pair of Gaussians on the line", () => {
    const pair = gaussianPair();
    const { p, q } = pair;
    expect(fisher(p, q, -30, 30)).toBeCloseTo(pair.fisherDivergence, 10);
    expect(fisher(q, p, -30, 30)).toBeCloseTo(pair.reverseFisherDivergence, 10);
    expect(kl(p, q, -30, 30)).toBeCloseTo(pair.klDivergence, 10);
    expect(kl(q, p, -30, 30)).toBeCloseTo(pair.reverseKlDivergence, 10);
  });

  test("pair of Gaussians in the plane", () => {
    const { p, q, ...known } = planarGaussianPair();
    const { x, mean } = overPlane(p);
    const [s, t, divergence] = [p.score(x).data, q.score(x).data, q.divergence(x)];
    const [logP, logQ] = [p.logDensity(x), q.logDensity(x)];
    const square = (a: number, b: number) => (a * a + b * b) / 2;
    const difference = (i: number) => square(s[2 * i]! - t[2 * i]!, s[2 * i + 1]! - t[2 * i + 1]!);
    const implicit = (i: number) => square(t[2 * i]!, t[2 * i + 1]!) + divergence[i]!;
    expect(mean(difference)).toBeCloseTo(known.fisherDivergence, 10);
    expect(mean(implicit)).toBeCloseTo(known.implicitObjective, 10);
    expect(mean((i) => logP[i]! - logQ[i]!)).toBeCloseTo(known.klDivergence, 10);
  });

  test("skewed mixture", () => {
    const known = skewedMixture();
    const { p } = known;
    expect(mean(p, (x) => x, -8, 8)).toBeCloseTo(known.mean, 10);
    expect(mean(p, (x) => (x - known.mean) ** 2, -8, 8)).toBeCloseTo(known.variance, 10);
    expect(mean(p, () => 1, -8, 0)).toBeCloseTo(known.probabilityBelowZero, 10);
    expect(p.mean[0]).toBeCloseTo(known.mean, 14);
    expect(p.covariance[0]).toBeCloseTo(known.variance, 14);
    expect(p.cumulative!(points(0))[0]).toBeCloseTo(known.probabilityBelowZero, 14);
  });

  test.each([1, 2, 3, 4, 5])("mirrored modes at distance %i", (m) => {
    const { p, q, fisherDivergence, klDivergence } = mirroredModes(m);
    expect(fisher(p, q, -20, 20) / fisherDivergence).toBeCloseTo(1, 9);
    expect(kl(p, q, -20, 20)).toBeCloseTo(klDivergence, 10);
    expect(klDivergence).toBeLessThan(0.6 * Math.log(4));
  });

  test("disjoint bumps: no Fisher divergence, yet different densities", () => {
    const { p, q, fisherDivergence, klDivergence } = disjointBumps();
    const both = (f: (from: number, to: number) => number) => f(0, 1) + f(2, 3);
    expect(both((a, b) => fisher(p, q, a, b))).toBe(fisherDivergence);
    expect(both((a, b) => kl(p, q, a, b))).toBeCloseTo(klDivergence, 10);
  });

  test("double well", () => {
    const known = doubleWell();
    expect(mean(known.p, () => 1, -6, 6)).toBeCloseTo(1, 10);
    expect(mean(known.p, (x) => x * x, -6, 6)).toBeCloseTo(known.secondMoment, 10);
    // Stein's identities for f = x and f = score test gradient and Laplacian.
    expect(mean(known.p, (x) => x * score(known.p, x), -6, 6)).toBeCloseTo(-1, 10);
    expect(
      mean(known.p, (x) => score(known.p, x) ** 2 + known.p.divergence(points(x))[0]!, -6, 6),
    ).toBeCloseTo(0, 9);
  });

  test("ring", () => {
    const known = ring();
    const { x, mean } = overPlane(known.p);
    const [s, divergence] = [known.p.score(x).data, known.p.divergence(x)];
    expect(mean(() => 1)).toBeCloseTo(1, 9);
    expect(mean((i) => x.data[2 * i]! ** 2 + x.data[2 * i + 1]! ** 2)).toBeCloseTo(
      known.meanSquare,
      9,
    );
    expect(mean((i) => x.data[2 * i]! * s[2 * i]!)).toBeCloseTo(-1, 9);
    expect(mean((i) => s[2 * i]! ** 2 + s[2 * i + 1]! ** 2 + divergence[i]!)).toBeCloseTo(0, 7);
  });
});

test("mirrored modes at a distance that is not tabulated are refused", () => {
  expect(() => mirroredModes(2.5)).toThrow("m = 2.5 is not 1, 2, 3, 4 or 5");
});
