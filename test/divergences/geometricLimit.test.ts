import { expect, test } from "vitest";
import { geometricLimit } from "../../src/divergences/geometricLimit";

const sequence = (f: (h: number) => number, n = 40) =>
  Array.from({ length: n }, (_, j) => f(2 ** -j));

test.each([
  ["3 + 2h", 3, (h: number) => 3 + 2 * h],
  ["-1 + h^0.1", -1, (h: number) => -1 + h ** 0.1],
  ["h^0.5", 0, (h: number) => Math.sqrt(h)],
  ["a constant", 4, () => 4],
  ["exp(-1/h)", 0, (h: number) => Math.exp(-1 / h)],
  ["alternating and dying out", 2, (h: number) => 2 + h * Math.cos(Math.PI * Math.log2(h))],
])("finds the limit of %s, %d", (_, limit, f) => {
  expect(geometricLimit(sequence(f))).toBeCloseTo(limit, 8);
});

test("what is zero but for rounding is zero", () => {
  expect(geometricLimit(sequence((h) => Math.sqrt(h)))).toBe(0);
  expect(geometricLimit([0, 0, 0, 0])).toBe(0);
  expect(geometricLimit(sequence((h) => 1e-9 + h))).toBeCloseTo(1e-9, 14);
});

test.each([1e-8, 1e8])("the scale of the values, %d, does not matter", (scale) => {
  const scaled = (f: (h: number) => number) => geometricLimit(sequence((h) => scale * f(h)));
  expect(scaled((h) => -1 + h ** 0.1)! / scale).toBeCloseTo(-1, 8);
  expect(scaled((h) => Math.sqrt(h))).toBe(0);
  expect(scaled((h) => 1e-9 + h)! / scale).toBeCloseTo(1e-9, 14);
  expect(scaled((h) => 1 / (1 - Math.log2(h)))).toBeUndefined();
});

test("an overflow on the way is none the less an overflow", () => {
  expect(geometricLimit([1, Infinity, 1, 1, 1, 1, 1])).toBeUndefined();
});

test.each([
  ["1/h", (h: number) => 1 / h],
  ["h^-0.1", (h: number) => h ** -0.1],
  ["log h", (h: number) => Math.log(h)],
  ["a wave", (h: number) => Math.cos(Math.PI * Math.log2(h))],
  ["sin(1/h)", (h: number) => Math.sin(1 / (h + 1e-7))],
  ["1/log(h), too slow to tell", (h: number) => 1 / (1 - Math.log2(h))],
  ["an overflow", (h: number) => (h < 1e-6 ? Infinity : 1)],
])("has none for %s", (_, f) => {
  expect(geometricLimit(sequence(f))).toBeUndefined();
});

test("has none for too short a sequence", () => {
  expect(geometricLimit([1, 1, 1])).toBeUndefined();
  expect(geometricLimit([1, 1, 1, 1])).toBe(1);
});
