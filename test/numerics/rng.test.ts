import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { InvalidArgument } from "../../src/numerics/errors";
import { rng } from "../../src/numerics/rng";
import { normalCumulative } from "../../src/numerics/special/normal";
import pinned from "./fixtures/rng.json";
import { CRITICAL, kolmogorovSmirnov } from "./kolmogorovSmirnov";

vi.setConfig({ testTimeout: 60_000 });

const MANY = 1_000_000;

/** The correlation of a and b in units of its standard error. */
function correlation(a: Float64Array, b: Float64Array): number {
  const n = Math.min(a.length, b.length);
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! ** 2;
    bb += b[i]! ** 2;
  }
  return (ab / Math.sqrt(aa * bb)) * Math.sqrt(n);
}

describe("a random number generator", () => {
  it.each(pinned)("gives the numbers that a Python program gives for $key", (entry) => {
    const [seed, ...labels] = entry.key as [number, ...(string | number)[]];
    const r = rng(seed, ...labels);
    expect(Array.from(r.uniform(3, 2))).toEqual(entry.uniform);
    r.normal(3, 2).forEach((z, i) => {
      expect(Math.abs(z / entry.normal[i]! - 1)).toBeLessThan(2e-15);
    });
  });

  it("gives the same numbers again when asked again", () => {
    const r = rng(1, "again");
    expect(r.normal(5)).toEqual(r.normal(5));
    expect(rng(1).split("again").uniform(5)).toEqual(r.uniform(5));
  });

  it("gives row i whatever n is, and coordinate k whatever dim is", () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 5 }),
        fc.nat(29),
        fc.nat(4),
        (seed, n, dim, i, k) => {
          fc.pre(i < n && k < dim);
          const r = rng(seed, "rows");
          const z = r.normal(n, dim)[i * dim + k];
          expect(z).toBe(r.normal(i + 1, k + 1)[i * (k + 1) + k]);
          expect(z).toBe(r.normal(30, 5)[i * 5 + k]);
          expect(r.uniform(n, dim)[i * dim + k]).toBe(r.uniform(30, 5)[i * 5 + k]);
        },
      ),
    );
  });

  it.each(["normal", "uniform"] as const)(
    "gives the first rows of a hundred thousand %s ones when asked for five, and the later ones too",
    (kind) => {
      const r = rng(3, "rows");
      const many = r[kind](100_000);
      expect(many.slice(0, 5)).toEqual(r[kind](5));
      for (const n of [4095, 4096, 70_001]) expect(r[kind](n)).toEqual(many.slice(0, n));
      expect(r[kind](50_000, 2).slice(0, 10)).toEqual(r[kind](5, 2));
    },
  );

  it("keeps seeds and labels apart, with their types and their bounds", () => {
    const keys: [number, ...(string | number)[]][] = [
      [1],
      [-1],
      [2 ** 32 + 1],
      [0],
      [1, 1],
      [1, "1"],
      [1, "1", ""],
      [1, "ab", "c"],
      [1, "a", "bc"],
      [1, "abc"],
      [1, "ab"],
      [1, "ba"],
      [1, 0.5],
      [1, 1, 2],
      [1, 2, 1],
      [1, Infinity],
      [1, "a\u0000"],
      [1, "a"],
    ];
    const first = keys.map((key) => rng(...key).uniform(1)[0]);
    expect(new Set(first).size).toBe(keys.length);
    expect(rng(1, "a", 2).uniform(2)).toEqual(rng(1).split("a").split(2).uniform(2));
    expect(rng(0, -0).uniform(2)).toEqual(rng(-0, 0).uniform(2));
  });

  it("draws uniform numbers that Kolmogorov and Smirnov cannot tell from uniform ones", () => {
    const u = rng(11, "uniform").uniform(MANY);
    expect(kolmogorovSmirnov(u, (x) => x)).toBeLessThan(CRITICAL);
    expect(kolmogorovSmirnov(u, (x) => x ** 1.02)).toBeGreaterThan(CRITICAL);
  });

  it("draws normal numbers that Kolmogorov and Smirnov cannot tell from normal ones", () => {
    const z = rng(12, "normal").normal(MANY);
    expect(kolmogorovSmirnov(z, normalCumulative)).toBeLessThan(CRITICAL);
    expect(kolmogorovSmirnov(z, (x) => normalCumulative(x / 1.02))).toBeGreaterThan(CRITICAL);
    expect(kolmogorovSmirnov(z, (x) => normalCumulative(x - 0.01))).toBeGreaterThan(CRITICAL);
  });

  it("draws uniform numbers over its labels, too", () => {
    const r = rng(13);
    const byNumber = Float64Array.from({ length: 20_000 }, (_, i) => r.split(i).uniform(1)[0]!);
    const byName = Float64Array.from({ length: 20_000 }, (_, i) => r.split(`${i}`).uniform(1)[0]!);
    const bySeed = Float64Array.from({ length: 20_000 }, (_, i) => rng(i).uniform(1)[0]!);
    for (const values of [byNumber, byName, bySeed]) {
      expect(kolmogorovSmirnov(values, (x) => x)).toBeLessThan(CRITICAL);
      const centred = values.map((u) => u - 0.5);
      expect(Math.abs(correlation(centred, centred.subarray(1)))).toBeLessThan(5);
    }
  });

  it.each([
    [1, 0, 1],
    [2, 1, 2],
    [3, 0, 15],
    [4, 3, 96],
  ])("draws normal numbers with the right moment of order %i", (order, truth, spread) => {
    const z = rng(14, "moments").normal(MANY);
    const mean = z.reduce((sum, x) => sum + x ** order, 0) / MANY;
    expect(Math.abs(mean - truth)).toBeLessThan(5 * Math.sqrt(spread / MANY));
  });

  it("reaches the tails as often as it should", () => {
    const z = rng(15, "tails").normal(MANY);
    for (const limit of [3, 4]) {
      const expected = MANY * normalCumulative(-limit);
      for (const sign of [-1, 1]) {
        const count = z.filter((x) => sign * x > limit).length;
        expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
      }
    }
  });

  it("draws rows, coordinates, labels, seeds and kinds that do not know of each other", () => {
    const n = 200_000;
    const z = rng(16, "a").normal(n);
    const pair = rng(16, "pair").normal(n, 2);
    const others = {
      "the next row": z.slice(1),
      "the row after": z.slice(2),
      "another label": rng(16, "b").normal(n),
      "another seed": rng(17, "a").normal(n),
      "its own split": rng(16, "a").split("b").normal(n),
      "another kind": rng(16, "a")
        .uniform(n)
        .map((u) => u - 0.5),
    };
    for (const [name, other] of Object.entries(others)) {
      expect(Math.abs(correlation(z, other)), name).toBeLessThan(5);
      const squares = z.map((x) => x * x - 1);
      const meanSquare = other.reduce((sum, x) => sum + x * x, 0) / n;
      const otherSquares = other.map((x) => x * x - meanSquare);
      expect(Math.abs(correlation(squares, otherSquares)), `${name}, squared`).toBeLessThan(5);
    }
    const first = pair.filter((_, j) => j % 2 === 0);
    const second = pair.filter((_, j) => j % 2 === 1);
    expect(Math.abs(correlation(first, second))).toBeLessThan(5);
    expect(correlation(first, first)).toBeGreaterThan(100);
  });

  it.each([1.5, Number.NaN, Infinity, 2 ** 53, "1"])("refuses the seed %s", (seed) => {
    expect(() => rng(seed as number)).toThrow(InvalidArgument);
    expect(() => rng(seed as number)).toThrow(/^seed = /);
  });

  it("refuses labels that are no names, and counts that are no counts", () => {
    expect(() => rng(1, Number.NaN)).toThrow(/^label = NaN/);
    expect(() => rng(1, true as unknown as string)).toThrow(/^label = true/);
    expect(() => rng(1).normal(0)).toThrow(/^n = 0/);
    expect(() => rng(1).normal(2.5)).toThrow(/^n = 2.5/);
    expect(() => rng(1).uniform(2, 0)).toThrow(/^dim = 0/);
  });
});
