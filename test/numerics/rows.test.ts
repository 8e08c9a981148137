import { expect, it } from "vitest";
import { points } from "../../src/numerics/points";
import { coordinate, dot, rows } from "../../src/numerics/rows";

const x = points([
  [1, 2],
  [3, 4],
  [5, 6],
]);
const y = points([
  [1, 10],
  [100, 1000],
  [0, -1],
]);

it("dot multiplies point by point, not coordinate by coordinate", () => {
  expect(Array.from(dot(x, y))).toEqual([21, 4300, -6]);
  expect(() => dot(x, points([1, 2, 3]))).toThrow(/^y = .* holds 3 points of dimension 1/);
});

it("coordinate takes one number of each point, counted from 0", () => {
  expect(Array.from(coordinate(x, 1))).toEqual([2, 4, 6]);
  expect(() => coordinate(x, 2)).toThrow(/^k = 2 /);
  expect(() => coordinate(x, -1)).toThrow(/^k = -1 /);
});

it("rows takes the points of the numbers asked for, in their order", () => {
  expect(rows(x, [2, 0, 2])).toEqual(
    points([
      [5, 6],
      [1, 2],
      [5, 6],
    ]),
  );
  expect(() => rows(x, [0, 3])).toThrow(/^chosen\[1\] = 3 /);
  expect(() => rows(x, [-1])).toThrow(/^chosen\[0\] = -1 /);
});
