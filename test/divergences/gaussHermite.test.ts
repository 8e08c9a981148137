import { expect, test } from "vitest";
import { gaussHermite } from "../../src/divergences/gaussHermite";

const rule1 = gaussHermite(6, 1);
const mean = (f: (x: number) => number, { nodes, weights } = rule1) =>
  nodes.data.reduce((sum, x, j) => sum + weights[j]! * f(x), 0);

test.each([
  [0, 1],
  [1, 0],
  [2, 1],
  [4, 3],
  [6, 15],
  [8, 105],
  [10, 945],
  [11, 0],
])("order 6 gives the moment %d of the standard normal density, %d", (power, moment) => {
  expect(mean((x) => x ** power)).toBeCloseTo(moment, 8);
});

test("but not the moment 12, whose degree is 2 * order", () => {
  expect(mean((x) => x ** 12)).toBeCloseTo(10395 - 720, 5);
});

test("a high order integrates what is no polynomial", () => {
  const found = mean((x) => Math.cos(3 * x + 0.4), gaussHermite(80, 1));
  expect(found).toBeCloseTo(Math.exp(-4.5) * Math.cos(0.4), 13);
});

test("in the plane it is the product rule", () => {
  const { nodes, weights } = gaussHermite(5, 2);
  expect(nodes.n).toBe(25);
  expect(nodes.dim).toBe(2);
  const moment = (a: number, b: number) =>
    weights.reduce(
      (sum, w, j) => sum + w * nodes.data[2 * j]! ** a * nodes.data[2 * j + 1]! ** b,
      0,
    );
  expect(moment(0, 0)).toBeCloseTo(1, 12);
  expect(moment(2, 4)).toBeCloseTo(3, 10);
  expect(moment(6, 8)).toBeCloseTo(15 * 105, 7);
  expect(moment(1, 1)).toBeCloseTo(0, 12);
});

test("order 1 is the mean itself", () => {
  const { nodes, weights } = gaussHermite(1, 1);
  expect([...nodes.data, ...weights]).toEqual([0, 1]);
});
