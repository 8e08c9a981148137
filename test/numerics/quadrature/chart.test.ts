import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cut,
  type Panel,
  towardsEnd,
  towardsInfinity,
} from "../../../src/numerics/quadrature/chart";
import { partition } from "../../../src/numerics/quadrature/partition";

/** The ends of a panel on the line, in ascending order. */
function ends({ chart, low, high }: Panel): [number, number] {
  const [a, b] = [chart.x(low), chart.x(high)];
  return a < b ? [a, b] : [b, a];
}

describe("a change of variable", () => {
  it("towards an end never reaches it, however small the parameter", () => {
    for (const t of [0, 1e-300, 1e-5, 1e-3]) {
      expect(towardsEnd(2, 3).chart.x(t)).toBeGreaterThan(2);
      expect(towardsEnd(3, 2).chart.x(t)).toBeLessThan(3);
      expect(towardsEnd(0, 1).chart.x(t)).toBeGreaterThan(0);
    }
    expect(towardsEnd(3, 2).chart.x(1)).toBe(2);
  });

  it.each([
    ["towards a lower end", towardsEnd(2, 5)],
    ["towards an upper end", towardsEnd(5, 2)],
    ["towards Infinity", towardsInfinity(3, 2)],
    ["towards -Infinity", towardsInfinity(3, -2)],
  ])("%s is stretched by its derivative", (_, { chart }) => {
    for (const t of [0.1, 0.5, 0.9]) {
      const slope = (chart.x(t + 1e-6) - chart.x(t - 1e-6)) / 2e-6;
      expect(Math.abs(slope) / chart.stretch(t)).toBeCloseTo(1, 6);
    }
  });
});

describe("a partition", () => {
  it("covers the interval without gap or overlap, and meets at the breaks", () => {
    const end = fc.constantFrom(-Infinity, -3, 0, 4, Infinity);
    const breaks = fc.array(
      fc.integer({ min: -290, max: 390 }).map((i) => i / 100),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(end, end, breaks, fc.integer({ min: 1, max: 4 }), (from, to, given, pieces) => {
        fc.pre(from < to && given.some((b) => b > from && b < to));
        const panels = partition(from, to, given, 2, pieces).map(ends);
        panels.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
        const tiny = (x: number) => Math.abs(x) * 1e-12 + 1e-12;
        panels.slice(1).forEach(([low], i) => {
          expect(Math.abs(low - panels[i]![1])).toBeLessThanOrEqual(tiny(low));
        });
        const [first, last] = [panels[0]![0], panels.at(-1)![1]];
        expect(first === from || first - from <= tiny(from)).toBe(true);
        expect(last === to || to - last <= tiny(to)).toBe(true);
        for (const b of given.filter((x) => x > from && x < to)) {
          expect(panels.some(([low]) => Math.abs(low - b) <= tiny(b))).toBe(true);
        }
      }),
    );
  });

  it("cuts a panel into equal pieces of its parameter", () => {
    const pieces = cut(towardsInfinity(0, 1), 4);
    expect(pieces.map(({ low, high }) => [low, high])).toEqual([
      [0, 0.25],
      [0.25, 0.5],
      [0.5, 0.75],
      [0.75, 1],
    ]);
  });
});
