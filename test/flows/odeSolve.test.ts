import { afterEach, describe, expect, it } from "vitest";
import { odeSolve } from "../../src/flows/odeSolve";
import { type VelocityField, velocityField } from "../../src/flows/velocityField";
import { points } from "../../src/numerics/points";
import { Diverged } from "../../src/reporting/diverged";
import { interruptible, unhook } from "../reporting/hook";
import { distance, expectClose, fixture, orders, oscillator } from "./specimens";

afterEach(unhook);

const start = points([[0.7, -0.4]]);
const { times, states } = fixture.solution;
const end = states.at(-1)!;

/** Counts how often the velocity of each point is asked for. */
function counted(field: VelocityField) {
  const count = { evaluations: 0 };
  const velocity: VelocityField["velocity"] = (x, t) => {
    count.evaluations += x.n;
    return field.velocity(x, t);
  };
  return { field: { ...field, velocity }, count };
}

describe("one step", () => {
  const { time, size, before } = fixture.step;
  const once = { from: time, to: time + size, steps: 1 } as const;

  it("of Runge-Kutta 4 is that of NumPy", () => {
    const { points: x } = odeSolve(oscillator, points([before]), { ...once, method: "rk4" });
    expectClose(x.data, fixture.step.rk4, 1e-14);
  });

  it("of Dormand-Prince, and what lies within, is that of SciPy", () => {
    const options = { ...once, method: "dormand-prince", dense: true } as const;
    const solution = odeSolve(oscillator, points([before]), options);
    expectClose(solution.points.data, fixture.step.dormandPrince, 1e-14);
    for (const [part, inside] of Object.entries(fixture.step.inside)) {
      expectClose(solution.at(time + Number(part) * size).data, inside, 1e-14);
    }
  });
});

describe("many steps", () => {
  const error = (method: "rk4" | "dormand-prince", steps: number) =>
    distance(odeSolve(oscillator, start, { method, steps }).points.data, end);

  it.each([
    ["rk4", 4, [40, 80, 160, 320]],
    ["dormand-prince", 5, [64, 80, 100, 128]],
  ] as const)("of %s have an error of order %i", (method, order, steps) => {
    const slopes = orders(
      steps,
      steps.map((n) => error(method, n)),
    );
    for (const slope of slopes) expect(Math.abs(slope - order)).toBeLessThan(0.25);
  });

  it.each([
    ["rk4", 2000],
    ["dormand-prince", 500],
  ] as const)("of %s end where SciPy ends", (method, steps) => {
    expect(error(method, steps)).toBeLessThan(1e-11);
  });

  it("lead back as well", () => {
    const back = odeSolve(oscillator, points([end]), { from: 2.3, to: 0.3, steps: 800 });
    expectClose(back.points.data, [0.7, -0.4], 1e-9);
  });

  it("are those of a plain loop", () => {
    const v = (x: number, t: number) => Math.sin(3 * t) - x * x;
    let x = 0.4;
    const h = 0.25;
    for (let k = 0; k < 4; k++) {
      const t = 1 + k * h;
      const k1 = v(x, t);
      const k2 = v(x + (h / 2) * k1, t + h / 2);
      const k3 = v(x + (h / 2) * k2, t + h / 2);
      const k4 = v(x + h * k3, t + h);
      x += (h / 6) * (k1 + 2 * k2 + 2 * k3 + k4);
    }
    const field = velocityField({ interval: [1, 2], velocity: v });
    expectClose(odeSolve(field, 0.4, { steps: 4 }).points.data, [x], 1e-15);
  });

  it.each([
    ["rk4", 28, false],
    ["rk4", 29, true],
    ["dormand-prince", 43, false],
    ["dormand-prince", 43, true],
  ] as const)(
    "of %s count the %i evaluations of seven steps (dense: %s)",
    (method, count, dense) => {
      const { field, count: real } = counted(oscillator);
      const solution = odeSolve(field, start, { method, steps: 7, dense });
      expect([...solution.evaluations]).toEqual([count]);
      expect(real.evaluations).toBe(count);
      expect([...solution.accepted, ...solution.rejected]).toEqual([7, 0]);
    },
  );
});

describe("the solution between the steps", () => {
  // exp(sin t)
  const swing = velocityField({ interval: [0, 3], velocity: (x, t) => Math.cos(t) * x });
  const between = Array.from({ length: 499 }, (_, i) => (3 * i) / 498);
  const error = (method: "rk4" | "dormand-prince", steps: number) => {
    const solution = odeSolve(swing, 1, { method, steps, dense: true });
    const errors = between.map((t) => solution.at(t).data[0]! - Math.exp(Math.sin(t)));
    return Math.max(...errors.map(Math.abs));
  };

  it.each([
    ["rk4", 4, [16, 32, 64, 128]],
    ["dormand-prince", 5, [12, 24, 48, 96]],
  ] as const)("of %s has an error of order %i everywhere", (method, order, steps) => {
    const slopes = orders(
      steps,
      steps.map((n) => error(method, n)),
    );
    for (const slope of slopes) expect(Math.abs(slope - order)).toBeLessThan(0.1);
  });

  it.each(["rk4", "dormand-prince"] as const)("of %s is the solution", (method) => {
    expect(error(method, 500)).toBeLessThan(1e-10);
  });

  it("is that of SciPy under error control, forwards and back", () => {
    for (const way of [{}, { from: 2.3, to: 0.3 }]) {
      const solution = odeSolve(oscillator, "from" in way ? points([end]) : start, {
        ...way,
        relativeTolerance: 1e-11,
        dense: true,
      });
      times.forEach((t, i) => {
        expectClose(solution.at(t).data, states[i]!, 1e-9);
      });
    }
  });

  it("passes through start and end exactly, forwards and backwards", () => {
    for (const options of [
      { steps: 9 },
      { relativeTolerance: 1e-5 },
      { from: 2.3, to: 0.3, steps: 9 },
    ]) {
      const solution = odeSolve(oscillator, start, { ...options, dense: true });
      const { from = 0.3, to = 2.3 } = options as { from?: number; to?: number };
      expect(solution.at(from).data).toEqual(start.data);
      expect(solution.at(to).data).toEqual(solution.points.data);
    }
  });

  it("is continuous across steps", () => {
    const solution = odeSolve(oscillator, start, { steps: 8, dense: true });
    const [before, after] = [solution.at(1.3 - 1e-9), solution.at(1.3 + 1e-9)];
    expect(distance(before.data, after.data)).toBeLessThan(1e-8);
  });

  it("is refused outside", () => {
    const solution = odeSolve(oscillator, start, { to: 1, steps: 9, dense: true });
    expect(() => solution.at(1.1)).toThrow(/time = 1.1 lies outside \[0.3, 1\]/);
    expect(() => solution.at(0.2)).toThrow(/time = 0.2 lies outside \[0.3, 1\]/);
  });

  it("is not kept unless asked for", () => {
    expect("at" in odeSolve(oscillator, start, { steps: 9 })).toBe(false);
  });
});

describe("what cannot be", () => {
  it.each([
    [{ steps: 0 }, /steps = 0 is not a whole number of at least 1/],
    [{ steps: 2.5 }, /steps = 2.5 is not/],
    [{ steps: 5, relativeTolerance: 1e-3 }, /steps = 5 is given together with a tolerance/],
    [{ steps: 5, absoluteTolerance: 1e-3 }, /steps = 5 is given together with a tolerance/],
    [{ method: "rk4" }, /steps = undefined is missing: rk4 does not estimate its error/],
    [{ method: "euler", steps: 5 }, /method = "euler" is no known method/],
    [{ relativeTolerance: 0 }, /relativeTolerance = 0 is not a positive/],
    [{ absoluteTolerance: -1 }, /absoluteTolerance = -1 is not a positive/],
    [{ steps: 5, to: 3 }, /to = 3 lies outside \[0.3, 2.3\]/],
    [{ steps: 5, from: 0.1 }, /from = 0.1 lies outside \[0.3, 2.3\]/],
    [{ steps: 5, from: Number.NaN }, /from = NaN lies outside/],
    [{ steps: 5, to: 0.3 }, /to = 0.3 is the time of the start/],
  ])("is refused: %o", (options, message) => {
    expect(() => odeSolve(oscillator, start, options as { steps: number })).toThrow(message);
  });

  it("refuses points of another dimension, and velocities of another shape", () => {
    expect(() => odeSolve(oscillator, 1, { steps: 5 })).toThrow(
      /is of dimension 1 where 2 is needed/,
    );
    const bad = { ...oscillator, velocity: () => points([1, 2]) };
    expect(() => odeSolve(bad, start, { steps: 5 })).toThrow(
      /gave 2 vectors of dimension 1 for 1 points/,
    );
  });

  it("names the step at which values stop being finite", () => {
    const square = velocityField({ interval: [0, 2], velocity: (x) => x * x });
    const blowUp = () => odeSolve(square, 1, { steps: 10 });
    expect(blowUp).toThrow(Diverged);
    expect(blowUp).toThrow(/^Runge-Kutta 4: .* at step \d+ of 10\. Take more steps/);
    // From 0.5 to 0.6 is the sixth of ten steps.
    const wall = velocityField({
      interval: [0, 1],
      velocity: (_, t) => (t > 0.55 ? Number.NaN : 1),
    });
    expect(() => odeSolve(wall, 0, { steps: 10 })).toThrow(/at step 6 of 10/);
  });
});

describe("an interrupt", () => {
  it("leaves the points at the time that was reached", () => {
    let asked = 0;
    interruptible(() => ++asked > 3);
    const { points: x, time, interrupted, accepted } = odeSolve(oscillator, start, { steps: 8 });
    expect(time).toBeCloseTo(1.05, 14);
    expect([interrupted, accepted[0]]).toEqual([true, 3]);
    unhook();
    expectClose(x.data, odeSolve(oscillator, start, { to: time, steps: 3 }).points.data, 1e-14);
  });
});

describe("the table of a solution", () => {
  it("says how far, in how many steps and evaluations", () => {
    const bundle = odeSolve(oscillator, start, { steps: 8 }).toMimeBundle();
    const text = (bundle as { data: Record<string, string> }).data["text/plain"];
    expect(text).toMatch(/Runge-Kutta 4: 1 point of dimension 2/);
    expect(text).toMatch(/0.3 to 2.3/);
    expect(text).toMatch(/velocity evaluations a point\s+32/);
    expect(text).toMatch(/steps\s+8/);
  });

  it("gives the fewest and the most steps of points that chose their own", () => {
    const field = velocityField({ interval: [0, 1], velocity: (y, t) => y! * Math.cos(9 * t!) });
    const run = odeSolve(field, [1e-8, 1, 100], { absoluteTolerance: 1e-9 });
    const { data } = run.toMimeBundle() as { data: Record<string, string> };
    const [low, high] = [Math.min(...run.accepted), Math.max(...run.accepted)];
    expect(low).toBeLessThan(high);
    expect(data["text/plain"]).toMatch(new RegExp(`steps +${low} to ${high}\n`));
    expect(data["text/plain"]).toContain("Dormand-Prince: 3 points of dimension 1");
  });
});

it("the table of a solution counts the steps that were given up", () => {
  const field = velocityField({
    interval: [0, 1],
    velocity: (y, t) => -400 * (y! - Math.cos(40 * t!)),
  });
  const run = odeSolve(field, 3, { relativeTolerance: 1e-8 });
  expect(run.rejected[0]).toBeGreaterThan(0);
  expect(run.rejected[0]).not.toBe(run.accepted[0]);
  const { data } = run.toMimeBundle() as { data: Record<string, string> };
  expect(data["text/plain"]).toMatch(new RegExp(`steps given up +${run.rejected[0]}(\n|$)`));
});
