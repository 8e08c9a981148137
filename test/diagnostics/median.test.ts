import { expect, it } from "vitest";
import { medianInPlace } from "../../src/diagnostics/median";
import { rng } from "../../src/numerics/rng";

it("the median is the number in the middle, or the mean of the two", () => {
  expect(medianInPlace(Float64Array.of(3, 1, 2))).toBe(2);
  expect(medianInPlace(Float64Array.of(4, 1, 3, 2))).toBe(2.5);
  expect(medianInPlace(Float64Array.of(7))).toBe(7);
  expect(medianInPlace(Float64Array.of(5, 5, 5, 1))).toBe(5);
});

it("the median is what sorting finds, for numbers in any order and with equal ones", () => {
  for (let n = 1; n <= 60; n++) {
    const drawn = rng(1, n).uniform(n);
    const kinds = [drawn, drawn.map((u) => Math.floor(5 * u)), drawn.slice().sort()];
    for (const values of kinds) {
      const sorted = values.slice().sort();
      const middle = (sorted[(n - 1) >>> 1]! + sorted[n >>> 1]!) / 2;
      expect(medianInPlace(values.slice())).toBe(middle);
    }
  }
});
