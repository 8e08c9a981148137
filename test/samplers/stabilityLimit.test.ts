import { describe, expect, it } from "vitest";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { linearScore } from "../../src/densities/linearScore";
import { quartic } from "../../src/densities/quartic";
import { scoreField } from "../../src/densities/scoreField";
import { points } from "../../src/numerics/points";
import { planarGaussianPair, skewedMixture } from "../../src/problems";
import { stabilityLimit } from "../../src/samplers/stabilityLimit";

describe("of a Gaussian", () => {
  it("is 2 / L with the largest eigenvalue L of the precision, exactly", () => {
    expect(stabilityLimit(gaussian({ mean: 3, covariance: 2.25 }))).toEqual({
      limit: 4.5,
      curvature: 1 / 2.25,
      exact: true,
    });
    // The eigenvalues of [[1.2, 0.4], [0.4, 0.7]] are 0.95 +- sqrt(0.0625 + 0.16).
    const found = stabilityLimit(planarGaussianPair().p);
    expect(found?.limit).toBeCloseTo(2 * (0.95 - Math.sqrt(0.2225)), 12);
    expect(found?.exact).toBe(true);
  });

  it("is that of its linear score, wherever it is looked at", () => {
    const s = linearScore({
      slope: [
        [-1, 0.3],
        [0.3, -2],
      ],
    });
    const l = 1.5 + Math.sqrt(0.25 + 0.09);
    expect(stabilityLimit(s)?.limit).toBeCloseTo(2 / l, 12);
    expect(stabilityLimit(s, [[100, -7]])?.curvature).toBeCloseTo(l, 12);
  });

  it("is 0 where nothing pulls back", () => {
    expect(stabilityLimit(linearScore({ slope: 0.5 }))).toEqual({
      limit: 0,
      curvature: -0.5,
      exact: true,
    });
    const saddle = linearScore({
      slope: [
        [-1, 0],
        [0, 0],
      ],
    });
    expect(stabilityLimit(saddle)?.limit).toBe(0);
  });
});

describe("of another target", () => {
  it("takes the largest curvature at the points, and does not claim to be exact", () => {
    const p = quartic({ theta: 2 });
    expect(stabilityLimit(p, [0, -3, 1])).toEqual({ limit: 2 / 54, curvature: 54, exact: false });
    expect(stabilityLimit(p)).toBeUndefined();
  });

  it("looks at no more than 16 points, from the first to near the last", () => {
    const seen: number[] = [];
    const p = quartic({ theta: 1 });
    const field = {
      ...p,
      score: p.score.bind(p),
      divergence: p.divergence.bind(p),
      directional: (x: Parameters<typeof p.score>[0], v: typeof x) => {
        seen.push(...x.data);
        return points(x.data.map((value, i) => -3 * value ** 2 * v.data[i]!));
      },
    };
    const many = points(Float64Array.from({ length: 1000 }, (_, i) => i));
    expect(stabilityLimit(field, many)?.curvature).toBe(3 * 937 ** 2);
    expect(seen).toHaveLength(16);
    expect(seen.slice(0, 3)).toEqual([0, 62, 125]);
  });

  it("sees both directions in the plane, by differences where there is no derivative", () => {
    const field = scoreField({ dim: 2, score: (x, y) => [-x - y ** 3, -3 * x * y * y - 5 * y] });
    const found = stabilityLimit(field, [[0.4, 1]]);
    // -J = [[1, 3 y^2], [3 y^2, 6 x y + 5]] at (0.4, 1).
    expect(found?.curvature).toBeCloseTo(4.2 + Math.sqrt(3.2 ** 2 + 9), 8);
  });

  it("is that of the narrow mode of a mixture when a point lies in it", () => {
    const { p } = skewedMixture();
    expect(stabilityLimit(p, 1.5)?.limit).toBeCloseTo(0.5, 6);
  });

  it("is unknown on a hilltop between wells, and where the score has no derivative", () => {
    const { p } = skewedMixture();
    expect(stabilityLimit(p, -0.2)).toBeUndefined();
    const bare = scoreField({ score: (x) => (x > 0 ? 1 / Math.sqrt(x) : Number.NaN) });
    expect(stabilityLimit(bare, 1e-9)).toBeUndefined();
    expect(stabilityLimit(exponential({ rate: 1 }), -1)).toBeUndefined();
  });

  it("is unknown for a field that is no gradient, and in more than 16 dimensions", () => {
    const turning = linearScore({
      slope: [
        [-1, 1],
        [-1, -1],
      ],
    });
    expect(stabilityLimit(turning)).toBeUndefined();
    const wide = (dim: number) => gaussian({ mean: new Float64Array(dim), covariance: 0.5 });
    expect(stabilityLimit(wide(16))?.limit).toBeCloseTo(1, 12);
    expect(stabilityLimit(wide(17))).toBeUndefined();
  });

  it("lets other errors through", () => {
    const broken = scoreField({
      score: () => {
        throw new TypeError("mine");
      },
    });
    expect(() => stabilityLimit(broken, 0)).toThrow("mine");
  });
});

describe("the stability limit", () => {
  it("is unknown if the Jacobian is not symmetric at one of the points", () => {
    const field = scoreField({ dim: 2, score: (x, y) => [-x!, x! * x! - y!] });
    expect(stabilityLimit(field, [[0, 0]])?.limit).toBeCloseTo(2, 6);
    expect(
      stabilityLimit(field, [
        [0, 0],
        [1, 0],
      ]),
    ).toBeUndefined();
  });
});
