import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { kernelDensity } from "../../src/densities/kernelDensity";
import { laplace } from "../../src/densities/laplace";
import { uniform } from "../../src/densities/uniform";
import { fisherDivergence } from "../../src/divergences/fisherDivergence";
import { fisherDivergenceGaussian } from "../../src/divergences/fisherDivergenceGaussian";
import { klDivergence } from "../../src/divergences/klDivergence";
import { klDivergenceGaussian } from "../../src/divergences/klDivergenceGaussian";
import { expectation } from "../../src/numerics/expectation";
import type { Points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { expectEqual, expectEstimate } from "./compare";
import { line, plane, skewed } from "./specimens";

describe("two Gaussians on the line", () => {
  const { p, q } = line;

  test("have the divergences of the formulas for variances", () => {
    expectEqual(fisherDivergenceGaussian(p, q), 2.0044487847222223, {
      wrong: { "second moment under q": 0.5 * (0.64 * 1.1180555555555556 ** 2 + 0.49 / 0.64 ** 2) },
    });
    expect(fisherDivergenceGaussian(q, p)).toBeCloseTo(0.44841049, 8);
    expect(klDivergenceGaussian(p, q)).toBeCloseTo(1.01201634, 8);
    expectEqual(
      klDivergenceGaussian(q, p),
      0.5 * (0.64 / 2.25 + 0.49 / 2.25 - 1 + Math.log(2.25 / 0.64)),
    );
  });

  test("may be given as means and covariances", () => {
    const options = [
      { mean: 0.3, covariance: 2.25 },
      { mean: -0.4, covariance: 0.64 },
    ] as const;
    expect(fisherDivergenceGaussian(...options)).toBe(fisherDivergenceGaussian(p, q));
    expect(klDivergenceGaussian(...options)).toBe(klDivergenceGaussian(p, q));
  });
});

test("in the plane: the value of the formula with matrices", () => {
  expect(fisherDivergenceGaussian(plane.p, plane.q)).toBeCloseTo(0.97175, 6);
});

describe("random Gaussians", () => {
  const gaussians = (dim: number) =>
    fc
      .record({
        mean: fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), {
          minLength: dim,
          maxLength: dim,
        }),
        factor: fc.array(fc.double({ min: -0.7, max: 0.7, noNaN: true }), {
          minLength: dim * dim,
          maxLength: dim * dim,
        }),
      })
      .map(({ mean, factor }) => {
        const covariance = Array.from({ length: dim }, (_, i) =>
          Array.from({ length: dim }, (_, j) => {
            let sum = i === j ? 0.5 + 0.3 * i : 0;
            for (let k = 0; k < dim; k++) sum += factor[i * dim + k]! * factor[j * dim + k]!;
            return sum;
          }),
        );
        return gaussian({ mean, covariance });
      });

  test.each([1, 2, 3, 5])("in dimension %d: closed forms and Monte Carlo agree", (dim) => {
    fc.assert(
      fc.property(gaussians(dim), gaussians(dim), fc.nat(1e6), (p, q, seed) => {
        const by = { samples: 4000, rng: rng(seed, "random Gaussians") };
        const fisher = expectation(fisherDivergence(p, q), by);
        const kl = expectation(klDivergence(p, q), by);
        // Squares of normal numbers are skew, so 4000 of them are not yet normal in the far tail.
        const within = (found: typeof kl, exact: number) =>
          Math.abs(found.value - exact) <= 6 * found.standardError + 1e-12;
        return (
          within(fisher, fisherDivergenceGaussian(p, q)) && within(kl, klDivergenceGaussian(p, q))
        );
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  test("in dimension 5 the wrong forms are told apart", () => {
    const [p, q] = fc.sample(gaussians(5), { numRuns: 2, seed: 3 }) as [
      ReturnType<typeof gaussian>,
      ReturnType<typeof gaussian>,
    ];
    const by = { samples: 2e5, rng: rng(5, "five") };
    const [fisher, kl] = [fisherDivergenceGaussian(p, q), klDivergenceGaussian(p, q)];
    expectEstimate(expectation(fisherDivergence(p, q), by), fisher, {
      reversed: fisherDivergenceGaussian(q, p),
      "without the 1/2": 2 * fisher,
    });
    expectEstimate(expectation(klDivergence(p, q), by), kl, {
      reversed: klDivergenceGaussian(q, p),
      "without the 1/2": 2 * kl,
    });
  });

  test("a shift of the mean alone gives half of |P dm|^2 and of dm' P dm", () => {
    const shifted = { mean: [0, 0.3], covariance: plane.p.covariance };
    const [a, b] = [0.5, -0.5];
    const det = 1.2 * 0.7 - 0.16;
    const solved = [(0.7 * a - 0.4 * b) / det, (-0.4 * a + 1.2 * b) / det] as const;
    expectEqual(
      fisherDivergenceGaussian(plane.p, shifted),
      0.5 * (solved[0] ** 2 + solved[1] ** 2),
    );
    expectEqual(klDivergenceGaussian(plane.p, shifted), 0.5 * (a * solved[0] + b * solved[1]));
  });

  test("a density far narrower than the other keeps all digits, and is never infinite", () => {
    for (let r = 1e-4; r > 1e-18; r /= 10) {
      const exact = 0.5 * (r - 1 - Math.log(r));
      const line = klDivergenceGaussian({ mean: 0, covariance: r }, { mean: 0, covariance: 1 });
      expect(Math.abs(line / exact - 1)).toBeLessThan(1e-13);
      const diagonal = (a: number, b: number) => ({
        mean: [0, 0],
        covariance: [
          [a, 0],
          [0, b],
        ],
      });
      const inPlane = klDivergenceGaussian(diagonal(1, r), diagonal(1, 1));
      expect(Math.abs(inPlane / exact - 1)).toBeLessThan(1e-13);
    }
  });

  test("turning both by the same angle changes nothing", () => {
    const turn = ({ mean, covariance }: typeof plane.p) => {
      const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
      const r = [
        [c, -s],
        [s, c],
      ];
      const entry = (i: number, j: number) =>
        [0, 1].reduce(
          (sum, k) =>
            sum +
            [0, 1].reduce((part, l) => part + r[i]![k]! * covariance[k * 2 + l]! * r[j]![l]!, 0),
          0,
        );
      return {
        mean: [c * mean[0]! - s * mean[1]!, s * mean[0]! + c * mean[1]!],
        covariance: [
          [entry(0, 0), entry(0, 1)],
          [entry(0, 1), entry(1, 1)],
        ],
      };
    };
    const turned = [turn(plane.p), turn(plane.q)] as const;
    expectEqual(fisherDivergenceGaussian(...turned), fisherDivergenceGaussian(plane.p, plane.q));
    expectEqual(klDivergenceGaussian(...turned), klDivergenceGaussian(plane.p, plane.q));
  });
});

test("two that differ by 1e-7 keep eight digits, where the plain formulas cancel", () => {
  const p = gaussian({ mean: 0, covariance: 1 });
  const q = gaussian({ mean: 0, covariance: 1 + 1e-7 });
  const e = q.covariance[0]! - 1;
  const textbook = 0.5 * (1 / (1 + e) - 1 + Math.log(1 + e));
  const series = e ** 2 / 4 - e ** 3 / 3;
  expect(Math.abs(klDivergenceGaussian(p, q) / series - 1)).toBeLessThan(1e-7);
  expect(Math.abs(textbook / series - 1)).toBeGreaterThan(1e-5);
  expect(Math.abs(fisherDivergenceGaussian(p, q) / (0.5 * (e / (1 + e)) ** 2) - 1)).toBeLessThan(
    1e-12,
  );
});

test("equal Gaussians are at distance zero", () => {
  for (const p of [line.p, plane.p]) {
    expect(fisherDivergenceGaussian(p, p)).toBe(0);
    expect(klDivergenceGaussian(p, p)).toBe(0);
  }
});

describe.each([
  ["fisherDivergenceGaussian", fisherDivergenceGaussian],
  ["klDivergenceGaussian", klDivergenceGaussian],
])("%s refuses", (_, closedForm) => {
  test("two dimensions, and a covariance that is none", () => {
    expect(() => closedForm(line.p, plane.q)).toThrow(/dimension 2 where p is of dimension 1/);
    expect(() => closedForm(line.p, { mean: 0, covariance: -1 })).toThrow(/covariance/);
  });

  test("a density that is not Gaussian, though it has a mean and a covariance", () => {
    const other = laplace({ scale: 1 }) as unknown as typeof line.p;
    const box = uniform({ lower: [0, 0], upper: [1, 1] }) as unknown as typeof line.p;
    expect(() => closedForm(line.p, other)).toThrow(/^q = .*is not a Gaussian density/);
    expect(() => closedForm(skewed as unknown as typeof line.p, line.q)).toThrow(/^p = .*is not/);
    expect(() => closedForm(box, plane.q)).toThrow(/is not a Gaussian density/);
    expect(() => closedForm(gaussian({ mean: [1e6, 3], covariance: 1e-6 }), plane.q)).not.toThrow();
  });

  test("one that agrees with a Gaussian at its mean only, or differs in one coordinate", () => {
    const { p } = plane;
    const bent = (k: number, sign: number) => ({
      mean: p.mean,
      covariance: p.covariance,
      logDensity: (x: Points) =>
        p
          .logDensity(x)
          .map((log, i) => log - Math.max(0, sign * (x.data[2 * i + k]! - p.mean[k]!)) ** 2),
    });
    for (const k of [0, 1]) {
      for (const sign of [1, -1]) {
        expect(() => closedForm(plane.q, bent(k, sign))).toThrow(/is not a Gaussian density/);
      }
    }
  });

  test("but takes a Gaussian of another make: a kernel density of one point", () => {
    const kernel = kernelDensity({ data: [[0.5, -0.2]], sigma: 1.3 }) as unknown as typeof line.p;
    const same = { mean: [0.5, -0.2], covariance: 1.69 };
    expectEqual(closedForm(kernel, plane.q), closedForm(same, plane.q));
  });
});
