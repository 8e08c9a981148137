import { describe, expect, it } from "vitest";
import {
  directionalVelocity,
  divergenceOf,
  type VelocityField,
  velocityField,
} from "../../src/flows/velocityField";
import { points } from "../../src/numerics/points";
import { expectClose, oscillator } from "./specimens";

const here = points([
  [0.7, -0.4],
  [-1.2, 2],
]);

describe("a field from plain functions", () => {
  it("takes the coordinates first and the time last", () => {
    const field = velocityField({
      dim: 2,
      interval: [0, 1],
      velocity: (x, y, t) => [x + 10 * t, y - 10 * t],
      divergence: (x, y, t) => 2 + x * y * t,
    });
    expect(Array.from(field.velocity(here, 0.5).data)).toEqual([5.7, -5.4, 3.8, -3]);
    expectClose(divergenceOf(field, here, 0.5), [2 - 0.14, 2 - 1.2], 1e-15);
  });

  it("may give numbers on the line", () => {
    const field = velocityField({ interval: [0, 1], velocity: (x, t) => t - x });
    expect(Array.from(field.velocity(points([1, 2]), 3).data)).toEqual([2, 1]);
    expect(field.dim).toBe(1);
  });

  it("refuses an interval without length, wrong dimensions and values that are no numbers", () => {
    const velocity = (x: number) => Math.sqrt(x);
    for (const interval of [
      [1, 1],
      [0, Number.NaN],
      [0, Number.POSITIVE_INFINITY],
    ] as const) {
      expect(() => velocityField({ interval, velocity })).toThrow(/interval = .* two different/);
    }
    const field = velocityField({ interval: [0, 1], velocity, divergence: velocity });
    expect(() => field.velocity(here, 0)).toThrow(/dimension 2 where 1 is needed/);
    expect(() => field.divergence!(here, 0)).toThrow(/dimension 2 where 1 is needed/);
    expect(() => field.velocity(points(-1), 0)).toThrow(/velocity at x\[0\] = -1 = NaN/);
    expect(() => field.divergence!(points(-1), 0)).toThrow(/divergence at x\[0\] = -1 = NaN/);
  });
});

describe("what a field may leave out", () => {
  it("is missed by name: the divergence", () => {
    const { divergence: _, ...without } = oscillator;
    expect(() => divergenceOf(without, here, 0.4)).toThrow(
      /field.divergence = undefined is missing.*trace: "hutchinson"/,
    );
  });

  it("is found by differences: the derivative along a direction", () => {
    const u = points([
      [1, 2],
      [-0.5, 0.3],
    ]);
    const s = 0.3 * Math.sin(0.8);
    const jacobian = (x: number, y: number) => [
      [s, 1],
      [-2 * x * y - 1, 1 - x * x],
    ];
    const exact = [0, 1].flatMap((i) => {
      const [x, y] = here.data.subarray(2 * i, 2 * i + 2);
      return jacobian(x!, y!).map((row) => row[0]! * u.data[2 * i]! + row[1]! * u.data[2 * i + 1]!);
    });
    expectClose(directionalVelocity(oscillator, here, u, 0.4).data, exact, 1e-10);
    const own: VelocityField = {
      ...oscillator,
      directional: (_, v, t) =>
        points(
          v.data.map((c) => c * t),
          2,
        ),
    };
    expect(Array.from(directionalVelocity(own, here, u, 2).data)).toEqual([2, 4, -1, 0.6]);
  });
});
