import { afterEach, describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { InvalidArgument, NotFinite } from "../../src/numerics/errors";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { average } from "../../src/numerics/statistics/average";
import { variance } from "../../src/numerics/statistics/variance";
import { brownianMotion } from "../../src/processes/brownianMotion";
import { toStratonovich } from "../../src/processes/calculus";
import { geometricBrownianMotion } from "../../src/processes/geometricBrownianMotion";
import { itoProcess, stratonovichProcess } from "../../src/processes/itoProcess";
import { ornsteinUhlenbeck } from "../../src/processes/ornsteinUhlenbeck";
import { reverse } from "../../src/processes/reverse";
import type { Sde } from "../../src/processes/sde";
import { type SolverName, solve } from "../../src/processes/solve";
import { variancePreserving } from "../../src/processes/variancePreserving";
import { Diverged } from "../../src/reporting/diverged";
import { expectEstimate } from "../objectives/support";
import { interruptible, unhook } from "../reporting/hook";

afterEach(unhook);

const times = [0, 0.1, 0.4, 1];
const start = points([
  [1, 2],
  [-0.5, 0.3],
  [0, 1],
]);
const drift = (x: number, y: number, t: number) => [y - t, -x * y];

/** One step after another, as the textbook writes it; dw by row, then by noise. */
function byHand(
  x: Points,
  noises: number,
  step: (x: number[], dw: number[], t: number, dt: number) => number[],
  grid = times,
  key = rng(41, "noise"),
): number[] {
  let rows = Array.from({ length: x.n }, (_, i) => [...x.data.slice(i * x.dim, (i + 1) * x.dim)]);
  for (let k = 0; k + 1 < grid.length; k++) {
    const dt = grid[k + 1]! - grid[k]!;
    const z = key.split(k).normal(x.n, noises);
    const root = Math.sqrt(Math.abs(dt));
    rows = rows.map((row, i) =>
      step(
        row,
        [...z.slice(i * noises, (i + 1) * noises)].map((value) => root * value),
        grid[k]!,
        dt,
      ),
    );
  }
  return rows.flat();
}

function expectClose(values: ArrayLike<number>, truth: ArrayLike<number>, digits = 12): void {
  expect(values.length).toBe(truth.length);
  Array.from(truth).forEach((value, j) => {
    expect(values[j]! / Math.max(1, Math.abs(value))).toBeCloseTo(
      value / Math.max(1, Math.abs(value)),
      digits,
    );
  });
}

const noise = { rng: rng(41, "noise") };

describe("Euler-Maruyama", () => {
  it("adds f dt + g dW, for additive noise", () => {
    const sde = itoProcess({ dim: 2, drift, diffusion: 0.7 });
    const truth = byHand(start, 2, ([x, y], [v, w], t, dt) => [
      x! + (y! - t) * dt + 0.7 * v!,
      y! - x! * y! * dt + 0.7 * w!,
    ]);
    expectClose(solve(sde, start, { times, ...noise }).points.data, truth);
  });

  it("adds f dt + g_k dW_k, for diagonal noise", () => {
    const diffusion = (x: number, y: number, t: number) => [x * t, 1 + y * y];
    const sde = itoProcess({ dim: 2, drift, diffusion });
    const truth = byHand(start, 2, ([x, y], [v, w], t, dt) => [
      x! + (y! - t) * dt + x! * t * v!,
      y! - x! * y! * dt + (1 + y! * y!) * w!,
    ]);
    expectClose(solve(sde, start, { times, ...noise }).points.data, truth);
  });

  it("adds f dt + G dW, for a matrix with as many columns as noises", () => {
    const diffusionMatrix = (x: number, y: number, t: number) => [
      [x, 1, t],
      [0, y, -2],
    ];
    const sde = itoProcess({ dim: 2, drift, diffusionMatrix, noiseDim: 3 });
    const truth = byHand(start, 3, ([x, y], [u, v, w], t, dt) => [
      x! + (y! - t) * dt + x! * u! + v! + t * w!,
      y! - x! * y! * dt + y! * v! - 2 * w!,
    ]);
    expectClose(solve(sde, start, { times, ...noise }).points.data, truth);
  });

  it("runs down in time with a negative dt and noise of variance |dt|", () => {
    const sde = reverse(
      variancePreserving({ betaMin: 0.1, betaMax: 20 }),
      variancePreserving({ betaMin: 0.1, betaMax: 20 }).marginals(
        gaussian({ mean: 1, covariance: 0.3 }),
      ),
      { until: 0.2 },
    );
    expect(sde.interval).toEqual([1, 0.2]);
    const x = points([0.3, -1.2]);
    const grid = [1, 0.8, 0.6, 0.4, 0.2];
    const run = solve(sde, x, { steps: 4, ...noise });
    const truth = byHand(
      x,
      1,
      ([value], [dw], t, dt) => {
        const beta = 0.1 + 19.9 * t;
        const kept = Math.exp(-0.1 * t - 9.95 * t * t);
        const score = -(value! - Math.sqrt(kept)) / (kept * 0.3 + 1 - kept);
        return [value! + (-0.5 * beta * value! - beta * score) * dt + Math.sqrt(beta) * dw!];
      },
      grid,
    );
    expectClose(run.points.data, truth, 9);
    expect(run.time).toBe(0.2);
  });

  it("has exactly the mean x_0 (1 + mu h)^n for geometric Brownian motion", () => {
    const sde = geometricBrownianMotion({ drift: 1.5, volatility: 0.4 });
    const run = solve(sde, 1, { steps: 4, paths: 20_000, rng: rng(42, "noise") });
    expectEstimate(average(run.points.data), 1.375 ** 4, [Math.exp(1.5)]);
    const square = (1.375 ** 2 + 0.16 / 4) ** 4;
    // Wrong: dt for sqrt(dt), which leaves a noise of variance h^2, and sigma for its square.
    const secondMoment = average(run.points.data.map((x) => x * x));
    expectEstimate(secondMoment, square, [(1.375 ** 2 + 0.16 / 16) ** 4]);
  });

  it("is thrown out by a drift that is not Lipschitz, where the solution comes home", () => {
    // The solution of dx = -x^3 dt from 10 is 10 / sqrt(1 + 200 t).
    const sde = itoProcess({ drift: (x) => -(x ** 3), diffusion: 0 });
    const path = solve(sde, 10, { times: [0, 0.1, 0.2, 0.3], save: "all", ...noise }).path(0);
    expectClose(path, [10, -90, 72_810, 72_810 - 0.1 * 72_810 ** 3]);
    const fine = solve(sde, 10, { steps: 2000, ...noise }).points.data;
    expect(fine[0]).toBeCloseTo(10 / Math.sqrt(201), 2);
  });

  it("has the variance of its recursion, v <- (1 - theta h)^2 v + g^2 h, for Ornstein-Uhlenbeck", () => {
    const sde = ornsteinUhlenbeck({ rate: 2, volatility: 0.8, duration: 3 });
    let v = 0;
    for (let k = 0; k < 12; k++) v = 0.5 ** 2 * v + 0.64 / 4;
    const run = solve(sde, 5, { steps: 12, paths: 20_000, rng: rng(43, "noise") });
    expectEstimate(variance(run.points.data), v, [0.64 / 4, v / 4, 0.8 * v]);
    expectEstimate(average(run.points.data), 5 * 0.5 ** 12);
  });
});

describe("Milstein's method", () => {
  it("adds g g' (dW^2 - dt) / 2 in each coordinate", () => {
    const diffusion = (x: number, y: number, t: number) => [x * t, 1 + y * y];
    const diffusionDerivative = (_x: number, y: number, t: number) => [t, 2 * y];
    const truth = byHand(start, 2, ([x, y], [v, w], t, dt) => [
      x! + (y! - t) * dt + x! * t * v! + 0.5 * x! * t * t * (v! * v! - dt),
      y! - x! * y! * dt + (1 + y! * y!) * w! + (1 + y! * y!) * y! * (w! * w! - dt),
    ]);
    const exact = itoProcess({ dim: 2, drift, diffusion, diffusionDerivative });
    const options = { method: "milstein", times, ...noise } as const;
    expectClose(solve(exact, start, options).points.data, truth);
    const byDifferences = itoProcess({ dim: 2, drift, diffusion });
    expectClose(solve(byDifferences, start, options).points.data, truth, 8);
  });

  it("is Euler-Maruyama's for additive noise", () => {
    const sde = itoProcess({ dim: 2, drift, diffusion: 0.7 });
    expect(solve(sde, start, { method: "milstein", times, ...noise }).points.data).toEqual(
      solve(sde, start, { times, ...noise }).points.data,
    );
  });

  it("takes the double products of a matrix whose columns commute", () => {
    const diffusionMatrix = (x: number, y: number) => [
      [0.5 * x, 0.3 * x],
      [0.2 * y, -0.4 * y],
    ];
    const sde = itoProcess({ dim: 2, drift, diffusionMatrix, noiseDim: 2 });
    const truth = byHand(start, 2, ([x, y], [v, w], t, dt) => {
      const square = (a: number, b: number) =>
        0.5 * (a * a * (v! * v! - dt) + b * b * (w! * w! - dt) + 2 * a * b * v! * w!);
      return [
        x! + (y! - t) * dt + 0.5 * x! * v! + 0.3 * x! * w! + square(0.5, 0.3) * x!,
        y! - x! * y! * dt + 0.2 * y! * v! - 0.4 * y! * w! + square(0.2, -0.4) * y!,
      ];
    });
    expectClose(solve(sde, start, { method: "milstein", times, ...noise }).points.data, truth, 8);
  });

  it("takes |dt| in these products where time runs down", () => {
    const diffusionMatrix = (x: number) => [[0.5 * x, 0.3 * x]];
    const sde = itoProcess({ interval: [1, 0], drift: (x) => x, diffusionMatrix, noiseDim: 2 });
    const grid = [1, 0.6, 0];
    const truth = byHand(
      points([1, 2]),
      2,
      ([x], [v, w], _, dt) => {
        const both = (0.5 * v! + 0.3 * w!) ** 2 - 0.34 * Math.abs(dt);
        return [x! + x! * dt + x! * (0.5 * v! + 0.3 * w!) + 0.5 * x! * both];
      },
      grid,
    );
    const run = solve(sde, [1, 2], { method: "milstein", times: grid, ...noise });
    expectClose(run.points.data, truth, 8);
  });

  it("takes a single noise, which always commutes, in any direction", () => {
    const diffusionMatrix = (x: number, y: number) => [[y], [x * y]];
    const sde = itoProcess({ dim: 2, drift, diffusionMatrix, noiseDim: 1 });
    const truth = byHand(start, 1, ([x, y], [w], t, dt) => {
      const square = 0.5 * (w! * w! - dt);
      // (G . grad) G for G = (y, x y): (x y, y^2 + x^2 y).
      return [
        x! + (y! - t) * dt + y! * w! + square * x! * y!,
        y! - x! * y! * dt + x! * y! * w! + square * (y! * y! + x! * x! * y!),
      ];
    });
    expectClose(solve(sde, start, { method: "milstein", times, ...noise }).points.data, truth, 8);
  });

  it("refuses columns that do not commute, and says why", () => {
    const diffusionMatrix = (x: number) => [
      [1, 0],
      [0, x],
    ];
    const sde = itoProcess({ dim: 2, drift, diffusionMatrix, noiseDim: 2 });
    expect(() => solve(sde, start, { method: "milstein", times, ...noise })).toThrow(
      /columns 1 and 2 .* do not commute: .*Levy areas.*euler-maruyama/,
    );
  });

  it("refuses a diagonal whose entries mix the coordinates", () => {
    const diffusion = (x: number, y: number) => [x, x + y];
    const sde = itoProcess({ dim: 2, drift, diffusion });
    expect(() => solve(sde, start, { method: "milstein", times, ...noise })).toThrow(
      "entry 2 changes with coordinate 1",
    );
    expect(solve(sde, start, { times, ...noise }).steps).toBe(3);
  });
});

describe("Heun's method", () => {
  it("averages drift and noise over both ends of a step", () => {
    const diffusion = (x: number, y: number, t: number) => [x * t, 1 + y * y];
    const sde = stratonovichProcess({ dim: 2, drift, diffusion });
    const truth = byHand(start, 2, ([x, y], [v, w], t, dt) => {
      const a = [x! + (y! - t) * dt + x! * t * v!, y! - x! * y! * dt + (1 + y! * y!) * w!];
      const s = t + dt;
      return [
        x! + 0.5 * ((y! - t + a[1]! - s) * dt + (x! * t + a[0]! * s) * v!),
        y! + 0.5 * (-(x! * y! + a[0]! * a[1]!) * dt + (2 + y! * y! + a[1]! ** 2) * w!),
      ];
    });
    const run = solve(sde, start, { method: "heun", times, ...noise });
    expectClose(run.points.data, truth);
    expect(run.evaluations).toBe(6);
  });
});

describe("the two readings of an equation", () => {
  const options = { drift: (x: number) => -x, diffusion: (x: number) => x };
  const x = points([1, 2]);

  it("are never exchanged: a method that converges to the other solution is refused", () => {
    const heun = () => solve(itoProcess(options), x, { method: "heun", times, ...noise });
    expect(heun).toThrow(/converges to Stratonovich's solution.*Solve toStratonovich\(sde\)/);
    for (const method of ["euler-maruyama", "milstein"] as const) {
      const run = () => solve(stratonovichProcess(options), x, { method, times, ...noise });
      expect(run).toThrow(/converges to Ito's solution.*Solve toIto\(sde\)/);
    }
    expect(() =>
      solve(geometricBrownianMotion({ drift: 1, volatility: 1 }), x, {
        method: "heun",
        times,
        ...noise,
      }),
    ).toThrow("Stratonovich");
  });

  it("are one where the noise is additive", () => {
    const additive = { drift: (y: number) => -y, diffusion: 0.5 };
    expect(solve(stratonovichProcess(additive), x, { times, ...noise }).points.data).toEqual(
      solve(itoProcess(additive), x, { times, ...noise }).points.data,
    );
    expect(solve(itoProcess(additive), x, { method: "heun", times, ...noise }).steps).toBe(3);
    expect(
      solve(ornsteinUhlenbeck({ rate: 1, volatility: 1 }), x, { method: "heun", times, ...noise })
        .method,
    ).toBe("Heun");
  });
});

describe("the noise", () => {
  const sde = geometricBrownianMotion({ drift: 0.3, volatility: 0.6 });

  it("is that of a Brownian path with the same generator, but for rounding", () => {
    const brownian = brownianMotion({ times, paths: 3, rng: rng(44, "W") });
    const shared = solve(sde, 1, { brownian }).points.data;
    expectClose(solve(sde, 1, { times, paths: 3, rng: rng(44, "W") }).points.data, shared);
  });

  it("is shared by runs on several grids: a coarse step takes the sum of the fine increments", () => {
    const brownian = brownianMotion({ duration: 1, steps: 12, paths: 2, rng: rng(45, "W") });
    const coarse = solve(sde, [1, 2], { brownian, steps: 3 }).points.data;
    const [w, v] = [brownian.path(0), brownian.path(1)];
    let [x, y] = [1, 2];
    for (const k of [0, 4, 8]) {
      x += (0.3 * x) / 3 + 0.6 * x * (w[k + 4]! - w[k]!);
      y += (0.3 * y) / 3 + 0.6 * y * (v[k + 4]! - v[k]!);
    }
    expectClose(coarse, [x, y]);
    expect(solve(sde, 1, { brownian }).steps).toBe(12);
  });

  it("is taken backwards along the path by an equation that runs down", () => {
    const down = itoProcess({ interval: [1, 0], drift: (x, t) => x * t, diffusion: (x) => x });
    const brownian = brownianMotion({ duration: 1, steps: 2, rng: rng(46, "W") });
    const w = brownian.path(0);
    const half = 1 - 0.5 + (w[1]! - w[2]!);
    const end = half - half * 0.25 + half * (w[0]! - w[1]!);
    const run = solve(down, 1, { brownian, save: "all" });
    expectClose(run.path(0), [1, half, end]);
    expect([...run.times]).toEqual([1, 0.5, 0]);
  });

  it("of path i does not depend on the number of paths, nor on later steps", () => {
    const run = (paths: number, end: number) =>
      solve(sde, 1, { times: times.slice(0, end), paths, rng: rng(47, "W"), save: "all" });
    expect([...run(1000, 4).path(2)]).toEqual([...run(3, 4).path(2)]);
    expect([...run(3, 4).path(2)].slice(0, 3)).toEqual([...run(3, 3).path(2)]);
  });

  it("is refused where it does not fit the equation", () => {
    const w = (options: object) =>
      brownianMotion({ duration: 1, steps: 4, rng: rng(1), ...options });
    const mixed = itoProcess({
      dim: 2,
      drift,
      diffusionMatrix: () => [[1], [1]],
      noiseDim: 1,
    });
    expect(() => solve(sde, 1, { brownian: w({ dim: 2 }) })).toThrow("the equation has 1 noise");
    expect(() => solve(mixed, start, { brownian: w({ dim: 2, paths: 3 }) })).toThrow("has 1 noise");
    expect(solve(mixed, start, { brownian: w({ paths: 3 }) }).steps).toBe(4);
    expect(() => solve(sde, 1, { brownian: w({ covariance: 2 }) })).toThrow("is not the identity");
    expect(() => solve(sde, [1, 2], { brownian: w({ paths: 3 }) })).toThrow("2 points for 3 paths");
    expect(() => solve(sde, 1, { brownian: w({}), steps: 3 })).toThrow(
      /times\[1\] = 0\.3+ is not one of the times of the Brownian path/,
    );
    // @ts-expect-error: one source of noise
    expect(() => solve(sde, 1, { brownian: w({}), rng: rng(1) })).toThrow("and so was brownian");
    // @ts-expect-error: a source of noise
    expect(() => solve(sde, 1, { steps: 2 })).toThrow("nor was brownian");
  });
});

describe("coefficients of another shape than the points", () => {
  const x = points([
    [1, 2],
    [3, 4],
  ]);
  const still = () => points(new Float64Array(4), 2);
  const additive = { kind: "additive", at: () => 1 } as const;
  const solved = (sde: Pick<Sde, "drift" | "diffusion" | "calculus">, method?: SolverName) => () =>
    solve({ interval: [0, 1], ...sde }, x, { steps: 3, rng: rng(1), ...(method && { method }) });

  it.each(["euler-maruyama", "milstein", "heun"] as const)("are refused by %s", (method) => {
    const tooMany = () => points(new Float64Array(10), 2);
    const flat = () => points(new Float64Array(4));
    const long = /^drift = .* gave 5 vectors of dimension 2 for 2 points of dimension 2/;
    expect(solved({ drift: tooMany, diffusion: additive }, method)).toThrow(InvalidArgument);
    expect(solved({ drift: tooMany, diffusion: additive }, method)).toThrow(long);
    expect(solved({ drift: flat, diffusion: additive }, method)).toThrow(/^drift = .* gave 4 vect/);
    const calculus = method === "heun" ? "stratonovich" : "ito";
    const diagonal = {
      drift: still,
      calculus,
      diffusion: { kind: "diagonal", at: flat, derivative: still },
    } as const;
    const message = method === "milstein" ? /./ : /^diffusion = .* gave 4 vectors of dimension 1/;
    expect(solved(diagonal, method)).toThrow(InvalidArgument);
    expect(solved(diagonal, method)).toThrow(message);
    const matrix = {
      drift: still,
      calculus,
      diffusion: { kind: "matrix", noiseDim: 1, at: () => new Float64Array(3) },
    } as const;
    expect(solved(matrix, method)).toThrow(
      /^diffusion = .* gave 3 numbers for 2 matrices of 2 by 1/,
    );
    const wide = { kind: "matrix", noiseDim: 1, at: () => new Float64Array(4).fill(1) } as const;
    expect(solved({ drift: tooMany, calculus, diffusion: wide }, method)).toThrow(long);
    const own = { kind: "diagonal", at: still, derivative: still } as const;
    expect(solved({ drift: tooMany, calculus, diffusion: own }, method)).toThrow(long);
  });

  it("are refused by the reverse equation", () => {
    const family = (score: () => Points) => ({
      dim: 2,
      level: "time" as const,
      at: () => ({ dim: 2, score, divergence: () => new Float64Array(2) }),
    });
    const forward = { interval: [0, 1] as const, drift: still, diffusion: additive };
    const tooMany = () => points(new Float64Array(10), 2);
    expect(() => reverse(forward, family(tooMany)).drift(x, 0.5)).toThrow(
      /^score = .* gave 5 vect/,
    );
    expect(() => reverse({ ...forward, drift: tooMany }, family(still)).drift(x, 0.5)).toThrow(
      /^drift = .* gave 5 vectors/,
    );
  });
});

describe("a run", () => {
  const sde = itoProcess({ interval: [0, 2], drift: (x) => -x, diffusion: 0.3 });

  it("keeps the end, all states, or every so many and the end", () => {
    const run = (save?: "end" | "all" | number) =>
      solve(sde, [1, 2], { steps: 5, ...noise, ...(save && { save }) });
    expect([...run("all").times]).toEqual([0, 0.4, 0.8, 1.2, 1.6, 2]);
    expect([...run(2).times]).toEqual([0, 0.8, 1.6, 2]);
    expect([...run().times]).toEqual([2]);
    expect([...run(2).path(1)]).toEqual([0, 2, 4, 5].map((k) => run("all").path(1)[k]));
    expect(run().points.data).toEqual(run("all").states[5]!.data);
    expect(run("all").states[0]!.data).toEqual(Float64Array.of(1, 2));
    expect(() => run(-1)).toThrow("save = -1");
    expect(run()).toMatchObject({ steps: 5, evaluations: 5, time: 2, interrupted: false });
  });

  it("refuses a path or a coordinate that it does not have, as Brownian paths do", () => {
    const vp = variancePreserving({ betaMin: 0.1, betaMax: 20 });
    const run = solve(vp, points([[1, 2]]), { steps: 3, rng: rng(1), save: "all" });
    expect(run.path(0, 1)).toHaveLength(4);
    expect(() => run.path(9)).toThrow(InvalidArgument);
    expect(() => run.path(1)).toThrow(/^i = 1 is no path .* from 0 to 0/);
    expect(() => run.path(0.5)).toThrow(/^i = 0.5 is no path/);
    expect(() => run.path(-1)).toThrow(/^i = -1 is no path/);
    expect(() => run.path(0, 2)).toThrow(/^k = 2 is no coordinate .* from 0 to 1/);
  });

  it("ends where the reader interrupts it, with what it has", () => {
    let asked = 0;
    interruptible(() => ++asked > 3);
    const run = solve(sde, [1, 2], { steps: 5, ...noise, save: 2 });
    expect(run).toMatchObject({ steps: 3, interrupted: true });
    expect(run.time).toBeCloseTo(1.2, 12);
    unhook();
    const whole = solve(sde, [1, 2], { steps: 5, ...noise, save: "all" });
    expect(run.points.data).toEqual(whole.states[3]!.data);
    expect([...run.times]).toEqual(
      [...whole.times].filter((_, k) => k === 0 || k === 2 || k === 3),
    );
  });

  it("starts every path in the plane at the one point that is given", () => {
    const still = { ...itoProcess({ dim: 2, drift: () => [0, 0], diffusion: 1 }) };
    const run = solve(still, [[3, 4]], { steps: 2, paths: 3, save: "all", ...noise });
    expect([...run.states[0]!.data]).toEqual([3, 4, 3, 4, 3, 4]);
    expect(() => solve(sde, 1, { steps: 2, paths: 0, ...noise })).toThrow("for 0 paths");
  });

  it("says at which step and time its values stop being finite", () => {
    const explosive = itoProcess({ interval: [0, 1], drift: (x) => -(x ** 3), diffusion: 1 });
    const run = () => solve(explosive, [0.1, 30], { steps: 10, ...noise });
    expect(run).toThrow(Diverged);
    expect(run).toThrow(/Euler-Maruyama: .* at step \d+ of 10, on the way to time 0\.\d/);
    try {
      run();
    } catch (error) {
      expect((error as Diverged).cause).toBeInstanceOf(NotFinite);
      const { step, time } = (error as Diverged).divergence;
      // |x| grows to |x|^3 / 10 in each step.
      expect(step).toBe(6);
      expect(time).toBeCloseTo(0.6, 12);
    }
  });

  it("refuses a grid that leaves the interval, turns against it, or is missing", () => {
    const run = (options: object) => () => solve(sde, 1, { ...noise, ...options });
    expect(run({ times: [0, 3] })).toThrow("times = 3 lies outside the interval");
    expect(run({ times: [-1, 1] })).toThrow("times = -1 lies outside the interval");
    expect(run({ times: [0, 1, 3] })).toThrow("times = 3 lies outside the interval");
    expect(run({ times: [2, 0] })).toThrow("runs against the interval");
    const down = { ...sde, interval: [2, 0] as const };
    expect(() => solve(down, 1, { times: [2, 1, 1, 0], ...noise })).toThrow(/^times\[2\] = 1 /);
    expect(run({})).toThrow("steps = undefined was not given");
    expect(run({ steps: 0 })).toThrow("steps = 0");
    expect(run({ steps: 2, times })).toThrow("and so was times");
    expect(run({ steps: 2, method: "euler" })).toThrow(
      "give one of euler-maruyama, milstein, heun".replace("give", "Give"),
    );
    expect(() => solve(sde, start, { steps: 2, ...noise })).toThrow(
      /^start = .* is of dimension 2 where the equation is of dimension 1/,
    );
    expect(() => solve(sde, [1, 2], { steps: 2, paths: 3, ...noise })).toThrow("2 points for 3");
  });

  it("shows what it did", () => {
    const bundle = solve(sde, [1, 2], { steps: 5, ...noise }).toMimeBundle() as {
      data: Record<string, string>;
    };
    const text = bundle.data["text/plain"]!;
    expect(text).toContain("Euler-Maruyama: 2 points of dimension 1");
    expect(text).toMatch(/steps\s+5/);
    expect(text).toMatch(/time reached\s+2/);
    expect(text).toMatch(/drift evaluations a point\s+5/);
    expect(text).toMatch(/states kept\s+1/);
    const one = solve(sde, 1, { steps: 5, ...noise }).toMimeBundle() as typeof bundle;
    expect(one.data["text/plain"]).toContain("Euler-Maruyama: 1 point of dimension 1");
  });

  it("solves what toStratonovich makes of it by Heun's method", () => {
    const ito = itoProcess({ drift: (x) => -x, diffusion: (x) => 0.3 * x });
    const run = solve(toStratonovich(ito), [1, 2], { method: "heun", steps: 4, ...noise });
    expect(run.method).toBe("Heun");
  });
});

it("Milstein's method sees that columns do not commute however small they are", () => {
  const sde = itoProcess({
    dim: 2,
    drift: () => [0, 0],
    noiseDim: 2,
    diffusionMatrix: (x) => [
      [1e-6, 0],
      [0, 1e-6 * x!],
    ],
  });
  expect(() =>
    solve(sde, [[1, 2]], { method: "milstein", steps: 2, rng: rng(1, "small") }),
  ).toThrow(InvalidArgument);
});
