import { describe, expect, it, test } from "vitest";
import type { ScoreField } from "../../src/densities/density";
import { directionalDerivative } from "../../src/densities/directionalDerivative";
import { energy } from "../../src/densities/energy";
import { gaussian } from "../../src/densities/gaussian";
import { linearScore } from "../../src/densities/linearScore";
import { mixture } from "../../src/densities/mixture";
import { scoreField } from "../../src/densities/scoreField";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { specimens } from "./specimens";

/** The same field without what it knows of its Jacobian. */
const bare = (s: ScoreField): ScoreField => ({
  dim: s.dim,
  score: (x) => s.score(x),
  divergence: (x) => s.divergence(x),
});

const smooth = Object.entries(specimens).filter(
  ([, p]) => p.directional && p.mean.every(Number.isFinite),
);

describe.each(smooth)("the derivative of the score along a vector: %s", (_, p) => {
  const { dim } = p;
  const [a, b] = [p.support[0]![0], p.support[0]![1]];
  const kink = p.breaks?.[0] ?? [];
  // A step of the central difference from any end or kink, which it must not straddle.
  const drawn = p.sample(60, rng(5, "x")).data;
  const kept = Array.from({ length: 60 }, (_, i) => [
    ...drawn.subarray(i * dim, (i + 1) * dim),
  ]).filter(([x]) =>
    [a, b, ...kink].every((edge) => Math.abs(x! - edge) > 0.05 * Math.sqrt(p.covariance[0]!)),
  );
  const x = points(kept);
  const v = points(rng(5, "v").normal(x.n, dim), dim);
  const scale = Math.sqrt(Math.min(...p.covariance.filter((_, k) => k % (dim + 1) === 0)));

  test("is what central differences in the unit of the field say", () => {
    const unit = scale / 4;
    const rescaled: ScoreField = {
      dim,
      score: (y) =>
        p.score(
          points(
            y.data.map((yk) => yk * unit),
            dim,
          ),
        ),
      divergence: (y) => p.divergence(y),
    };
    const truth = directionalDerivative(
      rescaled,
      points(
        x.data.map((xk) => xk / unit),
        dim,
      ),
      v,
    );
    const found = p.directional!(x, v).data;
    const size = Math.max(...found.map(Math.abs), scale ** -2);
    found.forEach((value, k) => {
      expect(Math.abs(value - truth.data[k]! / unit)).toBeLessThan(1e-7 * size);
    });
  });

  test("has the divergence as its trace", () => {
    const divergence = p.divergence(x);
    const trace = new Float64Array(x.n);
    for (let k = 0; k < dim; k++) {
      const axis = points(
        x.data.map((_, i) => Number(i % dim === k)),
        dim,
      );
      const column = p.directional!(x, axis).data;
      for (let i = 0; i < x.n; i++) trace[i]! += column[i * dim + k]!;
    }
    trace.forEach((value, i) => {
      expect(Math.abs(value - divergence[i]!)).toBeLessThanOrEqual(
        1e-10 * (Math.abs(divergence[i]!) + scale ** -2),
      );
    });
  });

  test("is linear in the vector", () => {
    const twice = p.directional!(
      x,
      points(
        v.data.map((vk) => -2 * vk),
        dim,
      ),
    ).data;
    p.directional!(x, v).data.forEach((value, k) => {
      expect(twice[k]).toBeCloseTo(-2 * value, 8 - Math.ceil(Math.log10(1 + scale ** -2)));
    });
  });
});

describe("directionalDerivative", () => {
  it("covers every kind of density but energies in more than one dimension", () => {
    for (const p of Object.values(specimens)) expect(p.directional).toBeDefined();
    const plane = energy({
      dim: 2,
      energy: (x, y) => x * x + y ** 4,
      gradient: (x, y) => [2 * x, 4 * y ** 3],
    });
    expect(plane.directional).toBeUndefined();
    expect(energy({ energy: (x) => x * x, gradient: (x) => 2 * x }).directional).toBeUndefined();
    expect(scoreField({ score: (x) => -x }).directional).toBeUndefined();
  });

  it("of a linear field is the slope times the vector, not its transpose, and without the intercept", () => {
    const s = linearScore({
      slope: [
        [1, 2],
        [-3, 4],
      ],
      intercept: [100, 200],
    });
    const [x, v] = [points([[5, -6]]), points([[0.5, 0.25]])];
    expect(Array.from(directionalDerivative(s, x, v).data)).toEqual([1, -0.5]);
    const numeric = directionalDerivative(bare(s), x, v).data;
    [1, -0.5].forEach((value, k) => {
      expect(numeric[k]).toBeCloseTo(value, 9);
    });
  });

  it("without a method is a central difference that is exact for polynomials of degree four", () => {
    const s = scoreField({ dim: 2, score: (x, y) => [x ** 3 * y, x * x - y ** 4] });
    const [x, v] = [
      points([
        [0.5, -1.2],
        [2, 0.3],
      ]),
      points([
        [3, 0.4],
        [-0.1, 20],
      ]),
    ];
    const found = directionalDerivative(s, x, v).data;
    for (let i = 0; i < 2; i++) {
      const [a, b, c, d] = [x.data[2 * i]!, x.data[2 * i + 1]!, v.data[2 * i]!, v.data[2 * i + 1]!];
      const truth = [3 * a * a * b * c + a ** 3 * d, 2 * a * c - 4 * b ** 3 * d];
      truth.forEach((value, k) => {
        expect(Math.abs(found[2 * i + k]! - value)).toBeLessThan(1e-11 * 200);
      });
    }
  });

  it("has the error that it states for a field of scale one, and is of fourth order", () => {
    const at = (frequency: number) => {
      const s = scoreField({ score: (x) => Math.sin(frequency * x) });
      const found = directionalDerivative(s, points(0.3), points(2)).data[0]!;
      return Math.abs(found - 2 * frequency * Math.cos(frequency * 0.3));
    };
    expect(at(1)).toBeLessThan(4e-12);
    // h^4 / 30 |v| times the fifth derivative, which is frequency^5 cos(0.3 frequency).
    for (const frequency of [20, 40]) {
      const predicted = (2 ** -40 / 30) * 2 * frequency ** 5 * Math.abs(Math.cos(0.3 * frequency));
      expect(at(frequency) / predicted).toBeCloseTo(1, 2);
    }
  });

  it("along the vector zero is zero", () => {
    const s = scoreField({ dim: 2, score: (x, y) => [x * y, y] });
    expect(Array.from(directionalDerivative(s, points([[1, 2]]), points([[0, 0]])).data)).toEqual([
      0, 0,
    ]);
  });

  it("uses what components know, and differences for those that know nothing", () => {
    const p = gaussian({ mean: [0, 1], covariance: 0.5 });
    const q = gaussian({
      mean: [1, -1],
      covariance: [
        [1, 0.2],
        [0.2, 0.6],
      ],
    });
    // The precision matrix is [[a, b], [b, c]].
    const [a, b, c] = [0.6 / 0.56, -0.2 / 0.56, 1 / 0.56];
    const slope = (y: number, z: number) => [a * (y - 1) + b * (z + 1), b * (y - 1) + c * (z + 1)];
    const unaware = energy({
      dim: 2,
      energy: (y, z) => (slope(y!, z!)[0]! * (y! - 1) + slope(y!, z!)[1]! * (z! + 1)) / 2,
      gradient: (y, z) => slope(y!, z!),
      logNormaliser: Math.log(2 * Math.PI) + Math.log(0.56) / 2,
    });
    const [x, v] = [q.sample(20, rng(6)), points(rng(7).normal(20, 2), 2)];
    const both = [q, unaware].map(
      (component) =>
        mixture({ weights: [0.4, 0.6], components: [p, component] }).directional!(x, v).data,
    );
    both[0]!.forEach((value, k) => {
      expect(both[1]![k]).toBeCloseTo(value, 9);
    });
  });

  it("refuses vectors of another number or dimension than the points, with every method", () => {
    const x = points([0.5, 0.7]);
    const fields = [
      bare(linearScore({ slope: -1 })),
      linearScore({ slope: -1 }),
      scoreField({ score: (y) => -y, divergence: () => -1 }),
    ];
    for (const s of [...fields, ...Object.values(specimens).filter(({ dim }) => dim === 1)]) {
      expect(() => directionalDerivative(s, x, points(1))).toThrow(/^v = .* holds 1 vectors/);
      expect(() =>
        directionalDerivative(
          s,
          x,
          points([
            [1, 2],
            [3, 4],
          ]),
        ),
      ).toThrow(/^v = /);
      expect(() => directionalDerivative(s, points([[1, 2]]), points([[1, 2]]))).toThrow(/^x = /);
      if (s.directional) expect(() => s.directional!(x, points(1))).toThrow(/^v = /);
    }
  });
});

it("an energy in the plane has directional derivatives, its Laplacian known or not", () => {
  const p = energy({
    dim: 2,
    energy: (x, y) => x! ** 2 + y! ** 4 / 4,
    gradient: (x, y) => [2 * x!, y! ** 3],
    laplacian: (_, y) => 2 + 3 * y! ** 2,
  });
  const found = directionalDerivative(p, points([[1, 2]]), points([[3, -1]])).data;
  expect(found[0]).toBeCloseTo(-6, 8);
  expect(found[1]).toBeCloseTo(12, 8);
});
