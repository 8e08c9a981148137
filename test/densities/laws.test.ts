import { describe, expect, test } from "vitest";
import type { Density } from "../../src/densities/density";
import { directionalDerivative } from "../../src/densities/directionalDerivative";
import { InvalidArgument } from "../../src/numerics/errors";
import { integrate } from "../../src/numerics/integrate";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { specimens } from "./specimens";

const NORMALISED_SHIFT = 1e-5;

/** Points at which the density lives and is smooth: draws, or for an energy a grid. */
function typicalPoints(p: Density, n: number): number[][] {
  const data = Number.isNaN(p.mean[0])
    ? drawable(p)
      ? p.sample(n, rng(7, "typical")).data
      : Float64Array.from({ length: n * p.dim }, (_, i) => Math.sin(3 * i + 1) * 1.5)
    : p.sample(n, rng(7, "typical")).data;
  const rows = Array.from({ length: n }, (_, i) => [...data.subarray(i * p.dim, (i + 1) * p.dim)]);
  const edges = p.support.map((interval, c) => [...interval, ...(p.breaks?.[c] ?? [])]);
  const clearance = 0.01 * typicalWidth(p);
  return rows.filter((row) =>
    row.every((x, c) => edges[c]!.every((edge) => Math.abs(x - edge) > clearance)),
  );
}

function drawable(p: Density): boolean {
  try {
    p.sample(1, rng(1));
    return true;
  } catch {
    return false;
  }
}

function typicalWidth(p: Density): number {
  const variances = Array.from({ length: p.dim }, (_, c) => p.covariance[c * (p.dim + 1)]!);
  const smallest = Math.sqrt(Math.min(...variances.filter(Number.isFinite)));
  return Number.isFinite(smallest) ? Math.min(1, smallest) : 1;
}

function shifted(row: readonly number[], c: number, h: number): number[] {
  return row.map((x, k) => (k === c ? x + h : x));
}

/** |a - b| small against the size of b, or against `floor`. */
function near(a: number, b: number, relative: number, floor: number): boolean {
  return Math.abs(a - b) <= relative * Math.max(Math.abs(b), floor);
}

const at = (p: Density, row: readonly number[]) => points([row], p.dim);

const bounds = (p: Density, c: number) => ({
  from: p.support[c]![0],
  to: p.support[c]![1],
  breaks: p.breaks?.[c] ?? bulk(p, c),
});

/** Where a density without breaks of its own has its mass. */
function bulk(p: Density, c: number): number[] {
  const [mean, deviation] = [p.mean[c]!, Math.sqrt(p.covariance[c * (p.dim + 1)]!)];
  if (!Number.isFinite(mean) || !Number.isFinite(deviation)) return [0];
  return [mean - 6 * deviation, mean, mean + 6 * deviation];
}

const inside = (p: Density, x: readonly number[]) => p.logDensity(at(p, x))[0]! > -Infinity;

/** The integral of f(x) p(x) in dimension 1, f being asked only where p is positive. */
function expected(p: Density, f: (x: number) => number): number {
  const integrand = (x: number) =>
    inside(p, [x]) ? f(x) * Math.exp(p.logDensity(points(x))[0]!) : 0;
  return integrate(integrand, { ...bounds(p, 0), relativeError: 1e-10 }).value;
}

const STEP = 0.1;
const REACH = 12;

/**
 * A grid over the plane, in coordinates u that the covariance makes round, and the probability of each
 * cell: the trapezoid rule, whose error falls faster than any power of the step for such densities.
 */
function plane(p: Density): { x: Points; mass: Float64Array } {
  const [a, , b, c] = p.covariance as unknown as [number, number, number, number];
  const [l11, l21] = [Math.sqrt(a), b / Math.sqrt(a)];
  const l22 = Math.sqrt(c - l21 * l21);
  const side = Math.round((2 * REACH) / STEP) + 1;
  const x = points(
    Float64Array.from({ length: 2 * side * side }, (_, k) => {
      const cell = k >> 1;
      const [u, v] = [(cell % side) * STEP - REACH, Math.floor(cell / side) * STEP - REACH];
      return k % 2 === 0 ? p.mean[0]! + l11 * u : p.mean[1]! + l21 * u + l22 * v;
    }),
    2,
  );
  return { x, mass: p.logDensity(x).map((log) => Math.exp(log) * l11 * l22 * STEP * STEP) };
}

describe.each(Object.entries(specimens))("%s", (_, p) => {
  const places = typicalPoints(p, 60);
  const h = NORMALISED_SHIFT * typicalWidth(p);

  test("the score is the slope of the log density", () => {
    expect(places.length).toBeGreaterThan(20);
    for (const x of places) {
      const score = p.score(at(p, x)).data;
      const length = Math.hypot(...score);
      for (let c = 0; c < p.dim; c++) {
        const right = p.logDensity(at(p, shifted(x, c, h)))[0]!;
        const left = p.logDensity(at(p, shifted(x, c, -h)))[0]!;
        const slope = (right - left) / (2 * h);
        expect(near(slope, score[c]!, 1e-6, Math.max(length, 1 / typicalWidth(p)))).toBe(true);
      }
    }
  });

  test("the divergence is the sum of the slopes of the score", () => {
    for (const x of places) {
      let sum = 0;
      let size = 1 / typicalWidth(p) ** 2;
      for (let c = 0; c < p.dim; c++) {
        const right = p.score(at(p, shifted(x, c, h))).data[c]!;
        const left = p.score(at(p, shifted(x, c, -h))).data[c]!;
        sum += (right - left) / (2 * h);
        size = Math.max(size, Math.abs(right - left) / (2 * h));
      }
      expect(near(sum, p.divergence(at(p, x))[0]!, 1e-6, size)).toBe(true);
    }
  });

  test("the derivative of the score along v is its slope along v", () => {
    for (const x of places) {
      const v = x.map((_, c) => Math.cos(2 * x[0]! + c) * (1 + c));
      const derivative = directionalDerivative(p, at(p, x), points([v])).data;
      const moved = (step: number) =>
        p.score(
          at(
            p,
            x.map((xk, c) => xk + step * v[c]!),
          ),
        ).data;
      const [right, left] = [moved(h), moved(-h)];
      const slopes = Array.from(right, (r, c) => (r - left[c]!) / (2 * h));
      const size = Math.max(Math.hypot(...v) / typicalWidth(p) ** 2, ...slopes.map(Math.abs));
      slopes.forEach((slope, c) => {
        expect(near(slope, derivative[c]!, 1e-6, size)).toBe(true);
      });
    }
  });

  test("all points at once give what each gives alone", () => {
    const all = points(places, p.dim);
    const [logs, scores, divergences] = [p.logDensity(all), p.score(all), p.divergence(all)];
    places.forEach((x, i) => {
      expect(logs[i]).toBe(p.logDensity(at(p, x))[0]);
      expect([...scores.data.subarray(i * p.dim, (i + 1) * p.dim)]).toEqual([
        ...p.score(at(p, x)).data,
      ]);
      expect(divergences[i]).toBe(p.divergence(at(p, x))[0]);
    });
  });

  test("far out, where the support reaches, log density and score are finite and agree", () => {
    for (let c = 0; c < p.dim; c++) {
      for (const far of [-1e3, -50, 50, 1e3]) {
        const [low, high] = p.support[c]!;
        if (far < low || far > high) continue;
        const x = shifted(
          Array.from(p.mean, (m) => (Number.isFinite(m) ? m : 0)),
          c,
          far,
        );
        const [log] = p.logDensity(at(p, x));
        expect(Number.isFinite(log)).toBe(true);
        const step = 1e-4 * Math.abs(far);
        const slope =
          (p.logDensity(at(p, shifted(x, c, step)))[0]! -
            p.logDensity(at(p, shifted(x, c, -step)))[0]!) /
          (2 * step);
        expect(near(slope, p.score(at(p, x)).data[c]!, 1e-6, 1e-9)).toBe(true);
        expect(Number.isFinite(p.divergence(at(p, x))[0])).toBe(true);
      }
    }
  });

  test("outside the support log p is -Infinity, and the score is refused", () => {
    p.support.forEach(([low, high], c) => {
      for (const beyond of [low - 0.1, high + 0.1].filter(Number.isFinite)) {
        const x = shifted(Array.from(p.mean), c, 0).map((m, k) => (k === c ? beyond : m));
        expect(p.logDensity(at(p, x))[0]).toBe(-Infinity);
        expect(() => p.score(at(p, x))).toThrow(InvalidArgument);
        expect(() => p.divergence(at(p, x))).toThrow(/log p, does not exist there/);
      }
    });
  });

  test("points of another dimension are refused", () => {
    const wrong = points([new Array(p.dim + 1).fill(0.5)]);
    const methods = [
      () => p.logDensity(wrong),
      () => p.score(wrong),
      () => p.divergence(wrong),
      ...(p.cumulative ? [() => p.cumulative!(wrong)] : []),
    ];
    for (const method of methods) {
      expect(method).toThrow(`is of dimension ${p.dim + 1} where ${p.dim} is needed`);
    }
  });

  test("a notebook shows its dimension and moments as a small table", () => {
    const { data } = p.toMimeBundle() as { data: Record<string, string> };
    expect(data["text/plain"]).toContain(`dimension ${p.dim}`);
    expect(data["text/plain"]).toContain("mean");
    expect(data["text/html"]).toContain("<table>");
  });

  if (p.dim === 1) {
    test("the density integrates to one", () => {
      expect(expected(p, () => 1)).toBeCloseTo(1, 9);
    });
  }

  if (p.dim === 1) {
    // By parts on each smooth piece: E[s f] = -E[f'] + the sum of f(e) (p(e-) - p(e+)) over the ends
    // of the support and the places where p may jump.
    const jumps = (f: (x: number) => number) => {
      const [low, high] = p.support[0]!;
      const densityAt = (x: number) => Math.exp(p.logDensity(points(x))[0]!);
      const end = (x: number) => (Number.isFinite(x) ? f(x) * densityAt(x) : 0);
      const jump = (x: number) => f(x) * (densityAt(x - 1e-12) - densityAt(x + 1e-12));
      const inner = [...new Set(p.breaks?.[0])].filter((x) => x > low && x < high);
      return inner.reduce((sum, x) => sum + jump(x), end(high) - end(low));
    };

    test("the score averages to what the density leaves at the ends", () => {
      const score = expected(p, (x) => p.score(points(x)).data[0]!);
      const left = jumps(() => 1);
      expect(score).toBeCloseTo(left, 7);
    });

    test("Stein: the average of score times x is -1 plus what the ends leave", () => {
      const centre = bulk(p, 0).at(1) ?? 0;
      const product = expected(p, (x) => p.score(points(x)).data[0]! * (x - centre));
      expect(product).toBeCloseTo(jumps((x) => x - centre) - 1, 7);
    });
  }

  if (p.dim === 2 && p.support.flat().every((end) => !Number.isFinite(end))) {
    const { x, mass } = plane(p);
    const mean = (f: (i: number) => number) => mass.reduce((sum, m, i) => sum + m * f(i), 0);

    test("the density integrates to one over the plane", () => {
      expect(mean(() => 1)).toBeCloseTo(1, 9);
    });

    test("Stein in the plane: E[s] = 0 and E[s x'] is minus the identity", () => {
      const score = p.score(x).data;
      for (let a = 0; a < 2; a++) {
        const scale = Math.sqrt(mean((i) => score[2 * i + a]! ** 2));
        expect(mean((i) => score[2 * i + a]!) / scale).toBeCloseTo(0, 8);
        for (let b = 0; b < 2; b++) {
          const product = mean((i) => score[2 * i + a]! * (x.data[2 * i + b]! - p.mean[b]!));
          const size = scale * Math.sqrt(p.covariance[b * 3]!);
          expect((product + (a === b ? 1 : 0)) / size).toBeCloseTo(0, 8);
        }
      }
    });
  }

  if (p.cumulative) {
    test("the slope of the distribution function is the density", () => {
      for (const x of places) {
        const [left, right] = p.cumulative!(points([x[0]! - h, x[0]! + h]));
        const density = Math.exp(p.logDensity(at(p, x))[0]!);
        expect(near((right! - left!) / (2 * h), density, 1e-5, 1e-3 / typicalWidth(p))).toBe(true);
      }
    });

    test("the distribution function runs from 0 to 1 and never falls", () => {
      const [low, high] = p.support[0]!.map((end, k) =>
        Number.isFinite(end) ? end : (2 * k - 1) * 1e9,
      );
      const grid = Array.from(
        { length: 201 },
        (_, i) => (bulk(p, 0).at(1) ?? 0) + (i - 100) * 0.05,
      );
      const values = p.cumulative!(points([low! - 1, ...grid, high! + 1]));
      expect(values[0]).toBeCloseTo(0, 8);
      expect(values[values.length - 1]).toBeCloseTo(1, 8);
      for (let i = 1; i + 1 < grid.length; i++) {
        expect(values[i + 1]).toBeGreaterThanOrEqual(values[i]! - 1e-15);
      }
    });
  }

  if (!drawable(p)) return;
  const n = 20_000;
  const draws = p.sample(n, rng(11, "draws"));

  test("draw i does not depend on how many are drawn", () => {
    const few = p.sample(101, rng(11, "draws"));
    expect([...few.data]).toEqual([...draws.data.subarray(0, 101 * p.dim)]);
  });

  test("no draws, or a part of a draw, are refused", () => {
    for (const count of [0, -1, 2.5, Number.NaN]) {
      expect(() => p.sample(count, rng(1))).toThrow("is not a whole number of at least 1");
    }
  });

  if (p.covariance.every(Number.isFinite)) {
    test("draws have the mean and the covariance, within 5 standard errors", () => {
      const coordinate = (i: number, c: number) => draws.data[i * p.dim + c]! - p.mean[c]!;
      const within = (values: Float64Array, target: number) => {
        const mean = values.reduce((a, b) => a + b, 0) / n;
        const variance = values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (n - 1);
        expect(Math.abs(mean - target)).toBeLessThan(5 * Math.sqrt(variance / n));
      };
      for (let a = 0; a < p.dim; a++) {
        within(
          Float64Array.from({ length: n }, (_, i) => coordinate(i, a)),
          0,
        );
        for (let b = 0; b <= a; b++) {
          within(
            Float64Array.from({ length: n }, (_, i) => coordinate(i, a) * coordinate(i, b)),
            p.covariance[a * p.dim + b]!,
          );
        }
      }
    });
  }

  if (p.cumulative) {
    test("draws follow the distribution function (Kolmogorov and Smirnov)", () => {
      const u = p.cumulative!(points(draws.data.slice().sort()));
      let distance = 0;
      u.forEach((value, i) => {
        distance = Math.max(distance, Math.abs(value - i / n), Math.abs((i + 1) / n - value));
      });
      // P(sqrt(n) D > 2.7) = 2 exp(-2 * 2.7^2) < 1e-6.
      expect(Math.sqrt(n) * distance).toBeLessThan(2.7);
    });
  }
});
