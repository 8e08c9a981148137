import { describe, expect, it } from "vitest";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { coordinate } from "../../src/numerics/rows";
import { average } from "../../src/numerics/statistics/average";
import { variance } from "../../src/numerics/statistics/variance";
import { doubleWell, planarGaussianPair, skewedMixture } from "../../src/problems";
import { Diverged } from "../../src/reporting/diverged";
import { mala } from "../../src/samplers/mala";
import { malaLogRatio } from "../../src/samplers/metropolis";
import { expectEstimate } from "../divergences/compare";

const normal = gaussian({ mean: 0, covariance: 1 });

describe("the acceptance ratio", () => {
  it("has the logarithm (h / 4) (x^2 - y^2) for the standard normal density", () => {
    const [x, y] = [points([0.3, -2, 5, 1e-3]), points([1, 0.4, -7, 40])];
    for (const h of [0.1, 1, 1.9]) {
      const ratios = malaLogRatio(normal, { from: x, to: y, step: h });
      ratios.forEach((ratio, i) => {
        const exact = (h / 4) * (x.data[i]! ** 2 - y.data[i]! ** 2);
        expect(Math.abs(ratio - exact)).toBeLessThan(1e-12 * (1 + y.data[i]! ** 2));
      });
    }
  });

  it("is (h / 4) (|P (x - m)|^2 - |P (y - m)|^2) for N(m, P^-1)", () => {
    const { p } = planarGaussianPair();
    const det = 1.2 * 0.7 - 0.16;
    const pull = (x: number, y: number) => [
      (0.7 * (x - 0.5) - 0.4 * (y + 0.2)) / det,
      (-0.4 * (x - 0.5) + 1.2 * (y + 0.2)) / det,
    ];
    const size = (x: number, y: number) => Math.hypot(...pull(x, y)) ** 2;
    const found = malaLogRatio(p, {
      from: [
        [0.3, 1],
        [-2, 0.7],
      ],
      to: [
        [1.1, -0.4],
        [0.2, 0.1],
      ],
      step: 0.35,
    });
    expect(found[0]).toBeCloseTo((0.35 / 4) * (size(0.3, 1) - size(1.1, -0.4)), 13);
    expect(found[1]).toBeCloseTo((0.35 / 4) * (size(-2, 0.7) - size(0.2, 0.1)), 13);
  });

  it("is that of the target times that of the proposals, each a Gaussian density", () => {
    const { p } = skewedMixture();
    const [x, y, h] = [-1.1, 0.8, 0.2];
    const density = (centre: number) =>
      gaussian({ mean: centre + h * p.score(points(centre)).data[0]!, covariance: 2 * h });
    const [there, back] = [density(x).logDensity(points(y)), density(y).logDensity(points(x))];
    const target = p.logDensity(points(y))[0]! - p.logDensity(points(x))[0]!;
    const found = malaLogRatio(p, { from: x, to: y, step: h })[0]!;
    expect(found).toBeCloseTo(target + back[0]! - there[0]!, 12);
    expect(Math.abs(found - target)).toBeGreaterThan(0.1);
    expect(malaLogRatio(p, { from: y, to: x, step: h })[0]).toBeCloseTo(-found, 12);
  });

  it("is 0 for moves out of the support, and refuses moves from outside", () => {
    const p = exponential({ rate: 2 });
    expect(malaLogRatio(p, { from: [1, 1], to: [-0.1, 1], step: 0.1 })).toEqual(
      Float64Array.of(-Infinity, 0),
    );
    expect(() => malaLogRatio(p, { from: [1, -1], to: [1, 1], step: 0.1 })).toThrow(
      /^from\[1\] = .* has density zero/,
    );
  });

  it("refuses ends that do not pair up, a step of 0, and a log density that is not a number", () => {
    expect(() => malaLogRatio(normal, { from: [1, 2], to: 1, step: 0.1 })).toThrow(/^to = /);
    expect(() => malaLogRatio(normal, { from: 1, to: 1, step: 0 })).toThrow(/^step = /);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const broken = { ...target(normal), logDensity: () => Float64Array.of(value) };
      expect(() => malaLogRatio(broken, { from: 1, to: 1, step: 0.1 })).toThrow(
        /^logDensity at x\[0\] = 1 = /,
      );
    }
  });
});

describe("MALA", () => {
  it("accepts where log u is below the log ratio, and stays elsewhere", () => {
    const { p } = skewedMixture();
    const r = rng(1, "mala loop");
    const h = 0.4;
    const start = [-2.2, -0.3, 0.9, 2.8];
    let x = start;
    const counts = [0, 0, 0, 0];
    const kept = [start];
    for (let k = 0; k < 6; k++) {
      const own = r.split("step").split(k);
      const [z, u] = [own.normal(4), own.uniform(4)];
      const s = p.score(points(x)).data;
      const y = x.map((xi, i) => xi + h * s[i]! + Math.sqrt(2 * h) * z[i]!);
      const back = p.score(points(y)).data;
      const [before, after] = [p.logDensity(points(x)), p.logDensity(points(y))];
      x = x.map((xi, i) => {
        const q = (to: number, from: number, pull: number) =>
          Math.exp(-((to - from - h * pull) ** 2) / (4 * h));
        const ratio =
          (Math.exp(after[i]!) * q(xi, y[i]!, back[i]!)) /
          (Math.exp(before[i]!) * q(y[i]!, xi, s[i]!));
        if (u[i]! >= ratio) return xi;
        counts[i]!++;
        return y[i]!;
      });
      kept.push(x);
    }
    const run = mala(p, { step: h, steps: 6, start, rng: r, history: 1 });
    expect(run.history.map((state) => [...state.points.data])).toEqual(kept);
    expect([...run.acceptance]).toEqual(counts.map((count) => count / 6));
    // Some stayed and some moved, or the loop would show little.
    expect(counts.reduce((a, b) => a + b)).toBeGreaterThan(5);
    expect(counts.reduce((a, b) => a + b)).toBeLessThan(19);
    expect(run.evaluations).toBe(7);
  });

  it.each([
    [0.5, 0, 1],
    [1, 0, 1],
    [1.9, 0, 1],
    [1.2, 0.7, 2.25],
    [1.5e-4, 40, 1e-4],
  ])("accepts 1 + (2 / pi) asin(r) of the proposals for a Gaussian, h = %s", (step, m, v) => {
    const p = gaussian({ mean: m, covariance: v });
    const run = mala(p, {
      step,
      steps: 2,
      start: { n: 40_000, from: p },
      rng: rng(2, "acceptance", step),
    });
    const h = step / v;
    const r = -(h ** 2) / Math.sqrt((2 + h ** 2) ** 2 - 4 * (1 - h) ** 2);
    const wide = (2 / Math.PI) * Math.asin(r);
    const found = average(run.acceptance);
    expectEstimate(found, 1 + wide, { inverted: -wide });
    if (v === 1) expect(1 + wide).toBeCloseTo({ 0.5: 0.92083, 1: 0.78365 }[step] ?? 0.52447, 5);
  });

  it("leaves a Gaussian as it is at h = 1.9, where Langevin steps alone give 20 times the variance", () => {
    const run = mala(normal, {
      step: 1.9,
      steps: 20,
      start: points(new Float64Array(10_000).fill(1)),
      rng: rng(3, "large step"),
    });
    expectEstimate(average(run.points.data), 0);
    expectEstimate(variance(run.points.data), 1, { "Langevin's": 20 });
  });

  it("has no bias on the double well, where Langevin steps alone have", () => {
    const { p, secondMoment } = doubleWell();
    const run = mala(p, {
      step: 0.1,
      steps: 50,
      start: { n: 8000, from: gaussian({ mean: 0.6, covariance: 0.2 }) },
      rng: rng(4, "double well"),
    });
    expectEstimate(average(run.points.data.map((x) => x * x)), secondMoment, {
      "Langevin's at h = 0.1": 0.74,
    });
  });

  it("keeps the mean, the spread and the weights of a lopsided target", () => {
    const { p, ...known } = skewedMixture();
    const run = mala(p, {
      step: 0.35,
      steps: 10,
      start: { n: 15_000, from: p },
      rng: rng(5, "skewed"),
    });
    expectEstimate(average(run.points.data), known.mean, { mirrored: -known.mean });
    expectEstimate(variance(run.points.data), known.variance);
    expectEstimate(
      average(run.points.data.map((x) => (x < 0 ? 1 : 0))),
      known.probabilityBelowZero,
    );
    // At the scale of one mode, where a bias would show: a normal distribution cut three standard deviations
    // below its mean has the variance v (1 - 3 q - q^2), q = phi(3) / Phi(3).
    const right = run.points.data.filter((x) => x > 0);
    const q = Math.exp(-4.5) / Math.sqrt(2 * Math.PI) / 0.9986501019683699;
    const cut = 1 - 3 * q - q * q;
    expectEstimate(variance(right), 0.25 * cut, {
      "Langevin's": (0.25 * cut) / (1 - 0.35 / 0.5),
    });
  });

  it("keeps a badly scaled Gaussian in the plane", () => {
    const scaled = gaussian({
      mean: [3, -1],
      covariance: [
        [1e-4, 9e-3],
        [9e-3, 1],
      ],
    });
    const run = mala(scaled, {
      step: 2e-5,
      steps: 15,
      start: { n: 10_000, from: scaled },
      rng: rng(6, "scaled"),
    });
    expectEstimate(average(coordinate(run.points, 0)), 3);
    expectEstimate(variance(coordinate(run.points, 0)), 1e-4);
    expectEstimate(average(coordinate(run.points, 1)), -1);
    expect(average(run.acceptance).value).toBeLessThan(0.9);
  });

  it("stays inside a support, and leaves what is there as it is", () => {
    const p = exponential({ rate: 2 });
    const run = mala(p, {
      step: 0.3,
      steps: 12,
      start: { n: 10_000, from: p },
      rng: rng(7, "wall"),
    });
    expect(Math.min(...run.points.data.subarray(0, 10_000))).toBeGreaterThanOrEqual(0);
    expectEstimate(average(run.points.data), 0.5);
    expectEstimate(variance(run.points.data), 0.25);
  });

  it("rejects everything where the whole proposal lies outside", () => {
    const p = exponential({ rate: 1 });
    const r = { ...rng(8), normal: (n: number) => new Float64Array(n).fill(-9) };
    const own = { ...r, uniform: rng(8).uniform.bind(rng(8)), split: () => own };
    const run = mala(p, { step: 0.5, steps: 3, start: [1, 2], rng: own });
    expect([...run.points.data]).toEqual([1, 2]);
    expect([...run.acceptance]).toEqual([0, 0]);
  });

  it("does not take a score that is no number for a rejection", () => {
    const holed = {
      ...target(normal),
      score: (x: Points) => ({
        ...x,
        data: x.data.map((v) => (v > 0.5 ? Number.NaN : v < -3.5 ? -Infinity : -v)),
      }),
    };
    const options = { step: 0.5, steps: 20, rng: rng(1) };
    let thrown: unknown;
    try {
      mala(holed, { ...options, start: new Array(100).fill(0) });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Diverged);
    const { message, cause } = thrown as Diverged;
    expect(message).toMatch(/^MALA: a value stopped being finite at step 1 of 20/);
    expect(String(cause)).toMatch(
      /score at x\[\d+\] = (0\.[5-9]|[1-9]\.)\d* = \[NaN\] is not finite/,
    );
    expect(() => mala(holed, { ...options, start: [0, 1] })).toThrow(
      /^score at x\[1\] = 1 = \[NaN\] is not finite/,
    );
    expect(() => mala(holed, { ...options, start: [0, -4] })).toThrow(
      /^score at x\[1\] = -4 = \[-Infinity\] is not finite/,
    );
  });

  describe("in a half plane", () => {
    const half = {
      dim: 2,
      logDensity: (x: Points) =>
        Float64Array.from({ length: x.n }, (_, i) => {
          const [a, b] = [x.data[2 * i]!, x.data[2 * i + 1]!];
          return a > 0.5 ? -Infinity : -(a * a) / 2 - b * b;
        }),
      score: (x: Points) => ({ ...x, data: x.data.map((v, j) => (j % 2 === 0 ? -v : -2 * v)) }),
    };
    const start = [
      [0.4, 1],
      [0.2, -1],
      [-1, 0.3],
    ];
    const h = 0.3;

    it("has the ratio of the densities times that of the proposals where both ends are inside", () => {
      const to = [
        [1, 0],
        [0.1, 0.4],
        [-0.5, 0.2],
      ];
      const proposal = (x: number[], y: number[]) =>
        -((y[0]! - x[0]! + h * x[0]!) ** 2 + (y[1]! - x[1]! + 2 * h * x[1]!) ** 2) / (4 * h);
      const energy = ([a, b]: number[]) => a! ** 2 / 2 + b! ** 2;
      const found = malaLogRatio(half, { from: start, to, step: h });
      expect(found[0]).toBe(-Infinity);
      for (const i of [1, 2]) {
        const [x, y] = [start[i]!, to[i]!];
        const exact = energy(x) - energy(y) + proposal(y, x) - proposal(x, y);
        expect(found[i]).toBeCloseTo(exact, 13);
      }
    });

    it("moves both coordinates of the points that accept, and of no others", () => {
      const r = rng(5, "half plane");
      let x = points(start);
      const moves = [];
      for (let k = 0; k < 6; k++) {
        const own = r.split("step").split(k);
        const [z, u, s] = [own.normal(3, 2), own.uniform(3), half.score(x).data];
        const y = points(
          x.data.map((v, j) => v + h * s[j]! + Math.sqrt(2 * h) * z[j]!),
          2,
        );
        const ratio = malaLogRatio(half, { from: x, to: y, step: h });
        const accepted = u.map((ui, i) => (Math.log(ui) < ratio[i]! ? 1 : 0));
        moves.push(...accepted);
        x = points(
          x.data.map((v, j) => (accepted[j >> 1] ? y.data[j]! : v)),
          2,
        );
      }
      expect(new Set(moves).size).toBe(2);
      const run = mala(half, { step: h, steps: 6, start, rng: r });
      run.points.data.forEach((v, j) => {
        expect(v).toBeCloseTo(x.data[j]!, 13);
      });
    });

    it("names the place of a score that is no number, the first as well", () => {
      const holed = {
        ...half,
        score: (x: Points) => ({ ...x, data: x.data.map((v) => (v === 0.25 ? Number.NaN : -v)) }),
      };
      const ratio = (from: number[][]) => () => malaLogRatio(holed, { from, to: from, step: h });
      const at = (i: number, place: string) =>
        new RegExp(`^score at x\\[${i}\\] = ${place} = .*NaN`);
      expect(
        ratio([
          [0, 1],
          [-1, 0.25],
        ]),
      ).toThrow(at(1, "-1, 0.25"));
      expect(ratio([[0.25, 1]])).toThrow(at(0, "0.25, 1"));
    });
  });

  it("asks no score of a proposal where the density is zero", () => {
    const half = {
      ...target(normal),
      logDensity: (x: Points) => x.data.map((v) => (v > 0.5 ? -Infinity : (-v * v) / 2)),
      score: (x: Points) => ({ ...x, data: x.data.map((v) => (v > 0.5 ? Number.NaN : -v)) }),
    };
    const run = mala(half, { step: 0.5, steps: 20, start: new Array(100).fill(0), rng: rng(1) });
    expect(Math.max(...run.points.data)).toBeLessThanOrEqual(0.5);
  });

  it("refuses a log density with another number of values than points", () => {
    const short = { ...target(normal), logDensity: () => new Float64Array(1) };
    expect(() => mala(short, { step: 0.5, steps: 1, start: [0, 1], rng: rng(1) })).toThrow(
      /^logDensity = \[0\] gave 1 numbers for 2 points/,
    );
  });

  it("refuses a start outside the support, and a step that is not positive", () => {
    const p = exponential({ rate: 1 });
    const options = { steps: 1, rng: rng(9) };
    expect(() => mala(p, { ...options, step: 0.1, start: [1, -1] })).toThrow(
      /^start\[1\] = \[-1\] has density zero/,
    );
    expect(() => mala(p, { ...options, step: 0, start: 1 })).toThrow(/^step = 0/);
  });
});

function target(p: typeof normal): Pick<typeof normal, "dim" | "score" | "logDensity"> {
  return { dim: p.dim, score: (x) => p.score(x), logDensity: (x) => p.logDensity(x) };
}

describe("a run of MALA", () => {
  const standard = gaussian({ mean: 0, covariance: 1 });

  describe("the table of a run", () => {
    it("shows the mean acceptance over the chains", () => {
      const run = mala(standard, { start: [-1, 0, 2], step: 1.4, steps: 9, rng: rng(2, "table") });
      const mean = [...run.acceptance].reduce((a, b) => a + b, 0) / 3;
      expect(mean).toBeLessThan(1);
      const bundle = run.toMimeBundle() as { data: Record<string, string> };
      expect(bundle.data["text/plain"]).toContain(`${(100 * mean).toPrecision(3)} %`);
    });
  });
});
