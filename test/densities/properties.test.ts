import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { kernelDensity } from "../../src/densities/kernelDensity";
import { points } from "../../src/numerics/points";

const number = (size: number) => fc.double({ min: -size, max: size, noNaN: true });
const vectorOf = (dim: number, size: number) =>
  fc.array(number(size), { minLength: dim, maxLength: dim });
const matrixOf = (dim: number) => fc.array(vectorOf(dim, 2), { minLength: dim, maxLength: dim });

/** A A' + I / 4: symmetric and well away from singular. */
const covarianceOf = (dim: number) =>
  matrixOf(dim).map((a) =>
    a.map((row, i) =>
      a.map((other, j) => row.reduce((s, v, k) => s + v * other[k]!, 0) + (i === j ? 0.25 : 0)),
    ),
  );

interface Parts {
  readonly weights: number[];
  readonly means: number[][];
  readonly covariances: number[][][];
}

const mixtureOf = (dim: number): fc.Arbitrary<Parts> =>
  fc.integer({ min: 1, max: 5 }).chain((count) =>
    fc.record({
      weights: fc
        .array(fc.double({ min: 0.01, max: 1, noNaN: true }), {
          minLength: count,
          maxLength: count,
        })
        .map((w) => w.map((v) => v / w.reduce((a, b) => a + b, 0))),
      means: fc.array(vectorOf(dim, 4), { minLength: count, maxLength: count }),
      covariances: fc.array(covarianceOf(dim), { minLength: count, maxLength: count }),
    }),
  );

const anyCase = fc.integer({ min: 1, max: 3 }).chain((dim) =>
  fc.record({
    parts: mixtureOf(dim),
    x: vectorOf(dim, 50),
    matrix: covarianceOf(dim),
    shift: vectorOf(dim, 5),
  }),
);

function expectClose(a: ArrayLike<number>, b: ArrayLike<number>, relative: number): void {
  const size = Math.max(1, ...Array.from(b, Math.abs));
  Array.from(a).forEach((value, i) => {
    expect(Math.abs(value - b[i]!)).toBeLessThanOrEqual(relative * size);
  });
}

const times = (matrix: number[][], v: ArrayLike<number>) =>
  matrix.map((row) => row.reduce((sum, m, k) => sum + m * v[k]!, 0));

const product = (a: number[][], b: number[][]) =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, v, k) => sum + v * b[k]![j]!, 0)));

describe("any mixture of Gaussians", () => {
  test("does not depend on the order of its components", () => {
    fc.assert(
      fc.property(anyCase, ({ parts, x }) => {
        const at = points([x]);
        const p = gaussianMixture(parts);
        const q = gaussianMixture({
          weights: [...parts.weights].reverse(),
          means: [...parts.means].reverse(),
          covariances: [...parts.covariances].reverse(),
        });
        expectClose(p.logDensity(at), q.logDensity(at), 1e-12);
        expectClose(p.score(at).data, q.score(at).data, 1e-10);
        expectClose(p.divergence(at), q.divergence(at), 1e-8);
      }),
    );
  });

  test("has the mean of its components' scores, weighted by responsibility, as its score", () => {
    fc.assert(
      fc.property(anyCase, ({ parts, x }) => {
        const at = points([x]);
        const p = gaussianMixture(parts);
        const logs = parts.weights.map(
          (w, k) =>
            Math.log(w) +
            gaussian({ mean: parts.means[k]!, covariance: parts.covariances[k]! }).logDensity(
              at,
            )[0]!,
        );
        const largest = Math.max(...logs);
        const total = logs.reduce((sum, log) => sum + Math.exp(log - largest), 0);
        const direct = x.map((_, c) =>
          parts.means.reduce((sum, mean, k) => {
            const score = gaussian({ mean, covariance: parts.covariances[k]! }).score(at).data[c]!;
            return sum + (Math.exp(logs[k]! - largest) / total) * score;
          }, 0),
        );
        expectClose(p.score(at).data, direct, 1e-12);
        expectClose(p.logDensity(at), [largest + Math.log(total)], 1e-13);
        expect(p.responsibilities(at).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      }),
    );
  });

  test("carried along by y = A x + b has log det A less log density and A'^-1 times the score", () => {
    fc.assert(
      fc.property(anyCase, ({ parts, x, matrix, shift }) => {
        // The matrix is symmetric, so A' = A.
        const move = (v: number[]) => times(matrix, v).map((value, k) => value + shift[k]!);
        const p = gaussianMixture(parts);
        const q = gaussianMixture({
          weights: parts.weights,
          means: parts.means.map(move),
          covariances: parts.covariances.map((c) => {
            const moved = product(product(matrix, c), matrix);
            return moved.map((row, i) => row.map((v, j) => (v + moved[j]![i]!) / 2));
          }),
        });
        const y = points([move(x)]);
        const dim = x.length;
        const logDeterminant =
          -0.5 * dim * Math.log(2 * Math.PI) -
          gaussian({ mean: shift, covariance: matrix }).logDensity(points([shift]))[0]!;
        expectClose(q.logDensity(y), [p.logDensity(points([x]))[0]! - 2 * logDeterminant], 1e-8);
        expectClose(times(matrix, q.score(y).data), p.score(points([x])).data, 1e-6);
      }),
    );
  });

  test("turned by a rotation keeps its divergence", () => {
    fc.assert(
      fc.property(mixtureOf(2), vectorOf(2, 10), number(3), (parts, x, angle) => {
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const turn = [
          [c, -s],
          [s, c],
        ];
        const back = [
          [c, s],
          [-s, c],
        ];
        const p = gaussianMixture(parts);
        const q = gaussianMixture({
          weights: parts.weights,
          means: parts.means.map((m) => times(turn, m)),
          covariances: parts.covariances.map((m) => product(product(turn, m), back)),
        });
        const turned = q.divergence(points([times(turn, x)]));
        expectClose(turned, p.divergence(points([x])), 1e-9);
      }),
    );
  });
});

describe("any kernel density", () => {
  const sample = fc.integer({ min: 1, max: 3 }).chain((dim) =>
    fc.record({
      data: fc.array(vectorOf(dim, 5), { minLength: 1, maxLength: 8 }),
      sigma: fc.double({ min: 0.05, max: 5, noNaN: true }),
      x: vectorOf(dim, 60),
      direction: vectorOf(dim, 1),
    }),
  );

  test("sends x by sigma^2 times the score into the convex hull of the data", () => {
    fc.assert(
      fc.property(sample, ({ data, sigma, x, direction }) => {
        const score = kernelDensity({ data, sigma }).score(points([x])).data;
        const landed = x.map((v, c) => v + sigma ** 2 * score[c]!);
        const along = (v: number[]) => v.reduce((sum, vk, k) => sum + vk * direction[k]!, 0);
        const reach = data.map(along);
        expect(along(landed)).toBeLessThanOrEqual(Math.max(...reach) + 1e-10);
        expect(along(landed)).toBeGreaterThanOrEqual(Math.min(...reach) - 1e-10);
      }),
    );
  });

  test("is at least as concave as one kernel is: the divergence is not below -dim / sigma^2", () => {
    fc.assert(
      fc.property(sample, ({ data, sigma, x }) => {
        const [divergence] = kernelDensity({ data, sigma }).divergence(points([x]));
        expect(divergence! * sigma ** 2).toBeGreaterThanOrEqual(-x.length * (1 + 1e-12));
      }),
    );
  });
});
