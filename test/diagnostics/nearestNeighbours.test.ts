import { expect, it } from "vitest";
import { nearestNeighbours } from "../../src/diagnostics/nearestNeighbours";

const data = [
  [0, 0],
  [10, 0],
  [0, 3],
  [10, 0],
];

it("finds the nearest point over all coordinates, and how far it is", () => {
  const { rows, distances } = nearestNeighbours(
    [
      [1, 2.5],
      [13, 4],
      [0, 0],
    ],
    data,
  );
  expect(Array.from(rows)).toEqual([2, 1, 0]);
  expect(Array.from(distances)).toEqual([Math.hypot(1, 0.5), 5, 0]);
});

it("takes the first of several that are equally near", () => {
  expect(nearestNeighbours([[10, 0]], data).rows[0]).toBe(1);
});

it("refuses points of another dimension", () => {
  expect(() => nearestNeighbours([1, 2], data)).toThrow(/^data = .* is of dimension 2/);
});
