import { beforeAll, describe, expect, it } from "vitest";
import { rng } from "../../src/numerics/rng";
import { average } from "../../src/numerics/statistics/average";
import { brownianMotion } from "../../src/processes/brownianMotion";
import { toIto, toStratonovich } from "../../src/processes/calculus";
import { geometricBrownianMotion } from "../../src/processes/geometricBrownianMotion";
import { itoProcess, stratonovichProcess } from "../../src/processes/itoProcess";
import { ornsteinUhlenbeck } from "../../src/processes/ornsteinUhlenbeck";
import type { Sde } from "../../src/processes/sde";
import { type SolverName, solve } from "../../src/processes/solve";
import { expectEstimate, logSlope, mean } from "../objectives/support";

const [MU, SIGMA] = [0.3, 0.6];
const STEPS = [16, 32, 64, 128, 256];
const w = brownianMotion({ duration: 1, steps: 256, paths: 2000, rng: rng(51, "W") });
const gbm = geometricBrownianMotion({ drift: MU, volatility: SIGMA });
const coefficients = {
  drift: (x: number) => MU * x,
  diffusion: (x: number) => SIGMA * x,
  diffusionDerivative: () => SIGMA,
};
const stratonovich = stratonovichProcess(coefficients);
const downwards = itoProcess({ ...coefficients, interval: [1, 0] });

const end = w.points.data;
const itoSolution = end.map((b) => Math.exp((MU - SIGMA ** 2 / 2) * 1 + SIGMA * b));
const stratonovichSolution = end.map((b) => Math.exp(MU * 1 + SIGMA * b));
/** In the time that has passed since 1 the drift is -mu, and the motion W_{1 - tau} - W_1. */
const downSolution = end.map((b) => Math.exp(-MU - SIGMA ** 2 / 2 - SIGMA * b));

function rms(values: Float64Array, truth: Float64Array): number {
  return Math.sqrt(mean(values.map((x, i) => (x - truth[i]!) ** 2)));
}

function errors(sde: Sde, method: SolverName, truth: Float64Array): number[] {
  return STEPS.map((steps) =>
    rms(solve(sde, 1, { method, steps, brownian: w }).points.data, truth),
  );
}

interface Case {
  readonly name: string;
  readonly sde: Sde;
  readonly method: SolverName;
  readonly order: number;
  readonly limit: Float64Array;
  readonly other: Float64Array;
}

const cases: readonly Case[] = [
  {
    name: "Euler-Maruyama",
    sde: gbm,
    method: "euler-maruyama",
    order: 0.5,
    limit: itoSolution,
    other: stratonovichSolution,
  },
  {
    name: "Milstein",
    sde: gbm,
    method: "milstein",
    order: 1,
    limit: itoSolution,
    other: stratonovichSolution,
  },
  {
    name: "Heun on the Stratonovich equation with the same coefficients",
    sde: stratonovich,
    method: "heun",
    order: 1,
    limit: stratonovichSolution,
    other: itoSolution,
  },
  {
    name: "Heun on the Stratonovich form of the Ito equation",
    sde: toStratonovich(gbm),
    method: "heun",
    order: 1,
    limit: itoSolution,
    other: stratonovichSolution,
  },
  {
    name: "Milstein on the Ito form of the Stratonovich equation",
    sde: toIto(stratonovich),
    method: "milstein",
    order: 1,
    limit: stratonovichSolution,
    other: itoSolution,
  },
  {
    name: "Euler-Maruyama down in time",
    sde: downwards,
    method: "euler-maruyama",
    order: 0.5,
    limit: downSolution,
    other: end.map((b) => Math.exp(-MU - SIGMA * b)),
  },
  {
    name: "Milstein down in time",
    sde: downwards,
    method: "milstein",
    order: 1,
    limit: downSolution,
    other: end.map((b) => Math.exp(-MU - SIGMA * b)),
  },
  {
    name: "Heun on the Stratonovich form, down in time",
    sde: toStratonovich(downwards),
    method: "heun",
    order: 1,
    limit: downSolution,
    other: end.map((b) => Math.exp(-MU - SIGMA ** 2 - SIGMA * b)),
  },
];

for (const { name, sde, method, order, limit, other } of cases) {
  describe(name, () => {
    let found: number[];
    beforeAll(() => {
      found = errors(sde, method, limit);
    });

    it(`converges path by path at the rate dt^${order}`, () => {
      expect(Math.abs(-logSlope(STEPS, found) - order)).toBeLessThan(0.1);
    });

    it("converges to its own limit, and not to that of the other reading", () => {
      expect(found.at(-1)).toBeLessThan(order === 1 ? 0.003 : 0.04);
      const last = solve(sde, 1, { method, steps: 256, brownian: w }).points.data;
      expect(rms(last, other)).toBeGreaterThan(0.1);
    });
  });
}

describe("columns that commute", () => {
  const fine = brownianMotion({ dim: 2, duration: 1, steps: 256, paths: 500, rng: rng(52, "W") });
  const sde = itoProcess({
    dim: 2,
    drift: () => [0, 0],
    diffusionMatrix: (x, y) => [
      [0.5 * x, 0.3 * x],
      [0.2 * y, -0.6 * y],
    ],
    noiseDim: 2,
  });
  const truth = fine.points.data.map((_, j) => {
    const [a, b] = j % 2 === 0 ? [0.5, 0.3] : [0.2, -0.6];
    const i = j - (j % 2);
    const [u, v] = [fine.points.data[i]!, fine.points.data[i + 1]!];
    return Math.exp(-(a * a + b * b) / 2 + a * u + b * v);
  });
  const steps = [16, 32, 64, 128];
  const found = (method: SolverName, of: Sde) =>
    steps.map((n) =>
      rms(solve(of, [[1, 1]], { method, steps: n, brownian: fine }).points.data, truth),
    );

  it("give Milstein's method the order 1 and Euler-Maruyama's 1/2", () => {
    expect(Math.abs(-logSlope(steps, found("milstein", sde)) - 1)).toBeLessThan(0.1);
    expect(Math.abs(-logSlope(steps, found("euler-maruyama", sde)) - 0.5)).toBeLessThan(0.1);
  });

  it("let Heun's method find the Ito solution from the converted equation", () => {
    const converted = found("heun", toStratonovich(sde));
    expect(Math.abs(-logSlope(steps, converted) - 1)).toBeLessThan(0.1);
    expect(converted.at(-1)).toBeLessThan(0.01);
  });
});

describe("columns that do not commute", () => {
  // y is the Ito integral of W^1 dW^2, which increments of W alone do not determine.
  const fine = brownianMotion({ dim: 2, duration: 1, steps: 256, paths: 1000, rng: rng(53, "W") });
  const sde = itoProcess({
    dim: 2,
    drift: () => [0, 0],
    diffusionMatrix: (x) => [
      [1, 0],
      [0, x],
    ],
    noiseDim: 2,
  });

  it("leave Euler-Maruyama's method its order 1/2", () => {
    const truth = solve(sde, [[0, 0]], { brownian: fine }).points.data;
    const steps = [4, 8, 16, 32];
    const found = steps.map((n) =>
      rms(solve(sde, [[0, 0]], { steps: n, brownian: fine }).points.data, truth),
    );
    expect(Math.abs(-logSlope(steps, found) - 0.5)).toBeLessThan(0.1);
  });
});

describe("additive noise", () => {
  it("gives Euler-Maruyama's method the order 1", () => {
    const sde = ornsteinUhlenbeck({ rate: 2, volatility: 0.8 });
    // The exact solution x_T = e^{-2T} x_0 + int e^{-2(T-t)} g dW, by parts, on a far finer grid.
    const fine = w.coarsened({ by: 4 }).refined({ by: 16 });
    const reference = solve(sde, 1.5, { method: "heun", brownian: fine }).points.data;
    const steps = [8, 16, 32, 64];
    const found = steps.map((n) =>
      rms(solve(sde, 1.5, { steps: n, brownian: fine }).points.data, reference),
    );
    expect(Math.abs(-logSlope(steps, found) - 1)).toBeLessThan(0.1);
    expect(found.at(-1)).toBeLessThan(0.02);
  });
});

describe("averages over paths", () => {
  const sde = geometricBrownianMotion({ drift: 1.5, volatility: 0.3 });
  const exact = sde.exact(1, w).points.data;
  const steps = [4, 8, 16, 32];

  it("converge at the rate dt with Euler-Maruyama's method, though paths only at sqrt(dt)", () => {
    for (const [power, truth] of [
      [1, 1.5],
      [2, 3 + 0.09],
    ] as const) {
      // On shared paths the difference of two averages has little noise.
      const biases = steps.map((n) => {
        const x = solve(sde, 1, { steps: n, brownian: w }).points.data;
        return average(x.map((value, i) => value ** power - exact[i]! ** power));
      });
      const slope = -logSlope(
        steps,
        biases.map((bias) => bias.value),
      );
      expect(slope).toBeGreaterThan(0.7);
      expect(slope).toBeLessThan(1.1);
      // The bias itself, exactly: of the mean (1 + mu h)^n, of the square ((1 + mu h)^2 + sigma^2 h)^n.
      biases.forEach((bias, k) => {
        const h = 1 / steps[k]!;
        const factor = power === 1 ? 1 + 1.5 * h : (1 + 1.5 * h) ** 2 + 0.09 * h;
        expectEstimate(bias, factor ** steps[k]! - Math.exp(truth), [0]);
      });
    }
  });
});
