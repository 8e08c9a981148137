import { describe, expect, test } from "vitest";
import { energy } from "../../src/densities/energy";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { fisherDivergence } from "../../src/divergences/fisherDivergence";
import { logRatio } from "../../src/divergences/logRatio";
import { logRatioGradient } from "../../src/divergences/logRatioGradient";
import { expectation } from "../../src/numerics/expectation";
import type { Points } from "../../src/numerics/points";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { coordinate } from "../../src/numerics/rows";
import { expectEqual, expectEstimate } from "./compare";
import { line, plane, skewed } from "./specimens";

const unit = (mean: number) => gaussian({ mean, covariance: 1 });

describe("D_F2 (B11)", () => {
  test("of unit Gaussians whose means differ by d is d^3 / 2, with the sign of d", () => {
    const d = 0.7;
    const there = logRatioGradient(unit(0.9), unit(0.2));
    expect(d ** 3 / 2).toBeCloseTo(0.1715, 12);
    expectEqual(expectation(there), d ** 3 / 2, {
      wrong: { "the opposite sign": -(d ** 3) / 2, "without the 1/2": d ** 3 },
    });
    expectEqual(expectation(logRatioGradient(unit(0.2), unit(0.9))), -(d ** 3) / 2);
    expectEstimate(expectation(there, { samples: 1e5, rng: rng(1, "D_F2") }), d ** 3 / 2, {
      "the opposite sign": -(d ** 3) / 2,
    });
    expect(there.measure?.mean[0]).toBe(0.9);
  });

  test("is 0 for N(0, 1) and N(0, 2), which differ: it is no divergence", () => {
    const [p, q] = [unit(0), gaussian({ mean: 0, covariance: 2 })];
    expect(expectation(logRatioGradient(p, q)).value).toBeCloseTo(0, 10);
    expectEqual(expectation(fisherDivergence(p, q)), 0.125);
  });

  test.each([
    ["skew Gaussians", line.p, line.q],
    ["a skew mixture", skewed, line.p],
  ])("expands into four terms, two of them with a minus: %s", (_, p, q) => {
    const mean = (f: (x: Points) => Float64Array) => expectation(f, { under: p }).value;
    const product = (a: typeof p | typeof q, b: typeof p | typeof q) =>
      mean((x) => a.logDensity(x).map((log, i) => log * b.score(x).data[i]!));
    const [pp, pq, qp, qq] = [product(p, p), product(p, q), product(q, p), product(q, q)];
    const found = expectation(logRatioGradient(p, q));
    expectEqual(found, pp - pq - qp + qq, {
      scale: Math.abs(pp) + Math.abs(pq) + Math.abs(qp) + Math.abs(qq),
      wrong: {
        "log p grad log q with a plus, as in source note E": pp + pq - qp + qq,
        "log q grad log p with a plus": pp - pq + qp + qq,
      },
    });
  });

  test.each([
    ["skew Gaussians", line.p, line.q],
    ["a skew mixture", skewed, line.p],
  ])("is -1/2 E[r^2 grad log p] by parts: %s", (_, p, q) => {
    const r = logRatio(p, q);
    const byParts = expectation(
      (x) => r(x).map((value, i) => -0.5 * value ** 2 * p.score(x).data[i]!),
      { under: p },
    );
    expectEqual(expectation(logRatioGradient(p, q)), byParts.value, {
      scale: 1,
      wrong: { "the opposite sign": -byParts.value },
    });
  });

  test("not so where p r^2 does not vanish: an exponential density keeps a boundary term", () => {
    const [p, q] = [exponential({ rate: 2 }), exponential({ rate: 0.7 })];
    const r = logRatio(p, q);
    const byParts = expectation((x) => r(x).map((value) => 0.5 * value ** 2 * 2), { under: p });
    const atZero = 0.5 * 2 * r(points(0))[0]! ** 2;
    expectEqual(expectation(logRatioGradient(p, q)), byParts.value - atZero, {
      wrong: { "the boundary term forgotten": byParts.value },
    });
  });
});

describe("in the plane it is a vector", () => {
  const { p, q } = plane;

  test("with one functional for each coordinate", () => {
    const r = logRatio(p, q);
    for (const k of [0, 1]) {
      const byParts = expectation(
        (x) => {
          const score = coordinate(p.score(x), k);
          return r(x).map((value, i) => -0.5 * value ** 2 * score[i]!);
        },
        { under: p },
      );
      expectEqual(expectation(logRatioGradient(p, q, { coordinate: k })), byParts.value, {
        scale: 1,
      });
    }
    const [first, second] = [0, 1].map(
      (k) => expectation(logRatioGradient(p, q, { coordinate: k })).value,
    );
    expect(Math.abs(first! - second!)).toBeGreaterThan(0.01);
  });

  test("so the coordinate must be named, and exist", () => {
    expect(() => logRatioGradient(p, q)).toThrow(
      /coordinate = undefined is missing in dimension 2.* from 0 to 1 in turn/,
    );
    for (const coordinate of [2, -1, 0.5]) {
      expect(() => logRatioGradient(p, q, { coordinate })).toThrow(/is not a coordinate/);
    }
    expect(() => logRatioGradient(line.p, line.q, { coordinate: 1 })).toThrow(/from 0 to 0/);
    expect(() => logRatioGradient(line.p, line.q, { coordinate: 0 })).not.toThrow();
  });
});

test("the log ratio itself must be known: a density without its constant is refused", () => {
  const boltzmann = energy({ energy: (x) => x ** 2, gradient: (x) => 2 * x });
  expect(() => logRatioGradient(line.p, boltzmann)).toThrow(/normalising constant/);
});
