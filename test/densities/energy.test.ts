import { describe, expect, test } from "vitest";
import { energy } from "../../src/densities/energy";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { quartic } from "../../src/densities/quartic";
import { InvalidArgument } from "../../src/numerics/errors";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";

describe("the Boltzmann density of an energy", () => {
  test("is exp(-E) without its constant, and falls where the energy rises", () => {
    const p = energy({
      energy: (x) => x ** 4 / 4,
      gradient: (x) => x ** 3,
      laplacian: (x) => 3 * x * x,
    });
    const x = points([-2, 0.5]);
    expect(p.normalised).toBe(false);
    expect([...p.logDensity(x)]).toEqual([-4, -0.015625]);
    expect([...p.score(x).data]).toEqual([8, -0.125]);
    expect([...p.divergence(x)]).toEqual([-12, -0.75]);
  });

  test("with its log normaliser is the normalised density", () => {
    const logNormaliser = 0.941448934418105;
    const p = energy({ energy: (x) => x ** 4 / 4, logNormaliser });
    expect(p.normalised).toBe(true);
    expect(p.logDensity(points(1.3))[0]).toBeCloseTo(
      quartic({ theta: 1 }).logDensity(points(1.3))[0]!,
      13,
    );
  });

  test("seven times a mixture has its score and log 7 more log density (item B2)", () => {
    const p = gaussianMixture({ weights: [0.3, 0.7], means: [-2, 1.5], covariances: 0.25 });
    const seven = energy({
      energy: (x) => -p.logDensity(points(x))[0]! - Math.log(7),
      gradient: (x) => -p.score(points(x)).data[0]!,
      laplacian: (x) => -p.divergence(points(x))[0]!,
    });
    const x = points([-3, -0.2, 1.5, 60]);
    expect([...seven.score(x).data]).toEqual([...p.score(x).data]);
    expect([...seven.divergence(x)]).toEqual([...p.divergence(x)]);
    seven.logDensity(x).forEach((log, i) => {
      expect(log - p.logDensity(x)[i]!).toBeCloseTo(Math.log(7), 10);
    });
  });

  test("takes each coordinate as an argument of its own", () => {
    const p = energy({
      dim: 3,
      energy: (x, y, z) => x ** 2 + 2 * y ** 2 + 3 * z ** 2 + x * y,
      gradient: (x, y, z) => [2 * x + y, 4 * y + x, 6 * z],
      laplacian: () => 12,
    });
    const x = points([
      [1, 2, 3],
      [0, -1, 0],
    ]);
    expect([...p.logDensity(x)]).toEqual([-(1 + 8 + 27 + 2), -2]);
    expect([...p.score(x).data]).toEqual([-4, -9, -18, 1, 4, -0]);
    expect([...p.divergence(x)]).toEqual([-12, -12]);
  });

  test("says which function is missing, and does not approximate it", () => {
    const p = energy({ energy: (x) => x * x });
    expect(() => p.score(points(1))).toThrow("gradient = undefined was not given to energy");
    expect(() => p.divergence(points(1))).toThrow("laplacian = undefined was not given to energy");
    expect(() => p.sample(10, rng(1))).toThrow(/has no exact sampler: .* Sample it with mala/);
  });

  test("refuses functions that do not return what they should", () => {
    const p = energy({
      dim: 2,
      energy: (x, y) => Math.log(x - y),
      gradient: (x) => [x] as number[],
    });
    expect(() => p.logDensity(points([[0, 1]]))).toThrow(
      /energy at x\[0\] = 0, 1 = NaN is not a number/,
    );
    expect(() => p.score(points([[0, 1]]))).toThrow("has 1 coordinates where the point has 2");
    expect(() => energy({ dim: 0, energy: () => 0 })).toThrow(InvalidArgument);
    expect(() => energy({ energy: () => 0, logNormaliser: Number.NaN })).toThrow(
      "logNormaliser = NaN",
    );
  });
});
