import { describe, expect, test } from "vitest";
import { energy } from "../../src/densities/energy";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { truncated } from "../../src/densities/truncated";
import { uniform } from "../../src/densities/uniform";
import { points } from "../../src/numerics/points";

const normal = gaussian({ mean: 0, covariance: 1 });

describe("a truncated density", () => {
  test("has the score of the whole one inside, and does not vanish at the bound", () => {
    const p = truncated(normal, { lower: 0 });
    expect(p.score(points([0, 1.5])).data).toEqual(Float64Array.of(-0, -1.5));
    expect(Math.exp(p.logDensity(points(0))[0]!)).toBeCloseTo(2 / Math.sqrt(2 * Math.PI), 14);
    expect(p.mean[0]).toBeCloseTo(Math.sqrt(2 / Math.PI), 12);
    expect(p.covariance[0]).toBeCloseTo(1 - 2 / Math.PI, 12);
  });

  test("in the far lower tail keeps its digits", () => {
    // Given X < -30, the mean is -30 - 1/30 + 2/30^3 - ... : Mills' ratio.
    const p = truncated(normal, { upper: -30 });
    const mills = 1 / 30 - 2 / 30 ** 3 + 10 / 30 ** 5 - 74 / 30 ** 7;
    expect(p.mean[0]! + 30 + mills).toBeCloseTo(0, 9);
    expect(p.cumulative(points(-30.1))[0]).toBeGreaterThan(0);
  });

  test("of an exponential forgets where it was cut", () => {
    const p = truncated(exponential({ rate: 2 }), { lower: 3 });
    const whole = exponential({ rate: 2 });
    expect(p.logDensity(points(3.7))[0]).toBeCloseTo(whole.logDensity(points(0.7))[0]!, 11);
    expect(p.cumulative(points(3.7))[0]).toBeCloseTo(whole.cumulative(points(0.7))[0]!, 11);
  });

  test("twice is truncated once", () => {
    const once = truncated(normal, { lower: -1, upper: 2 });
    const twice = truncated(truncated(normal, { lower: -1 }), { upper: 2 });
    const x = points([-0.5, 1.2]);
    expect(twice.logDensity(x)[0]).toBeCloseTo(once.logDensity(x)[0]!, 12);
    expect(twice.covariance[0]).toBeCloseTo(once.covariance[0]!, 11);
  });

  test("refuses an interval that holds nothing, or nothing that float64 can see", () => {
    expect(() => truncated(exponential({ rate: 1 }), { upper: -1 })).toThrow(
      "upper = -1 leaves nothing of [0, Infinity], where p lives",
    );
    expect(() => truncated(normal, { lower: 2, upper: 1 })).toThrow("lower = 2 leaves nothing");
    expect(() => truncated(normal, { lower: Number.NaN })).toThrow(/^lower = NaN is not a number/);
    expect(() => truncated(normal, { upper: Number.NaN })).toThrow(/^upper = NaN is not a number/);
    expect(() => truncated(normal, { lower: 7 })).toThrow(/share .* lost its digits to rounding/);
  });

  test("refuses a density without a distribution function, or in the plane", () => {
    expect(() => truncated(energy({ energy: (x) => x * x }), { lower: 0 })).toThrow(
      "has no known distribution function",
    );
    expect(() => truncated(uniform({ lower: [0, 0], upper: [1, 1] }), { lower: 0 })).toThrow(
      "is of dimension 2",
    );
  });
});
