import { describe, expect, it } from "vitest";
import { received, sent } from "../../bench/arrays.mjs";
import { difference } from "../../bench/compare.mjs";

const results = (values: number[]) => ({ losses: sent(values, [values.length]) });

describe("results of two implementations", () => {
  it("are the same when they differ by rounding of the largest number", () => {
    expect(difference(results([1000, 0.001]), results([1000, 0.0015]), 1e-6)).toBeUndefined();
  });

  it("differ when a number is wrong, and the difference names it", () => {
    expect(difference(results([1, 2]), results([1, 2.1]), 1e-3)).toBe(
      "losses[1] is 2.1 instead of 2",
    );
  });

  it("differ when one is not a number", () => {
    expect(difference(results([1, 2]), results([1, Number.NaN]), 1e-3)).toContain("NaN");
    expect(difference(results([1, Number.NaN]), results([1, 2]), 1e-3)).toContain("NaN");
  });

  it("differ when one is missing, or too short", () => {
    expect(difference(results([1]), {}, 1)).toBe("losses is missing");
    expect(difference(results([1, 2]), results([1]), 1)).toBe("losses has 1 numbers instead of 2");
  });
});

describe("numbers on their way between processes", () => {
  it("arrive as they were", () => {
    const values = [Math.PI, -0, 5e-324, Number.POSITIVE_INFINITY];
    expect([...received(sent(values, [2, 2]))]).toEqual(values);
  });

  it("must have the shape that is said", () => {
    expect(() => sent([1, 2, 3], [2, 2])).toThrow(/shape/);
  });
});
