import { describe, expect, test } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { linearScore } from "../../src/densities/linearScore";
import { InvalidArgument } from "../../src/numerics/errors";
import { points } from "../../src/numerics/points";

describe("a linear score field", () => {
  test("in dimension 1 is slope x + intercept", () => {
    const s = linearScore({ slope: -0.8, intercept: 0.5 });
    expect([...s.score(points([1, -2])).data]).toEqual([-0.8 + 0.5, 1.6 + 0.5]);
    expect([...s.divergence(points([1, -2]))]).toEqual([-0.8, -0.8]);
    expect(linearScore({ slope: -1 }).score(points(3)).data[0]).toBe(-3);
  });

  test("multiplies by the rows of its matrix, not its columns", () => {
    const s = linearScore({
      slope: [
        [-1, 2],
        [0, -3],
      ],
    });
    expect([...s.score(points([[1, 10]])).data]).toEqual([19, -30]);
    expect(s.divergence(points([[1, 10]]))[0]).toBe(-4);
  });

  test("with slope -P and intercept P m is the score of a Gaussian", () => {
    const p = gaussian({
      mean: [1, -2],
      covariance: [
        [0.5, 0],
        [0, 0.25],
      ],
    });
    const s = linearScore({
      slope: [
        [-2, 0],
        [0, -4],
      ],
      intercept: [2, -8],
    });
    const x = points([
      [0, 0],
      [3, 1],
    ]);
    s.score(x).data.forEach((value, i) => {
      expect(value).toBeCloseTo(p.score(x).data[i]!, 13);
    });
    expect(s.divergence(x)[0]).toBeCloseTo(p.divergence(x)[0]!, 13);
  });

  test("takes a number for a multiple of the identity, the intercept giving the dimension", () => {
    const s = linearScore({ slope: -2, intercept: [0, 0, 1] });
    expect([...s.score(points([[1, 2, 3]])).data]).toEqual([-2, -4, -5]);
    expect(s.divergence(points([[1, 2, 3]]))[0]).toBe(-6);
  });

  test("refuses parts of different dimensions, and NaN", () => {
    expect(() => linearScore({ slope: [[-1]], intercept: [0, 0] })).toThrow(
      "is 1 by 1 where the intercept has 2 coordinates",
    );
    expect(() => linearScore({ slope: [[-1, 0]] })).toThrow(InvalidArgument);
    expect(() => linearScore({ slope: Number.NaN })).toThrow("slope = NaN");
    expect(() => linearScore({ slope: -1 }).score(points([[1, 2]]))).toThrow("dimension 2");
  });

  test("shows its numbers as a small table", () => {
    const { data } = linearScore({ slope: -1, intercept: [2, 3] }).toMimeBundle() as {
      data: Record<string, string>;
    };
    expect(data["text/plain"]).toMatch(/Linear score field, dimension 2/);
    expect(data["text/plain"]).toMatch(/s2 +3 +(-)?0 +-1/);
  });
});
