import { describe, expect, test } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { InvalidArgument } from "../../src/numerics/errors";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";

describe("a Gaussian density", () => {
  test("in the plane has the values that its inverse covariance, found by hand, gives", () => {
    const p = gaussian({
      mean: [1, -1],
      covariance: [
        [2, 0.6],
        [0.6, 0.5],
      ],
    });
    // det = 0.64, P = [[0.5, -0.6], [-0.6, 2]] / 0.64; x - m = (2, 1).
    const x = points([[3, 0]]);
    const square = (0.5 * 4 - 2 * 0.6 * 2 + 2) / 0.64;
    expect(p.logDensity(x)[0]).toBeCloseTo(
      -square / 2 - Math.log(2 * Math.PI) - Math.log(0.64) / 2,
      14,
    );
    expect(p.score(x).data[0]).toBeCloseTo(-(0.5 * 2 - 0.6) / 0.64, 14);
    expect(p.score(x).data[1]).toBeCloseTo(-(-0.6 * 2 + 2) / 0.64, 14);
    expect(p.divergence(x)[0]).toBeCloseTo(-2.5 / 0.64, 14);
  });

  test("reads a number as variance, not as standard deviation, and as a multiple of the identity", () => {
    const log = gaussian({ mean: 0, covariance: 4 }).logDensity(points(2))[0]!;
    expect(log).toBeCloseTo(-0.5 - Math.log(2 * Math.sqrt(2 * Math.PI)), 14);
    expect([...gaussian({ mean: [0, 0], covariance: 4 }).covariance]).toEqual([4, 0, 0, 4]);
  });

  test("takes the flat covariance of another density", () => {
    const p = gaussian({
      mean: [0, 1],
      covariance: [
        [2, 0.3],
        [0.3, 1],
      ],
    });
    const again = gaussian({ mean: p.mean, covariance: p.covariance });
    expect([...again.covariance]).toEqual([...p.covariance]);
  });

  test("keeps 12 digits of the score when nearly singular", () => {
    const c = 1 - 1e-6;
    const p = gaussian({
      mean: [0, 0],
      covariance: [
        [1, c],
        [c, 1],
      ],
    });
    // Along (1, 1) the variance is 1 + c, along (1, -1) it is 1 - c = 1e-6.
    expect(p.score(points([[1, 1]])).data[0]! * (1 + c)).toBeCloseTo(-1, 9);
    expect(p.score(points([[1, -1]])).data[0]! * 1e-6).toBeCloseTo(-1, 9);
  });

  test("draws the mean plus the Cholesky factor times the normal numbers of the generator", () => {
    const p = gaussian({
      mean: [1, -1],
      covariance: [
        [4, 2],
        [2, 10],
      ],
    });
    const z = rng(5).normal(3, 2);
    const x = p.sample(3, rng(5)).data;
    for (let i = 0; i < 3; i++) {
      expect(x[2 * i]).toBeCloseTo(1 + 2 * z[2 * i]!, 12);
      expect(x[2 * i + 1]).toBeCloseTo(-1 + z[2 * i]! + 3 * z[2 * i + 1]!, 12);
    }
  });
});

describe("a Gaussian density refuses", () => {
  const refused: [string, () => unknown, RegExp][] = [
    [
      "a covariance that is not positive definite, with its smallest eigenvalue",
      () =>
        gaussian({
          mean: [0, 0],
          covariance: [
            [1, 2],
            [2, 1],
          ],
        }),
      /covariance = \[.*\] is not positive definite: its smallest eigenvalue is -1.000/,
    ],
    [
      "a covariance that is not symmetric, with the two entries",
      () =>
        gaussian({
          mean: [0, 0],
          covariance: [
            [1, 0.5],
            [0.4, 1],
          ],
        }),
      /covariance = .* is not symmetric: entry \(2, 1\) is 0.4 and entry \(1, 2\) is 0.5/,
    ],
    ["a variance of zero", () => gaussian({ mean: 0, covariance: 0 }), /not positive definite/],
    ["a negative variance", () => gaussian({ mean: 0, covariance: -1 }), /not positive definite/],
    [
      "NaN in the mean",
      () => gaussian({ mean: [0, Number.NaN], covariance: 1 }),
      /mean\[1\] = NaN/,
    ],
    ["NaN as covariance", () => gaussian({ mean: 0, covariance: Number.NaN }), /covariance = NaN/],
    [
      "a covariance of another dimension",
      () =>
        gaussian({
          mean: [0, 0, 0],
          covariance: [
            [1, 0],
            [0, 1],
          ],
        }),
      /covariance = .* is 2 by 2 where the mean has 3 coordinates: .* different spaces/,
    ],
    [
      "a covariance with rows of different lengths",
      () => gaussian({ mean: [0, 0], covariance: [[1, 0], [1]] }),
      /is 2 by 2 or 1 where/,
    ],
    ["an empty mean", () => gaussian({ mean: [], covariance: 1 }), /mean = \[\] is empty/],
  ];
  test.each(refused)("%s", (_, make, message) => {
    expect(make).toThrow(InvalidArgument);
    expect(make).toThrow(message);
  });
});
