import { afterEach, describe, expect, it } from "vitest";
import { dormandPrince } from "../../src/flows/butcherTableau";
import { odeSolve } from "../../src/flows/odeSolve";
import { probabilityFlow } from "../../src/flows/probabilityFlow";
import { StepUnderflow } from "../../src/flows/stepUnderflow";
import { type VelocityField, velocityField } from "../../src/flows/velocityField";
import { type Points, points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { skewedMixture } from "../../src/problems/skewedMixture";
import { variancePreserving } from "../../src/processes/variancePreserving";
import { interruptible, unhook } from "../reporting/hook";
import { distance, expectClose, fixture, oscillator } from "./specimens";

afterEach(unhook);

const end = fixture.solution.states.at(-1)!;
const start = points([[0.7, -0.4]]);
const sde = variancePreserving({ betaMin: 0.1, betaMax: 20 });
const flow = probabilityFlow(sde, sde.marginals(skewedMixture().p));

describe("the error", () => {
  const error = (relativeTolerance: number) =>
    distance(odeSolve(oscillator, start, { relativeTolerance }).points.data, end);

  it("falls with the tolerance, down to rounding", () => {
    for (const tolerance of [1e-4, 1e-6, 1e-8, 1e-10]) {
      expect(error(tolerance)).toBeLessThan(10 * tolerance);
    }
    expect(error(1e-4)).toBeGreaterThan(1e-8);
    expect(error(1e-12)).toBeLessThan(1e-11);
  });

  it("is bounded by the absolute tolerance where points are small, by the relative one where large", () => {
    const decay = velocityField({
      interval: [0, 1],
      velocity: (x, t) => -x * (1 + Math.sin(9 * t)),
    });
    const exact = Math.exp(-(1 + (1 - Math.cos(9)) / 9));
    const of = (size: number, tolerances: object) => {
      const { points: x, accepted } = odeSolve(decay, size, tolerances);
      return { error: Math.abs(x.data[0]! / size - exact), steps: accepted[0]! };
    };
    const tight = { relativeTolerance: 1e-9, absoluteTolerance: 1e-9 };
    expect(of(1e9, tight).error).toBeLessThan(1e-8);
    expect(of(1e-9, tight).steps).toBeLessThan(of(1, tight).steps / 2);
    // Without an absolute part nothing but the unit changes.
    const [one, other] = [1, 2 ** 40].map((size) =>
      of(size, { relativeTolerance: 1e-9, absoluteTolerance: 1e-300 }),
    );
    expect(other).toEqual(one);
  });

  it("is measured in the mean over the coordinates", () => {
    const still = (dim: number): VelocityField => ({
      dim,
      interval: [0, 2],
      velocity: (x: Points, t: number) =>
        points(
          x.data.map((_, j) => (j % dim === 0 ? Math.exp(Math.sin(5 * t)) : 0)),
          dim,
        ),
    });
    const steps = (dim: number, absoluteTolerance: number) =>
      odeSolve(still(dim), points(new Float64Array(dim), dim), {
        relativeTolerance: 1e-300,
        absoluteTolerance,
      }).accepted[0]!;
    expect(steps(16, 1e-8)).toBe(steps(1, 4e-8));
    expect(steps(16, 1e-8)).toBeLessThan(steps(1, 1e-8));
  });

  it.each([
    ["absolute", () => 1],
    ["relative", (a: number, b: number) => Math.max(Math.abs(a), Math.abs(b))],
  ] as const)("of a step is held against the %s tolerance, as SciPy finds it", (kind, size) => {
    // With the tolerance a hair above the error the first step is kept, a hair below it is not.
    const { time, size: h, before, error: expected, dormandPrince } = fixture.step;
    const whole = { ...oscillator, interval: [time, time + 64 * h] as const };
    const norm = Math.hypot(...expected.map((e, k) => e / size(before[k]!, dormandPrince[k]!)));
    const first = (factor: number) => {
      const [given, other] = [(factor * norm) / Math.SQRT2, 1e-300];
      const solution = odeSolve(whole, points([before]), {
        relativeTolerance: kind === "relative" ? given : other,
        absoluteTolerance: kind === "absolute" ? given : other,
        dense: true,
      });
      return solution.at(time + h).data;
    };
    expectClose(first(1.001), dormandPrince, 1e-12);
    expect(distance(first(0.999), dormandPrince)).toBeGreaterThan(1e-9);
  });

  it("of a step that is rejected says how long the next one may be", () => {
    // For v = C t^4 the error of a first step grows like its fifth power; here 200 times the tolerance.
    const asked: number[] = [];
    const field = (C: number) =>
      velocityField({
        interval: [0, 1],
        velocity: (_, t) => {
          asked.push(t);
          return C * t ** 4;
        },
      });
    const errorFor = (C: number) => {
      const { nodes, errorWeights } = dormandPrince;
      return (
        Math.abs(errorWeights!.reduce((sum, e, i) => sum + e * nodes[i]! ** 4, 0) * C) / 64 ** 5
      );
    };
    const absoluteTolerance = errorFor(1) / 200;
    odeSolve(field(1), 0, { relativeTolerance: 1e-300, absoluteTolerance });
    // One evaluation at the start, six for 1/64, six for 0.9 / 200^(1/5) of it, rounded down to 1/256.
    expect([asked[6], asked[12]]).toEqual([1 / 64, 1 / 256]);
  });

  it("is held against a millionth if nothing is said", () => {
    const plain = odeSolve(oscillator, start);
    const stated = { relativeTolerance: 1e-6, absoluteTolerance: 1e-6 };
    expect(odeSolve(oscillator, start, stated).points).toEqual(plain.points);
    const loose = odeSolve(oscillator, start, { absoluteTolerance: 1e-3 });
    expect(loose.accepted[0]).toBeLessThan(plain.accepted[0]!);
  });
});

describe("the steps of a point", () => {
  const some = skewedMixture().p.sample(40, rng(3, "batch"));

  it("do not depend on the others: same numbers in every batch", () => {
    const together = odeSolve(flow, some, { relativeTolerance: 1e-5 });
    for (const i of [0, 7, 39]) {
      const alone = odeSolve(flow, some.data[i]!, { relativeTolerance: 1e-5 });
      expect(alone.points.data[0]).toBe(together.points.data[i]);
      expect(alone.evaluations[0]).toBe(together.evaluations[i]);
      expect(alone.rejected[0]).toBe(together.rejected[i]);
    }
    expect(new Set(together.evaluations).size).toBeGreaterThan(2);
  });

  it("do not depend on the others in between either", () => {
    const dense = { relativeTolerance: 1e-4, dense: true } as const;
    const together = odeSolve(flow, some, dense);
    const alone = odeSolve(flow, some.data[7]!, dense);
    for (const t of [0.11, 0.5, 0.93]) expect(alone.at(t).data[0]).toBe(together.at(t).data[7]);
  });

  it("are counted, rejected ones too", () => {
    const own = new Float64Array(some.n);
    const counting: VelocityField = {
      ...flow,
      velocity(x, t) {
        // The number of a point rides along as a second coordinate that does not move.
        for (let i = 0; i < x.n; i++) own[x.data[2 * i + 1]!]! += 1;
        const moving = points(Float64Array.from({ length: x.n }, (_, i) => x.data[2 * i]!));
        const v = flow.velocity(moving, t).data;
        return points(
          x.data.map((_, j) => (j % 2 === 0 ? v[j / 2]! : 0)),
          2,
        );
      },
      dim: 2,
    };
    const numbered = points(Array.from(some.data, (x, i) => [x, i]));
    const solution = odeSolve(counting, numbered, { relativeTolerance: 1e-5 });
    expect(solution.evaluations).toEqual(own);
    expect(Math.max(...solution.rejected)).toBeGreaterThan(0);
    expect(solution.evaluations).toEqual(
      solution.accepted.map((a, i) => 1 + 6 * (a + solution.rejected[i]!)),
    );
  });

  it("are as many as the way is hard, and no more than three times those of free lengths", () => {
    // SciPy's RK45 with rtol = atol = 1e-7 takes 150 evaluations a point in the mean.
    const { evaluations } = odeSolve(flow, points([-3, -1, 0.5, 2]), { relativeTolerance: 1e-7 });
    for (const count of evaluations) expect(count).toBeLessThan(300);
    const still = velocityField({ interval: [0, 1], velocity: () => 1 });
    const { accepted, points: x } = odeSolve(still, 0, {});
    expect(accepted[0]).toBeLessThan(30);
    expectClose(x.data, [1], 1e-14);
  });

  it("end exactly at the end, forwards and backwards, however odd the times", () => {
    const clock = velocityField({ interval: [-0.1, 2.7], velocity: (_, t) => 3 * t * t });
    for (const [from, to] of [
      [-0.1, 2.7],
      [2.7, 0.3],
    ] as const) {
      const { points: x, time } = odeSolve(clock, 0, { from, to });
      expect(time).toBe(to);
      expectClose(x.data, [to ** 3 - from ** 3], 1e-12);
    }
  });

  it("never ask for a time outside the way, not even by rounding", () => {
    const asked: number[] = [];
    const field = velocityField({
      interval: [0.1, 0.7],
      velocity: (x, t) => {
        asked.push(t);
        return Math.sin(40 * t) * x;
      },
    });
    odeSolve(field, 1, {});
    for (let steps = 1; steps < 30; steps++) {
      odeSolve(field, 1, { steps, dense: true });
      odeSolve(field, 1, { steps, method: "dormand-prince" });
      odeSolve(field, 1, { steps, from: 0.7, to: 0.1 });
    }
    expect([Math.min(...asked), Math.max(...asked)]).toEqual([0.1, 0.7]);
  });
});

describe("a step that shrinks to nothing", () => {
  const square = velocityField({ interval: [0, 2], velocity: (x) => x * x });

  it("is an error that names time, step, point, place and remedy", () => {
    const solve = () => odeSolve(square, [0.1, 1], { relativeTolerance: 1e-6 });
    expect(solve).toThrow(StepUnderflow);
    expect(solve).toThrow(
      /^Dormand-Prince: the step of point 1 shrank to \S+ at time 1, where it was at \S+, .*Stop before a singularity/,
    );
    try {
      solve();
    } catch (error) {
      const { underflow } = error as StepUnderflow;
      expect(underflow.time).toBeCloseTo(1, 6);
      expect(underflow.step).toBeLessThan(1e-14);
      expect(underflow.at[0]).toBeGreaterThan(1e6);
    }
  });

  it("says so where the velocity is not finite", () => {
    const wall = velocityField({
      interval: [0, 1],
      velocity: (x, t) => (t < 0.625 ? 1 : Number.POSITIVE_INFINITY * (1 + x * x)),
    });
    const solve = () => odeSolve(wall, 0, {});
    expect(solve).toThrow(/at time 0\.625.*the velocity is not finite just beyond/);
  });

  it("names the point that asked for it, in any batch, and only then", () => {
    const rootOf = velocityField({ interval: [0, 1], velocity: (x) => -Math.sqrt(x) });
    const { points: x } = odeSolve(rootOf, [4, 9], {});
    expectClose(x.data, [2.25, 6.25], 1e-6);
    expect(() => odeSolve(rootOf, [4, 0.04, 9], {})).toThrow(/the step of point 1 shrank/);
  });

  it("passes other errors of the velocity on", () => {
    const broken: VelocityField = {
      ...square,
      velocity: () => {
        throw new TypeError("no such layer");
      },
    };
    expect(() => odeSolve(broken, 1, {})).toThrow("no such layer");
  });
});

describe("an interrupt", () => {
  const x = points([-2.4, -0.3, 0.1, 1.7]);
  const dense = { relativeTolerance: 1e-7, dense: true } as const;
  const whole = odeSolve(flow, x, dense);

  it.each([20, 37, 60, 61, 62, 75])("after %i questions leaves all points at one time", (last) => {
    let asked = 0;
    interruptible(() => ++asked > last);
    const half = odeSolve(flow, x, dense);
    expect(half.interrupted).toBe(true);
    expect(half.time).toBeGreaterThan(0);
    expect(half.time).toBeLessThan(1);
    expect(half.points.data).toEqual(whole.at(half.time).data);
    expect(half.at(half.time / 2).data).toEqual(whole.at(half.time / 2).data);
    expect(() => half.at(half.time + 0.01)).toThrow(/lies outside/);
  });

  it("before the first step leaves the start", () => {
    interruptible(() => true);
    const { points: x, time, interrupted } = odeSolve(flow, 1.5, {});
    expect([x.data[0], time, interrupted]).toEqual([1.5, 0, true]);
  });
});
