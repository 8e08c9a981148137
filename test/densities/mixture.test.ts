import { describe, expect, it, test } from "vitest";
import { beta } from "../../src/densities/beta";
import { energy } from "../../src/densities/energy";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { laplace } from "../../src/densities/laplace";
import { mixture } from "../../src/densities/mixture";
import { uniform } from "../../src/densities/uniform";
import { InvalidArgument } from "../../src/numerics/errors";
import { points } from "../../src/numerics/points";
import type { Rng } from "../../src/numerics/rng";
import { rng } from "../../src/numerics/rng";

describe("the tails of a mixture", () => {
  const skewed = gaussianMixture({ weights: [0.3, 0.7], means: [-2, 1.5], covariances: 0.25 });

  test("have the score of the nearest component, where the density itself is zero in float64", () => {
    const x = points([-1000, -50, 50, 1000]);
    expect(Math.exp(skewed.logDensity(x)[0]!)).toBe(0);
    expect([...skewed.score(x).data]).toEqual([998 * 4, 48 * 4, -48.5 * 4, -998.5 * 4]);
    expect([...skewed.divergence(x)]).toEqual([-4, -4, -4, -4]);
    expect(skewed.logDensity(x)[3]).toBeCloseTo(
      Math.log(0.7) - 2 * 998.5 ** 2 - 0.5 * Math.log((2 * Math.PI) / 4),
      8,
    );
  });

  test("have the score of the widest component, however small its weight", () => {
    const p = gaussianMixture({ weights: [1, 1e-300], means: [0, 0], covariances: [1, 4] });
    expect(p.score(points(1e3)).data[0]).toBeCloseTo(-250, 10);
    expect(p.score(points(10)).data[0]).toBeCloseTo(-10, 10);
  });

  test("keep a component of weight 1e-300 where it alone is left", () => {
    const p = gaussianMixture({ weights: [1, 1e-300], means: [0, 100], covariances: 1 });
    const x = points([100, 101]);
    expect(p.logDensity(x)[0]).toBeCloseTo(Math.log(1e-300) - 0.5 * Math.log(2 * Math.PI), 12);
    expect([...p.score(x).data]).toEqual([0, -1]);
    expect([...p.responsibilities(x)]).toEqual([0, 1, 0, 1]);
  });

  test("lose no digits of the divergence to cancellation half way between two far modes", () => {
    const p = gaussianMixture({ weights: [0.5, 0.5], means: [-1e6, 1e6], covariances: 1 });
    // Responsibilities 1/2, scores -+1e6: the divergence is -1 + 1e12.
    expect(p.divergence(points(0))[0]).toBe(1e12 - 1);
    expect(p.divergence(points(2e6))[0]).toBe(-1);
  });
});

describe("a mixture", () => {
  test("of two unit Gaussians has the score -(x + m) + 2 m a(x) of item B1", () => {
    const [m, w] = [1.3, 0.2];
    const p = gaussianMixture({ weights: [w, 1 - w], means: [-m, m], covariances: 1 });
    for (const x of [-1e3, -50, -2, -0.3, 0, 0.7, 4, 50, 1e3]) {
      const a = 1 / (1 + (w / (1 - w)) * Math.exp(-2 * m * x));
      const right = -(x + m) + 2 * m * a;
      expect(Math.abs(p.score(points(x)).data[0]! - right)).toBeLessThan(
        1e-13 * Math.max(1, Math.abs(x)),
      );
      expect(p.responsibilities(points(x))[1]).toBeCloseTo(a, 13);
    }
  });

  test("ignores a component of weight zero", () => {
    const p = gaussianMixture({ weights: [0, 1], means: [5, 0], covariances: [1, 2] });
    const alone = gaussian({ mean: 0, covariance: 2 });
    const x = points([-3, 0.2, 5]);
    expect([...p.score(x).data]).toEqual([...alone.score(x).data]);
    expect(p.mean[0]).toBe(0);
    expect([...p.sample(500, rng(1)).data].every((v) => Math.abs(v) < 7)).toBe(true);
  });

  test("asks no component for a score where that component is zero", () => {
    const p = mixture({
      weights: [0.5, 0.5],
      components: [exponential({ rate: 1 }), laplace({ scale: 1 })],
    });
    expect(p.score(points([-1, -2])).data).toEqual(Float64Array.of(1, 1));
  });

  test("has no score in a gap between its components", () => {
    const p = mixture({
      weights: [0.5, 0.5],
      components: [uniform({ lower: 0, upper: 1 }), uniform({ lower: 2, upper: 3 })],
    });
    expect(p.logDensity(points(1.5))[0]).toBe(-Infinity);
    expect(() => p.score(points([0.5, 1.5]))).toThrow("x[1] = 1.5 lies where every component's");
  });

  test("chooses components by weight, and its places independently of the choice", () => {
    const p = gaussianMixture({ weights: [0.3, 0.7], means: [-100, 100], covariances: 1 });
    const n = 20_000;
    const x = p.sample(n, rng(3)).data;
    const left = x.filter((v) => v < 0).length / n;
    expect(Math.abs(left - 0.3)).toBeLessThan(5 * Math.sqrt(0.21 / n));
    const u = rng(3).split("component").uniform(n);
    const z = rng(3).split("normal").normal(n);
    x.forEach((v, i) => {
      expect(v).toBeCloseTo((u[i]! < 0.3 ? -100 : 100) + z[i]!, 10);
    });
  });

  test("knows its mean and covariance", () => {
    const p = gaussianMixture({
      weights: [0.25, 0.75],
      means: [
        [0, 0],
        [4, 2],
      ],
      covariances: [1, 2],
    });
    expect([...p.mean]).toEqual([3, 1.5]);
    // 0.25 * 1 + 0.75 * 2 within, and 0.25 * 0.75 * (4, 2)(4, 2)' between.
    expect([...p.covariance]).toEqual([1.75 + 3, 1.5, 1.5, 1.75 + 0.75]);
  });
});

describe("a mixture refuses", () => {
  const means = [0, 1];
  const refused: [string, () => unknown, string][] = [
    [
      "weights that do not sum to one, with their sum",
      () => gaussianMixture({ weights: [0.5, 0.6], means, covariances: 1 }),
      "weights = [0.5, 0.6] sums to 1.1, not to 1: the density would not integrate to one. Divide",
    ],
    [
      "a negative weight",
      () => gaussianMixture({ weights: [1.5, -0.5], means, covariances: 1 }),
      "weights[1] = -0.5 is negative",
    ],
    [
      "NaN among the weights",
      () => gaussianMixture({ weights: [1, Number.NaN], means, covariances: 1 }),
      "weights[1] = NaN",
    ],
    [
      "no components",
      () => gaussianMixture({ weights: [], means: [], covariances: 1 }),
      "weights = [] is empty",
    ],
    [
      "fewer means than weights",
      () => gaussianMixture({ weights: [0.5, 0.5], means: [0], covariances: 1 }),
      "means = [0] has 1 entries where there are 2 weights",
    ],
    [
      "more covariances than weights",
      () => gaussianMixture({ weights: [1], means: [0], covariances: [1, 1] }),
      "covariances = [1, 1] has 2 entries where there are 1 weights",
    ],
    [
      "a bad covariance, with its place in the list",
      () => gaussianMixture({ weights: [0.5, 0.5], means, covariances: [1, -2] }),
      "covariances[1] = [-2] is not positive definite",
    ],
    [
      "means of different dimensions",
      () => gaussianMixture({ weights: [0.5, 0.5], means: [0, [1, 2]], covariances: 1 }),
      "components[1] = ",
    ],
    [
      "more weights than components",
      () => mixture({ weights: [0.5, 0.5], components: [laplace({ scale: 1 })] }),
      "has 1 densities where there are 2 weights",
    ],
    [
      "a component that is not normalised",
      () => mixture({ weights: [1], components: [energy({ energy: (x) => x ** 2 })] }),
      "is not normalised",
    ],
  ];
  test.each(refused)("%s", (_, make, message) => {
    expect(make).toThrow(InvalidArgument);
    expect(make).toThrow(message);
  });
});

it("at a pole the components that have it share the responsibility", () => {
  const pole = beta({ alpha: 0.5, beta: 1 });
  const p = mixture({
    weights: [0.2, 0.5, 0.3],
    components: [pole, uniform({ lower: 0, upper: 1 }), pole],
  });
  expect([...p.responsibilities(points([0]))]).toEqual([0.5, 0, 0.5]);
});

it("weights that sum to .9995 are no probabilities", () => {
  expect(() =>
    mixture({
      weights: [0.4995, 0.5],
      components: [uniform({ lower: 0, upper: 1 }), uniform({ lower: 1, upper: 2 })],
    }),
  ).toThrow(InvalidArgument);
});

it("a draw above the rounded sum of the weights goes to the last component that has a weight", () => {
  const weights = [...new Array(10).fill(0.1), 0];
  const components = weights.map((_, k) => uniform({ lower: k, upper: k + 1 }));
  const top: Rng = {
    normal: (n, dim = 1) => new Float64Array(n * dim),
    uniform: (n, dim = 1) => new Float64Array(n * dim).fill(1 - 2 ** -53),
    split: () => top,
  };
  const [x] = mixture({ weights, components }).sample(1, top).data;
  expect(Math.ceil(x!)).toBe(10);
});
