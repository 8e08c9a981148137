import { describe, expect, it } from "vitest";
import { logLogSlope } from "../../../src/numerics/statistics/logLogSlope";

describe("the slope on two logarithmic axes", () => {
  it("is the power, whatever the factor and the sign", () => {
    const x = [1, 2, 5, 9];
    for (const factor of [3, -0.01]) {
      const { value, standardError, n } = logLogSlope(
        x,
        x.map((a) => factor * a ** -1.5),
      );
      expect(value).toBeCloseTo(-1.5, 12);
      expect(standardError).toBeLessThan(1e-12);
      expect(n).toBe(4);
    }
  });

  it("has the standard error of its residuals", () => {
    // log2 y = 0, 2, 1, 3 at log2 x = 0, 1, 2, 3, by hand: slope 4/5, error sqrt(1.8 / 2 / 5).
    const { value, standardError } = logLogSlope([1, 2, 4, 8], Float64Array.of(1, 4, 2, 8));
    expect(value).toBeCloseTo(0.8, 12);
    expect(standardError).toBeCloseTo(Math.sqrt(1.8 / 2 / 5), 12);
  });

  it.each<[string, number[], number[], RegExp]>([
    ["lengths that differ", [1, 2, 3], [1, 2], /^y = .* holds 2 numbers where x holds 3/],
    ["two points", [1, 2], [1, 2], /^x = .* holds 2 numbers/],
    ["an x of zero", [0, 1, 2], [1, 2, 3], /^x\[0\] = 0 is not positive/],
    ["a negative x", [1, -1, 2], [1, 2, 3], /^x\[1\] = -1 is not positive/],
    ["a single x", [2, 2, 2], [1, 2, 3], /^x = .* over and over/],
    ["a y of zero", [1, 2, 3], [1, 0, 3], /^y\[1\] = 0 has no logarithm/],
    ["a y that is not finite", [1, 2, 3], [1, 2, 1 / 0], /^y\[2\] = Infinity/],
  ])("refuses %s", (_, x, y, message) => {
    expect(() => logLogSlope(x, y)).toThrow(message);
  });
});
