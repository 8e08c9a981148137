import { expect, it } from "vitest";
import { compensatedSum } from "../../src/numerics/compensatedSum";

it("a sum loses no small term to a large one, whichever comes first", () => {
  expect(compensatedSum([1, 1e100, 1, -1e100])).toBe(2);
  expect(compensatedSum([1e100, 1, -1e100])).toBe(1);
});

it("a long sum is as exact as one rounding", () => {
  expect(compensatedSum(new Float64Array(1e6).fill(0.1))).toBe(1e5);
  expect(compensatedSum([])).toBe(0);
});

it("a sum that overflows is infinite, not NaN", () => {
  expect(compensatedSum([1e308, 1e308])).toBe(Infinity);
  expect(compensatedSum([-1e308, -1e308, 5])).toBe(-Infinity);
});
