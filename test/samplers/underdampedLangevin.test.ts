import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { linearScore } from "../../src/densities/linearScore";
import { quartic } from "../../src/densities/quartic";
import { points } from "../../src/numerics/points";
import { type Rng, rng } from "../../src/numerics/rng";
import { average } from "../../src/numerics/statistics/average";
import { variance } from "../../src/numerics/statistics/variance";
import { doubleWell, skewedMixture } from "../../src/problems";
import { Diverged } from "../../src/reporting/diverged";
import {
  type UnderdampedLangevinOptions,
  underdampedLangevin,
} from "../../src/samplers/underdampedLangevin";
import { expectEstimate } from "../divergences/compare";

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

type Method = NonNullable<UnderdampedLangevinOptions["method"]>;
const METHODS: readonly Method[] = ["euler-maruyama", "baoab"];
const free = linearScore({ slope: 0 });
const physics = { mass: 2, friction: 0.7, temperature: 1.3 };

/** In step k the particle k draws the noise 1, all others 0. */
function impulses(step?: number): Rng {
  return {
    normal: (n) => Float64Array.from({ length: n }, (_, i) => (i === step ? 1 : 0)),
    uniform: () => {
      throw new Error("uniform noise where normal noise is meant");
    },
    split: (label) => impulses(typeof label === "number" ? label : undefined),
  };
}

/** Variances and covariance of (x, v) after so many steps from rest at 0, for a linear score. */
function spread(
  field: Parameters<typeof underdampedLangevin>[0],
  steps: number,
  options: Omit<UnderdampedLangevinOptions, "start" | "steps" | "rng">,
) {
  const rest = new Float64Array(steps);
  const run = underdampedLangevin(field, {
    ...options,
    steps,
    start: points(rest),
    velocities: points(rest),
    rng: impulses(),
  });
  const [x, v] = [run.points.data, run.velocities.data];
  const product = (a: Float64Array, b: Float64Array) =>
    a.reduce((total, value, i) => total + value * b[i]!, 0);
  return { x: product(x, x), xv: product(x, v), v: product(v, v) };
}

describe("one step", () => {
  const { p } = skewedMixture();
  const { mass: m, friction: g, temperature: kT } = physics;
  const h = 0.3;
  const start = [-1.9, 0.2, 2.4];
  const velocities = [0.5, -1, 0];
  const r = rng(1, "step");
  const force = (x: number) => p.score(points(x)).data[0]!;

  it("by Euler and Maruyama moves x and v from their old values", () => {
    const run = underdampedLangevin(p, {
      ...physics,
      method: "euler-maruyama",
      step: h,
      steps: 2,
      start,
      velocities,
      rng: r,
    });
    let [x, v] = [start, velocities];
    for (let k = 0; k < 2; k++) {
      const z = r.split("step").split(k).normal(3);
      const next = x.map((xi, i) => xi + h * v[i]!);
      v = v.map(
        (vi, i) => vi + (h / m) * (force(x[i]!) - g * vi) + (Math.sqrt(2 * g * kT * h) * z[i]!) / m,
      );
      x = next;
    }
    for (let i = 0; i < 3; i++) {
      expect(run.points.data[i]).toBeCloseTo(x[i]!, 13);
      expect(run.velocities.data[i]).toBeCloseTo(v[i]!, 13);
    }
    expect(run.evaluations).toBe(3);
  });

  it("by BAOAB kicks, drifts, meets the heat bath, drifts and kicks", () => {
    const run = underdampedLangevin(p, {
      ...physics,
      step: h,
      steps: 2,
      start,
      velocities,
      rng: r,
    });
    let [x, v] = [start, velocities];
    for (let k = 0; k < 2; k++) {
      const z = r.split("step").split(k).normal(3);
      const c = Math.exp((-g * h) / m);
      v = v.map((vi, i) => vi + (h / (2 * m)) * force(x[i]!));
      x = x.map((xi, i) => xi + (h / 2) * v[i]!);
      v = v.map((vi, i) => c * vi + Math.sqrt(((1 - c * c) * kT) / m) * z[i]!);
      x = x.map((xi, i) => xi + (h / 2) * v[i]!);
      v = v.map((vi, i) => vi + (h / (2 * m)) * force(x[i]!));
    }
    for (let i = 0; i < 3; i++) {
      expect(run.points.data[i]).toBeCloseTo(x[i]!, 13);
      expect(run.velocities.data[i]).toBeCloseTo(v[i]!, 13);
    }
    expect(run.evaluations).toBe(3);
  });

  it.each(METHODS)("of %s has normal noise", (method) => {
    const run = underdampedLangevin(free, {
      ...physics,
      method,
      step: h,
      steps: 1,
      start: points(new Float64Array(40_000)),
      velocities: points(new Float64Array(40_000)),
      rng: rng(2, "normal"),
    });
    const v = run.velocities.data;
    const size = variance(v).value;
    expectEstimate(average(v), 0);
    expectEstimate(average(v.map((value) => value ** 4 / size ** 2)), 3, { uniform: 1.8 });
  });
});

describe("the velocity of a free particle", () => {
  const [m, g, sigma] = [2, 0.7, 1.1];
  const kT = sigma ** 2 / (2 * g);
  const settled = (method: Method, step: number, steps: number) =>
    spread(free, steps, { mass: m, friction: g, temperature: kT, method, step }).v;

  it("has the variance sigma^2 / (2 gamma m) = kT / m by BAOAB, whatever the step", () => {
    expect(kT / m).toBeCloseTo(0.4321, 4);
    expect(settled("baoab", 0.5, 200)).toBeCloseTo(kT / m, 12);
    expect(settled("baoab", 20, 9)).toBeCloseTo(kT / m, 12);
  });

  it("has it divided by 1 - gamma h / (2 m) by Euler and Maruyama", () => {
    expect(kT / m / (1 - (g * 0.01) / (2 * m))).toBeCloseTo(0.4329, 4);
    expect(settled("euler-maruyama", 0.5, 200)).toBeCloseTo(kT / m / (1 - (g * 0.5) / (2 * m)), 12);
    expect(settled("euler-maruyama", 2, 60)).toBeCloseTo(kT / m / (1 - (g * 2) / (2 * m)), 12);
  });

  it("has it in a simulation too, and is drawn so at the start", () => {
    const run = underdampedLangevin(free, {
      mass: m,
      friction: g,
      temperature: kT,
      step: 0.4,
      steps: 20,
      start: points(new Float64Array(20_000)),
      rng: rng(3, "free"),
      history: 20,
    });
    expectEstimate(variance(run.velocities.data), kT / m, { kT: kT, "1 / m": 1 / m });
    expectEstimate(variance(run.history[0]!.velocities.data), kT / m);
    expect(run.history[1]!.velocities).toBe(run.velocities);
  });
});

describe("positions", () => {
  it.each([
    ["unit mass", { mass: 1, friction: 1, temperature: 1 }, 1, 0.8],
    ["heavy, hot, loose", { mass: 3, friction: 0.4, temperature: 2.5 }, 4, 1.5],
    ["light, thick, narrow", { mass: 0.1, friction: 5, temperature: 0.6 }, 1e-2, 0.03],
  ])("in a Gaussian have the variance kT V by BAOAB without any error, %s", (_, its, v, step) => {
    const p = gaussian({ mean: 0, covariance: v });
    const found = spread(p, 500, { ...its, step });
    expect(found.x / (its.temperature * v)).toBeCloseTo(1, 9);
    // The price is paid by the velocities.
    const shortfall = 1 - step ** 2 / (4 * its.mass * v);
    expect(found.v / ((its.temperature / its.mass) * shortfall)).toBeCloseTo(1, 9);
  });

  it("in a Gaussian have an error of order h by Euler and Maruyama", () => {
    const p = gaussian({ mean: 0, covariance: 2 });
    const its = { mass: 1, friction: 2, temperature: 1, method: "euler-maruyama" as const };
    // Stationary (a, c, b) = (E x^2, E x v, E v^2), from the three equations of one step.
    const exact = (h: number) => {
      const [m, g, k] = [1, 2, 0.5];
      const d = 1 - (h * g) / m;
      const f = (h * k) / m;
      // a = a + 2 h c + h^2 b; so c = -h b / 2.
      // c = (a + h c)(-f) + d (c + h b); b = f^2 a - 2 f d c + d^2 b + 2 g h / m^2.
      // With b = 1 for scale: a = [d (c + h) - c - f h c] / f.
      const c = -h / 2;
      const a = (d * (c + h) - c - f * h * c) / f;
      const scale = (2 * g * h) / m ** 2 / (1 - f ** 2 * a + 2 * f * d * c - d ** 2);
      return { a: a * scale, c: c * scale, b: scale };
    };
    for (const h of [0.1, 0.2]) {
      const found = spread(p, 800, { ...its, step: h });
      const { a, c, b } = exact(h);
      expect(found.x).toBeCloseTo(a, 9);
      expect(found.xv).toBeCloseTo(c, 9);
      expect(found.v).toBeCloseTo(b, 9);
    }
    const [small, large] = [exact(0.001).a - 2, exact(0.002).a - 2];
    expect(large / small).toBeCloseTo(2, 2);
    expect(small).toBeGreaterThan(1e-4);
  });

  it("sample the target at temperature 1, lopsided or not", () => {
    const { p, ...known } = skewedMixture();
    const run = underdampedLangevin(p, {
      step: 0.15,
      steps: 80,
      friction: 2,
      start: { n: 5000, from: p },
      rng: rng(4, "skewed"),
    });
    expectEstimate(average(run.points.data), known.mean, { mirrored: -known.mean });
    expectEstimate(variance(run.points.data), known.variance);
    expectEstimate(variance(run.velocities.data), 1 - 0.15 ** 2, {});
    expect(warnings).toEqual([]);
  });

  it("sample exp(-U / kT) at another: the double well at kT = 6", () => {
    // E x^2 under exp(-(x^2 - 1)^2 / 6), by the trapezoidal rule.
    let [mass, second] = [0, 0];
    for (let x = -5; x <= 5; x += 1 / 64) {
      const weight = Math.exp(-((x * x - 1) ** 2) / 6);
      mass += weight;
      second += weight * x * x;
    }
    const run = underdampedLangevin(doubleWell().p, {
      step: 0.05,
      steps: 120,
      temperature: 6,
      start: { n: 5000, from: gaussian({ mean: 0.8, covariance: 0.1 }) },
      rng: rng(5, "hot"),
    });
    expectEstimate(average(run.points.data.map((x) => x * x)), second / mass, {
      "at kT = 1": doubleWell().secondMoment,
    });
  });
});

describe("the stability limit", () => {
  const settings = [
    { mass: 1, friction: 1, temperature: 1 },
    { mass: 2, friction: 0.3, temperature: 1 },
    { mass: 0.5, friction: 6, temperature: 1 },
  ];
  const limits: Record<Method, (its: (typeof settings)[number], k: number) => number> = {
    baoab: ({ mass }, k) => 2 * Math.sqrt(mass / k),
    // The first h at which an eigenvalue of [[1, h], [-h k / m, 1 - h gamma / m]] leaves the unit
    // circle, by bisection of the spectral radius.
    "euler-maruyama": ({ mass: m, friction: g }, k) => {
      const radius = (h: number) => {
        const [trace, determinant] = [2 - (h * g) / m, 1 - (h * g) / m + (h * h * k) / m];
        const square = trace ** 2 - 4 * determinant;
        if (square < 0) return Math.sqrt(determinant);
        return (Math.abs(trace) + Math.sqrt(square)) / 2;
      };
      let [low, high] = [0, 1e-3];
      while (radius(high) < 1) high *= 1.01;
      low = high / 1.01;
      for (let i = 0; i < 60; i++) {
        const middle = (low + high) / 2;
        if (radius(middle) < 1) low = middle;
        else high = middle;
      }
      return low;
    },
  };

  it.each(METHODS.flatMap((method) => settings.map((its) => [method, its] as const)))(
    "of %s is seen from both sides with %j",
    (method, its) => {
      const k = 1 / 1.6;
      const p = gaussian({ mean: 0.4, covariance: 1.6 });
      const limit = limits[method](its, k);
      const warned = (step: number) => {
        warnings = [];
        const options = { ...its, method, step, steps: 1, start: 0, rng: rng(6) };
        expect(underdampedLangevin(p, options).warnings).toEqual(warnings);
        return warnings[0];
      };
      expect(warned(limit * (1 - 1e-9))).toBeUndefined();
      expect(warned(limit * (1 + 1e-9))).toContain(
        `stability limit ${Number(limit.toPrecision(4))} for the curvatures of -log p (the largest is 0.625)`,
      );
      const centred = gaussian({ mean: 0, covariance: 1.6 });
      const grown = (step: number) => spread(centred, 400, { ...its, method, step }).x;
      expect(grown(limit * 0.85)).toBeLessThan(100);
      expect(grown(limit * 1.15)).toBeGreaterThan(1000);
    },
  );

  it("is that of the flattest direction where friction rules the Euler step", () => {
    const p = gaussian({
      mean: [0, 0],
      covariance: [
        [1e4, 0],
        [0, 1],
      ],
    });
    const its = { mass: 1, friction: 2, method: "euler-maruyama" as const, steps: 1 };
    const run = (step: number) =>
      underdampedLangevin(p, { ...its, step, start: [[0, 0]], rng: rng(7) }).warnings;
    expect(run(0.999)).toEqual([]);
    expect(run(1.001)[0]).toContain("stability limit 1 ");
  });

  it("says of a score that is not linear where the curvature was seen", () => {
    const run = underdampedLangevin(quartic({ theta: 1 }), {
      step: 0.5,
      steps: 1,
      start: 3,
      rng: rng(8),
    });
    expect(run.warnings[0]).toContain("of -log p seen at the start (the largest is 27)");
  });

  it("warns of a score of the wrong sign, and not of a free particle", () => {
    const options = { step: 0.1, steps: 1, start: 0, rng: rng(9) };
    expect(underdampedLangevin(linearScore({ slope: 1 }), options).warnings[0]).toContain(
      "does not pull back",
    );
    expect(underdampedLangevin(free, options).warnings).toEqual([]);
    const coarse = { ...options, method: "euler-maruyama" as const, step: 2.01 };
    expect(underdampedLangevin(free, coarse).warnings[0]).toContain("stability limit 2 ");
  });

  it("is passed with an error that names the step", () => {
    const run = () =>
      underdampedLangevin(quartic({ theta: 1 }), {
        step: 1,
        steps: 99,
        start: 10,
        rng: rng(10),
      });
    expect(run).toThrow(Diverged);
    expect(run).toThrow(/^Underdamped Langevin: .* at step \d of 99/);
  });
});

describe("refuses", () => {
  it.each(["mass", "friction", "temperature", "step"] as const)(
    "a %s that is not positive",
    (name) => {
      const options = { step: 0.1, steps: 1, start: 0, rng: rng(11), [name]: 0 };
      expect(() => underdampedLangevin(free, options)).toThrow(new RegExp(`^${name} = 0`));
    },
  );

  it("velocities of another number or dimension, and an unknown scheme", () => {
    const options = { step: 0.1, steps: 1, start: [0, 1], rng: rng(12) };
    expect(() => underdampedLangevin(free, { ...options, velocities: 1 })).toThrow(
      /^velocities = .* holds 1 vectors of dimension 1 for 2 points of dimension 1/,
    );
    expect(() =>
      underdampedLangevin(free, {
        ...options,
        velocities: [
          [1, 2],
          [3, 4],
        ],
      }),
    ).toThrow(/^velocities = /);
    for (const word of ["leapfrog", "toString"]) {
      const method = word as Method;
      expect(() => underdampedLangevin(free, { ...options, method })).toThrow(
        new RegExp(`^method = "${word}" is unknown.*euler-maruyama`),
      );
    }
  });
});
