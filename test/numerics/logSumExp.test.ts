import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logSumExp } from "../../src/numerics/logSumExp";

describe("logSumExp", () => {
  it("is the logarithm of the sum where that is safe", () => {
    expect(logSumExp([Math.log(2), Math.log(3), Math.log(5)])).toBeCloseTo(Math.log(10), 15);
    expect(logSumExp([-3.5])).toBe(-3.5);
  });

  it("neither overflows nor underflows", () => {
    expect(logSumExp([1000, 1000])).toBe(1000 + Math.LN2);
    expect(logSumExp([-1e5, -1e5 - 1])).toBeCloseTo(-1e5 + Math.log1p(Math.exp(-1)), 10);
    expect(logSumExp([Math.log(1e-300), -1e300])).toBe(Math.log(1e-300));
  });

  it("keeps a term far below a largest term of 0", () => {
    expect(logSumExp([0, -50])).toBeCloseTo(Math.exp(-50), 35);
    expect(logSumExp([-50, 0, -60])).toBe(Math.log1p(Math.exp(-50) + Math.exp(-60)));
  });

  it("is -Infinity for nothing, Infinity for an infinite term, NaN only for NaN", () => {
    expect(logSumExp([])).toBe(-Infinity);
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
    expect(logSumExp([-Infinity, 2])).toBe(2);
    expect(logSumExp([Infinity, Infinity, 0])).toBe(Infinity);
    for (const first of [0, Number.NaN, -Infinity, Infinity]) {
      expect(logSumExp([first, Number.NaN])).toBeNaN();
    }
  });

  it("moves with a common shift, and does not mind the order", () => {
    const terms = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(terms, fc.double({ min: -1000, max: 1000, noNaN: true }), (a, shift) => {
        const value = logSumExp(a);
        expect(Math.abs(logSumExp(a.map((x) => x + shift)) - value - shift)).toBeLessThan(1e-11);
        expect(Math.abs(logSumExp([...a].reverse()) - value)).toBeLessThan(1e-13);
      }),
    );
  });
});
