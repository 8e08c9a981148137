import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it } from "vitest";
import { adjointGradient } from "../../src/flows/adjointGradient";
import {
  type BackpropagationOptions,
  backpropagatedGradient,
} from "../../src/flows/backpropagatedGradient";
import type { ParametricField } from "../../src/flows/parametricField";
import type { GradientOptions } from "../../src/flows/solverGradient";
import { type Points, points } from "../../src/numerics/points";
import { interruptible, unhook } from "../reporting/hook";
import { distance, expectClose, fixture, layer, orders } from "./specimens";

afterEach(unhook);

/** dz/dt = rate z, from 0 to 1.5. */
function growth(rate: number): ParametricField {
  const scaled = (x: Points) =>
    points(
      x.data.map((value) => rate * value),
      x.dim,
    );
  return {
    dim: 1,
    interval: [0, 1.5],
    velocity: scaled,
    pullback: (_, a) => scaled(a),
    parameterPullback: (x, a): Float64Array =>
      Float64Array.of(x.data.reduce((sum, value, i) => sum + value * a.data[i]!, 0)),
  };
}

/** Of L = z(T)^2 / 2. */
const itself = (z: Points) => z;
const tight = { relativeTolerance: 1e-12 };

const { theta, starts, from, to, steps, rk4, exact } = fixture.gradients;
const net = layer(theta, [from, to]);
const origin = points(starts);
/** Of x1^2 / 2 + x1 x2 - .3 x2, summed over the points. */
const lossGradient = (x: Points) =>
  points(
    x.data.map((value, j) => (j % 2 === 0 ? value + x.data[j + 1]! : x.data[j - 1]! - 0.3)),
    2,
  );

describe("dz/dt = a z with L = z(T)^2 / 2, a = -.7, T = 1.5, z_0 = 1.2", () => {
  const factor = Math.exp(2 * -0.7 * 1.5);
  const [byStart, byRate] = [1.2 * factor, 1.5 * 1.2 ** 2 * factor];

  it("has the gradients z_0 exp(2 a T) and T z_0^2 exp(2 a T), by the adjoint method", () => {
    expect([byStart, byRate].map((g) => g.toFixed(9))).toEqual(["0.146947714", "0.264505885"]);
    const { start, parameters, returnError } = adjointGradient(growth(-0.7), 1.2, {
      ...tight,
      lossGradient: itself,
    });
    expectClose(start.data, [byStart], 1e-9);
    expectClose(parameters, [byRate], 1e-9);
    expect(returnError).toBeLessThan(1e-9);
  });

  it("has them by backpropagation in the limit of many steps", () => {
    const { start, parameters } = backpropagatedGradient(growth(-0.7), 1.2, {
      steps: 400,
      lossGradient: itself,
    });
    expectClose(start.data, [byStart], 1e-9);
    expectClose(parameters, [byRate], 1e-9);
  });

  it("has in one step of Runge-Kutta 4 the gradient of its polynomial", () => {
    // z_1 = R(a h) z_0 with R(y) = 1 + y + y^2/2 + y^3/6 + y^4/24
    const y = -0.7 * 1.5;
    const R = 1 + y + y ** 2 / 2 + y ** 3 / 6 + y ** 4 / 24;
    const slope = 1.5 * (1 + y + y ** 2 / 2 + y ** 3 / 6);
    const { start, parameters } = backpropagatedGradient(growth(-0.7), 1.2, {
      steps: 1,
      lossGradient: itself,
    });
    expectClose(start.data, [R * R * 1.2], 1e-14);
    expectClose(parameters, [R * 1.2 * slope * 1.2], 1e-14);
  });
});

describe("a layer of tanh with eight parameters, three points", () => {
  it("backpropagates Runge-Kutta 4 as complex steps do in NumPy", () => {
    const gradient = backpropagatedGradient(net, origin, { steps, lossGradient });
    expectClose(gradient.start.data, rk4.start, 1e-13);
    expectClose(gradient.parameters, rk4.parameters, 1e-13);
  });

  it.each([
    ["rk4", { steps: 400 }],
    ["dormand-prince", { steps: 100, method: "dormand-prince" }],
  ] as const)("has the exact gradient in the limit of backpropagated %s", (_, options) => {
    const gradient = backpropagatedGradient(net, origin, { ...options, lossGradient });
    expectClose(gradient.start.data, exact.start, 1e-9);
    expectClose(gradient.parameters, exact.parameters, 1e-9);
  });

  it.each([
    ["steps", { steps: 400 }],
    ["tolerances", tight],
  ] as const)("has the exact gradient by the adjoint method with %s", (_, options) => {
    const gradient = adjointGradient(net, origin, { ...options, lossGradient });
    expectClose(gradient.start.data, exact.start, 1e-9);
    expectClose(gradient.parameters, exact.parameters, 1e-9);
  });

  it("has an adjoint gradient with an error of order 4, start and parameters", () => {
    const counts = [8, 16, 32, 64];
    const gradients = counts.map((n) => adjointGradient(net, origin, { steps: n, lossGradient }));
    const errors = [
      gradients.map((g) => distance(g.start.data, exact.start)),
      gradients.map((g) => distance(g.parameters, exact.parameters)),
    ];
    for (const list of errors) {
      for (const slope of orders(counts, list)) expect(Math.abs(slope - 4)).toBeLessThan(0.3);
    }
  });

  it("has an adjoint gradient whose error falls with the tolerance", () => {
    const errors = [1e-3, 1e-5, 1e-7, 1e-9].map((relativeTolerance) => {
      const g = adjointGradient(net, origin, { relativeTolerance, lossGradient });
      return Math.max(
        distance(g.start.data, exact.start),
        distance(g.parameters, exact.parameters),
      );
    });
    for (const [k, error] of errors.entries()) {
      expect(error).toBeLessThan(20 * 10 ** (-3 - 2 * k));
      if (k > 0) expect(error).toBeLessThan(errors[k - 1]! / 5);
    }
  });

  it("runs backwards in time as well", () => {
    const there = { from: to, to: from };
    const back = backpropagatedGradient(net, origin, { ...there, steps: 300, lossGradient });
    const adjoint = adjointGradient(net, origin, { ...there, ...tight, lossGradient });
    expectClose(adjoint.start.data, back.start.data, 1e-9);
    expectClose(adjoint.parameters, back.parameters, 1e-9);
    expect(distance(back.parameters, exact.parameters)).toBeGreaterThan(0.1);
  });

  it("gives each point its own cotangent whatever the batch, and the sum of the parameters", () => {
    const options = { relativeTolerance: 1e-6, lossGradient };
    const together = adjointGradient(net, origin, options);
    const apart = starts.map((start) => adjointGradient(net, points([start]), options));
    expect(Array.from(together.start.data)).toEqual(apart.flatMap((g) => Array.from(g.start.data)));
    const sums = apart[0]!.parameters.map((_, p) =>
      apart.reduce((sum, g) => sum + g.parameters[p]!, 0),
    );
    expectClose(together.parameters, sums, 1e-13);
    expect(together.evaluations[1]).toBe(apart[1]!.evaluations[0]);
  });

  it("has the gradient of finite differences, at other parameters", () => {
    const other = theta.map((value, k) => value * (k % 2 === 0 ? -0.6 : 1.3));
    const loss = (p: readonly number[]) => {
      const { end } = backpropagatedGradient(layer(p, [from, to]), origin, {
        steps: 60,
        lossGradient,
      });
      const [a, b] = [0, 1].map((c) => end.data.filter((_, j) => j % 2 === c));
      return a!.reduce((sum, v, i) => sum + v ** 2 / 2 + v * b![i]! - 0.3 * b![i]!, 0);
    };
    const differences = other.map((_, k) => {
      const moved = (h: number) => loss(other.map((value, j) => (j === k ? value + h : value)));
      return (moved(1e-5) - moved(-1e-5)) / 2e-5;
    });
    const { parameters } = adjointGradient(layer(other, [from, to]), origin, {
      ...tight,
      lossGradient,
    });
    expectClose(parameters, differences, 1e-6);
  });
});

describe("paths that run together", () => {
  it("betray a loose tolerance: the way back does not return, and the gradient is wrong", () => {
    // The way there forgets the start at the rate exp(-18); the way back blows its errors up as much.
    const steep: ParametricField = { ...growth(-12), interval: [0, 1.5] };
    const loose = adjointGradient(steep, 1.2, { relativeTolerance: 1e-5, lossGradient: itself });
    const truth = 1.2 * Math.exp(2 * -12 * 1.5);
    expect(loose.returnError).toBeGreaterThan(0.1);
    expect(Math.abs(loose.parameters[0]! / (1.5 * 1.2 * truth) - 1)).toBeGreaterThan(0.1);
    const remembered = backpropagatedGradient(steep, 1.2, { steps: 400, lossGradient: itself });
    expectClose(remembered.start.data, [truth], 1e-3);
    const controlled = adjointGradient(steep, 1.2, {
      relativeTolerance: 1e-10,
      absoluteTolerance: 1e-20,
      lossGradient: itself,
    });
    expect(controlled.returnError).toBeLessThan(1e-3);
    expectClose(controlled.start.data, [truth], 1e-3);
  });
});

describe("what is stored for the way back", () => {
  it.each([10, 40])("is one state for the adjoint method, %i for as many steps backwards", (n) => {
    expect(adjointGradient(net, origin, { steps: n, lossGradient }).storedStates).toBe(1);
    expect(backpropagatedGradient(net, origin, { steps: n, lossGradient }).storedStates).toBe(n);
  });

  it("is also what the memory shows", () => {
    setFlagsFromString("--expose-gc");
    const gc: () => void = runInNewContext("gc");
    // What the first finds dead, the second has freed.
    const collect = () => {
      gc();
      gc();
    };
    const size = 2_000;
    const start = points(new Float64Array(size).fill(0.5));
    /** How many states, of `size` numbers each, are alive at an evaluation late in the run. */
    const alive = (late: number, gradient: (field: ParametricField) => unknown) => {
      let [found, evaluations] = [0, 0];
      const field = growth(-0.7);
      collect();
      const before = process.memoryUsage().arrayBuffers;
      gradient({
        ...field,
        velocity(x, t) {
          if (++evaluations === late) {
            collect();
            found = process.memoryUsage().arrayBuffers - before;
          }
          return field.velocity(x, t);
        },
      });
      expect(evaluations).toBeGreaterThanOrEqual(late);
      return found / (8 * size);
    };
    const lossGradient = itself;
    // Each takes 4 evaluations a step, there and back.
    const adjoint = (n: number) =>
      alive(8 * n - 3, (field) => adjointGradient(field, start, { steps: n, lossGradient }));
    const backwards = (n: number) =>
      alive(8 * n - 3, (field) => backpropagatedGradient(field, start, { steps: n, lossGradient }));
    // 35 steps more: what is in flight at the moment makes a difference of a few states.
    expect(adjoint(40) - adjoint(5)).toBeLessThan(12);
    expect(backwards(40) - backwards(5)).toBeGreaterThan(24);
  });

  it("counts evaluations there and back", () => {
    const count = (options: Partial<GradientOptions>) =>
      adjointGradient(net, origin, { ...options, lossGradient } as GradientOptions).evaluations[0];
    expect(count({ steps: 10 })).toBe(80);
    const { evaluations } = backpropagatedGradient(net, origin, { steps: 10, lossGradient });
    expect(evaluations[0]).toBe(80);
  });
});

describe("a gradient that cannot be", () => {
  it("is refused: a loss gradient of another shape, tolerances in backpropagation", () => {
    const bad = { steps: 3, lossGradient: () => points(1) };
    expect(() => adjointGradient(net, origin, bad)).toThrow(
      /lossGradient = .* gave 1 vectors of dimension 1 for 3 points of dimension 2/,
    );
    expect(() => backpropagatedGradient(net, origin, bad)).toThrow(/lossGradient/);
    for (const [n, dim] of [
      [3, 1],
      [2, 2],
    ] as const) {
      const one = { steps: 3, lossGradient: () => points(new Float64Array(n * dim), dim) };
      expect(() => adjointGradient(net, origin, one)).toThrow(
        `gave ${n} vectors of dimension ${dim} for 3 points of dimension 2`,
      );
    }
    const loose = { relativeTolerance: 1e-3, lossGradient } as unknown as BackpropagationOptions;
    expect(() => backpropagatedGradient(net, origin, loose)).toThrow(
      /steps = undefined is missing/,
    );
  });

  it("is half a gradient: an interrupt is an error that says when", () => {
    for (const after of [2, 7]) {
      let asked = 0;
      interruptible(() => ++asked > after);
      expect(() => adjointGradient(net, origin, { steps: 5, lossGradient })).toThrow(
        /Interrupted at time .*a gradient needs the whole way/,
      );
    }
  });
});
