import { describe, expect, test } from "vitest";
import { scoreField } from "../../src/densities/scoreField";
import { points } from "../../src/numerics/points";

describe("a score field from plain functions", () => {
  test("evaluates them point by point, in dimension 1 on numbers", () => {
    const s = scoreField({ score: (x) => -(x ** 3), divergence: (x) => -3 * x * x });
    expect([...s.score(points([1, 2])).data]).toEqual([-1, -8]);
    expect([...s.divergence(points([1, 2]))]).toEqual([-3, -12]);
  });

  test("takes a field that is no gradient", () => {
    const rotation = scoreField({ dim: 2, score: (x, y) => [-y, x], divergence: () => 0 });
    expect([...rotation.score(points([[1, 2]])).data]).toEqual([-2, 1]);
    expect(rotation.dim).toBe(2);
  });

  test("without a divergence refuses to give one", () => {
    const s = scoreField({ score: (x) => -x });
    expect(() => s.divergence(points(1))).toThrow(
      "divergence = undefined was not given to scoreField",
    );
  });

  test("refuses wrong dimensions and values that are not numbers", () => {
    const s = scoreField({ score: (x) => Math.sqrt(x), divergence: () => Number.NaN });
    expect(() => s.score(points([[1, 2]]))).toThrow("is of dimension 2 where 1 is needed");
    expect(() => s.divergence(points([[1, 2]]))).toThrow("is of dimension 2 where 1 is needed");
    expect(() => s.score(points([1, -4]))).toThrow("score at x[1] = -4 = NaN is not a number");
    expect(() => s.divergence(points(1))).toThrow("divergence at x[0] = 1 = NaN");
  });
});
