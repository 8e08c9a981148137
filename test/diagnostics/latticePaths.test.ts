import { expect, it } from "vitest";
import { cellsOfPaths } from "../../src/diagnostics/latticePaths";

it("the cost of counting paths is the width of the band, 2 D n m, not the length of a path", () => {
  expect(cellsOfPaths(1000, 2000, 100_000, false)).toBe(203_000);
  expect(cellsOfPaths(1000, 2000, 100_000, true)).toBe(1001 * 2001);
});
