import { afterEach, describe, expect, it } from "vitest";
import { energyDistance } from "../../src/diagnostics/energyDistance";
import { maximumMeanDiscrepancy } from "../../src/diagnostics/maximumMeanDiscrepancy";
import type { PermutationOptions, PermutationTest } from "../../src/diagnostics/permutationTest";
import { drawn } from "../../src/diagnostics/subset";
import { type Points, type PointsLike, points } from "../../src/numerics/points";
import { type Rng, rng } from "../../src/numerics/rng";
import { hooked, interruptible, unhook } from "../reporting/hook";
import { expectWithinStandardErrors } from "../withinStandardErrors";
import fixture from "./fixtures/diagnostics.json";

afterEach(unhook);

const r = rng(1, "permutations");
const few: PermutationOptions = { rng: r, permutations: 19 };
const normal = (n: number, dim: number, key: Rng): Points => points(key.normal(n, dim), dim);

type Test = (x: PointsLike, y: PointsLike, options: PermutationOptions) => PermutationTest;
const TESTS: readonly [string, Test][] = [
  ["energy distance", energyDistance],
  ["maximum mean discrepancy", maximumMeanDiscrepancy],
];

describe("values", () => {
  it("are means over pairs of different points, in any dimension and of unequal sizes", () => {
    for (const { x, y, ...truth } of fixture.pairs) {
      const energy = energyDistance(x, y, few);
      const discrepancy = maximumMeanDiscrepancy(x, y, few);
      const wider = maximumMeanDiscrepancy(x, y, { ...few, bandwidth: 2 });
      expect(energy.statistic).toBeCloseTo(truth.energyDistance, 12);
      expect(discrepancy.statistic).toBeCloseTo(truth.discrepancy, 13);
      expect(discrepancy.bandwidth).toBeCloseTo(truth.bandwidth, 13);
      expect(wider.statistic).toBeCloseTo(truth.discrepancyOfWidth2, 13);
      expect(wider.bandwidth).toBe(2);
      expect(energy.n).toEqual([x.length, y.length]);
    }
  });

  it("by hand: two points at 0 and 1 against two at 2 and 4", () => {
    // 2 (2 + 4 + 1 + 3) / 4 - 1 - 2.
    expect(energyDistance([0, 1], [2, 4], few).statistic).toBeCloseTo(2, 14);
  });

  it("are symmetric", () => {
    const [x, y] = [normal(9, 2, r.split("x")), normal(13, 2, r.split("y"))];
    for (const [, test] of TESTS) {
      expect(test(y, x, few).statistic).toBeCloseTo(test(x, y, few).statistic, 13);
    }
  });
});

describe("p-values", () => {
  it("tend to the share of all ways to deal out the points", () => {
    const { x, y, share } = fixture.allPermutations;
    const { pValue, permutations } = energyDistance(x, y, { rng: r, permutations: 4999 });
    expect(permutations).toBe(4999);
    expectWithinStandardErrors(pValue, share, Math.sqrt((share * (1 - share)) / 5000));
  });

  it("count the data's own order, and equal statistics", () => {
    const same = [1, 1, 1, 1, 1, 1];
    expect(energyDistance(same, same, few).pValue).toBe(1);
    // So many that no order of 19 will be the data's own, or its mirror image.
    const near = Array.from({ length: 12 }, (_, i) => i / 10);
    const far = energyDistance(
      near,
      near.map((x) => x + 9),
      few,
    );
    expect(far.pValue).toBe(0.05);
  });

  it("of data that fall on a few places count the statistics that only rounding tells apart", () => {
    // All 20 orders of {0, 0, 0, 1/3, 1/3, 1/3} in the statistic: 2 as large, 18 smaller.
    const { pValue } = energyDistance([0, 0, 0], [1 / 3, 1 / 3, 1 / 3], {
      rng: r,
      permutations: 1999,
    });
    expectWithinStandardErrors(pValue, 0.1, Math.sqrt(0.09 / 2000));
  });

  it("are the same for the same key and others for another", () => {
    const [x, y] = [normal(12, 2, r.split("x")), normal(12, 2, r.split("y"))];
    const pValue = (key: Rng) => energyDistance(x, y, { rng: key }).pValue;
    expect(pValue(rng(3))).toBe(pValue(rng(3)));
    expect(new Set([1, 2, 3, 4, 5].map((seed) => pValue(rng(seed)))).size).toBeGreaterThan(1);
  });

  it("are multiples of 1 / 1000 if nothing is said", () => {
    const result = maximumMeanDiscrepancy([0, 1, 2], [5, 6, 7], { rng: r });
    expect(result.permutations).toBe(999);
    expect(result.pValue * 1000).toBeCloseTo(Math.round(result.pValue * 1000), 10);
  });

  it("see a dependence that no coordinate shows by itself", () => {
    // With half as many points, or a correlation of 0.9, other seeds would miss it now and then.
    const x = normal(300, 2, r.split("x"));
    const y = points(
      normal(300, 2, r.split("y")).data.map((z, i, all) => {
        return i % 2 === 0 ? z : 0.99 * all[i - 1]! + Math.sqrt(1 - 0.99 ** 2) * z;
      }),
      2,
    );
    for (const [, test] of TESTS) {
      expect(test(x, y, { rng: r, permutations: 59 }).pValue).toBeLessThan(0.05);
    }
  });
});

describe("many points", () => {
  it("are refused, with what to do about it", () => {
    const x = points(new Float64Array(2501));
    expect(() => energyDistance(x, x, few)).toThrow(
      /^x and y = 5002 points in all are more than 5000.*subsample: 2000/,
    );
  });

  it("can be subsampled, each by its own draw and without a point twice", () => {
    const x = points(Float64Array.from({ length: 3000 }, (_, i) => i));
    const y = points(Float64Array.from({ length: 40 }, (_, i) => 10_000 + i));
    const result = energyDistance(x, y, { ...few, subsample: 50 });
    expect(result.n).toEqual([50, 40]);
    expect(energyDistance(x, x, { ...few, subsample: 50 }).statistic).not.toBe(0);
    expect(energyDistance(x, y, { ...few, subsample: 50 }).statistic).toBe(result.statistic);
  });

  it("a subset has so many different numbers, ascending, each as often as the others", () => {
    const counts = new Float64Array(7);
    for (let i = 0; i < 900; i++) {
      const subset = drawn(3, 7, r.split(i));
      expect([...subset]).toEqual([...new Set(subset)].sort((a, b) => a - b));
      for (const k of subset) counts[k]!++;
    }
    const spread = Math.sqrt((900 * 3 * 4) / 49);
    for (const count of counts) expectWithinStandardErrors(count, (900 * 3) / 7, spread);
  });
});

it("an interrupt leaves the p-value of the permutations that were done, and says so", () => {
  const shown = hooked();
  let asked = 0;
  interruptible(() => ++asked > 40);
  const result = energyDistance([0, 1, 2], [5, 6, 7], { rng: r });
  expect(result.permutations).toBe(40);
  expect(result.pValue).toBeCloseTo(Math.round(result.pValue * 41) / 41, 12);
  const { data } = result.toMimeBundle() as { data: Record<string, string> };
  expect(data["text/plain"]).toContain("40 of 999, interrupted");
  expect(shown.at(-1)!.bundle.data["text/plain"]).toMatch(
    /^Energy distance, permutations .* stopped at 40 of 999/,
  );
});

it("the result is shown as a table, with the bandwidth", () => {
  const { data } = maximumMeanDiscrepancy([0, 0], [1, 1], {
    ...few,
    bandwidth: 0.5,
  }).toMimeBundle() as {
    data: Record<string, string>;
  };
  expect(data["text/plain"]).toMatch(
    /^Maximum mean discrepancy \(squared\)\n.*value\n *statistic +1.72933\n *p-value +[\d.]+\n *p-value by +permutation\n *points +2 and 2\n *permutations +19\n *bandwidth +0.5$/,
  );
});

describe("what makes no sense is refused", () => {
  it.each(TESTS)("by the %s: other dimensions, single points, too few permutations", (_, test) => {
    const [x, plane] = [
      points([1, 2]),
      points([
        [1, 2],
        [3, 4],
      ]),
    ];
    expect(() => test(x, plane, few)).toThrow(
      /^y = .*dimension 2 where those of x have dimension 1/,
    );
    expect(() => test(points([1]), x, few)).toThrow(/^x = .*single point/);
    expect(() => test(x, points([1]), few)).toThrow(/^y = .*single point/);
    for (const permutations of [18, 20.5, Number.NaN]) {
      expect(() => test(x, x, { rng: r, permutations })).toThrow(/^permutations = /);
    }
    for (const subsample of [1, 2.5]) {
      expect(() => test(x, x, { ...few, subsample })).toThrow(/^subsample = /);
    }
  });

  it("coordinates whose distances overflow, which are not called significant", () => {
    const [x, y] = [
      [1e160, 2e160, 3e160],
      [1.1e160, 2.2e160, 3.1e160],
    ];
    expect(() => energyDistance(x!, y!, few)).toThrow(
      /^x and y = NaN as their statistic is not a finite number/,
    );
    expect(() => maximumMeanDiscrepancy(x!, y!, few)).toThrow(
      /^bandwidth = Infinity is the median distance: half of them overflow/,
    );
    const far = maximumMeanDiscrepancy(x!, y!, { ...few, bandwidth: 1 });
    expect(far.statistic).toBe(0);
  });

  it.each(TESTS)("by the %s: a missing generator", (_, test) => {
    const missing = /^rng = undefined is missing: nothing could be drawn/;
    expect(() => test([1, 2], [3, 4], {} as PermutationOptions)).toThrow(missing);
    const nothing = undefined as unknown as PermutationOptions;
    expect(() => test([1, 2], [3, 4], nothing)).toThrow(missing);
  });

  it("a bandwidth that is no length, or a median of 0", () => {
    for (const bandwidth of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const test = () => maximumMeanDiscrepancy([1, 2], [3, 4], { ...few, bandwidth });
      expect(test).toThrow(/^bandwidth = .*is not a positive number/);
    }
    expect(() => maximumMeanDiscrepancy([1, 1, 1], [1, 1, 2], few)).toThrow(
      /^bandwidth = 0 is the median distance/,
    );
  });
});

it("the parts of two samples are drawn apart: points that belong together are not kept together", () => {
  const x = rng(1, "pairs").normal(1000);
  const statistics = Array.from(
    { length: 20 },
    (_, k) => energyDistance(x, x, { rng: rng(k), permutations: 19, subsample: 50 }).statistic,
  );
  // The same 50 points on both sides would give -2 / 50 of their mean distance each time.
  expect(statistics.some((value) => value > 0)).toBe(true);
});

it.each([0.1, 0.3, 0.7])(
  "permutations that tie with the sample count, whatever their rounding: unit %f",
  (unit) => {
    // Of the 20 ways to deal 0, 1, 2 and 7, 8, 9 two are as far apart as this one: it and its mirror image.
    const [x, y] = [[0, 1, 2].map((k) => k * unit), [7, 8, 9].map((k) => k * unit)];
    const { pValue } = energyDistance(x, y, { rng: rng(3, "ties"), permutations: 4999 });
    expectWithinStandardErrors(pValue, 0.1, Math.sqrt((0.1 * 0.9) / 5000));
  },
);
