import { expect, test } from "vitest";
import { gaussian } from "../../src/densities/gaussian";

test("points whose numbers do not fill n rows are refused", () => {
  const torn = { n: 2, dim: 1, data: Float64Array.of(1, 2, 3) };
  expect(() => gaussian({ mean: 0, covariance: 1 }).score(torn)).toThrow(
    "has 3 numbers where n * dim = 2",
  );
});
