import { describe, expect, it } from "vitest";
import { type EverywhereOptions, evaluateEverywhere } from "../../../src/notebook/check/everywhere";
import { type Points, points } from "../../../src/numerics/points";
import { sampled } from "./estimates";

const at = points([-1, 0.5, 2]);
const cube = (x: Points) => x.data.map((v) => v ** 3);
const evaluate = (options: Partial<EverywhereOptions> & Record<string, unknown>) =>
  evaluateEverywhere("B1", "a claim", {
    left: cube,
    right: (x: Points) => x.data.map((v) => v * v * v),
    at,
    rejects: { square: (x: Points) => x.data.map((v) => v * v) },
    ...options,
  } as EverywhereOptions);

describe("check.everywhere", () => {
  it("holds when two functions agree at each point", () => {
    const record = evaluate({});
    expect(record).toMatchObject({ id: "B1", kind: "everywhere", holds: true, entries: 3 });
    expect(record.rejected[0]).toMatchObject({ name: "square" });
  });

  it("takes the values themselves as well as functions", () => {
    expect(evaluate({ left: cube(at), right: [-1, 0.125, 8] }).holds).toBe(true);
    expect(evaluate({ left: points(cube(at)), right: [-1, 0.125, 8] }).holds).toBe(true);
  });

  it("fails if one point is off, and says where", () => {
    const record = evaluate({ right: [-1, 0.126, 8] });
    expect(record.holds).toBe(false);
    expect(record.place).toBe("x = 0.5");
    expect(record.value).toEqual({ value: 0.125 });
    expect(record.expected).toEqual({ value: 0.126 });
  });

  it("uses one scale for all points, the largest magnitude", () => {
    expect(evaluate({ right: [-1, 0.125 + 7e-8, 8] }).holds).toBe(true);
    expect(evaluate({ right: [-1, 0.125 + 9e-8, 8] }).holds).toBe(false);
    expect(evaluate({ right: [-1, 0.125 + 7e-8, 8], scale: 1 }).holds).toBe(false);
  });

  it("calls the wrong formulas with the points", () => {
    const seen: unknown[] = [];
    const record = evaluate({
      rejects: {
        shifted: (x: Points) => {
          seen.push(x);
          return x.data.map((v) => v ** 3 + 1);
        },
      },
    });
    expect(seen).toEqual([at]);
    expect(record.holds).toBe(true);
  });

  it("allows a declared bias at each point", () => {
    const bias = { atMost: 1e-3, because: "a difference quotient" };
    expect(evaluate({ right: [-1, 0.1259, 8], bias }).holds).toBe(true);
    expect(evaluate({ right: [-1, 0.1261, 8], bias }).holds).toBe(false);
  });

  it("compares vectors coordinate by coordinate, and names point and coordinate", () => {
    const plane = points([
      [1, 2],
      [3, 4],
    ]);
    const record = evaluate({
      at: plane,
      left: plane,
      right: points([
        [1, 2],
        [3, 5],
      ]),
      rejects: { swapped: () => [2, 1, 4, 3].map((v) => v) },
    });
    expect(record.holds).toBe(false);
    expect(record.place).toBe("x = (3, 4), coordinate 2");
  });

  it("compares estimates in standard errors", () => {
    const left = [sampled(-1, 0.01), sampled(0.16, 0.01), sampled(8, 0.01)];
    expect(evaluate({ left, right: cube }).holds).toBe(true);
    left[1] = sampled(0.17, 0.01);
    expect(evaluate({ left, right: cube }).holds).toBe(false);
  });
});

describe("a check.everywhere that could not fail is refused:", () => {
  const reason = (options: Record<string, unknown>) => {
    const record = evaluate(options);
    expect(record.holds).toBe(false);
    return record.reason;
  };

  it("no points", () => {
    expect(reason({ at: [] })).toBe("there is no point to compare at");
    expect(reason({ at: new Float64Array(0) })).toBe("there is no point to compare at");
    expect(reason({ at: { n: 0, dim: 1, data: new Float64Array(0) } })).toContain("no point");
  });

  it("one function compared with itself", () => {
    expect(reason({ left: cube, right: cube })).toContain("one and the same object");
  });

  it("two functions that return the same array", () => {
    const values = cube(at);
    expect(reason({ left: () => values, right: () => values })).toContain("the same object");
  });

  it("no wrong formula", () => {
    expect(reason({ rejects: {} })).toContain("no wrong formula is given in rejects");
  });

  it("a wrong formula that differs nowhere on these points", () => {
    const abs = (x: Points) => x.data.map((v) => Math.abs(v));
    const identity = (x: Points) => x.data.map((v) => v);
    const options = { left: identity, right: abs, rejects: { identity } };
    expect(reason({ ...options, at: [1, 2] })).toBe('cannot tell "identity" from the truth');
  });

  it("a NaN at one point", () => {
    expect(reason({ left: [Number.NaN, 0.125, 8] })).toBe("left[0] is NaN");
    expect(reason({ right: [-1, 0.125, Number.NaN] })).toBe("right[2] is NaN");
  });

  it("values for fewer points than there are", () => {
    expect(reason({ left: [-1, 0.125] })).toBe("left has 2 entries for 3 points");
    expect(reason({ right: [-1, 0.125] })).toBe("left has 3 entries and right has 2");
  });

  it("functions that are zero everywhere, without a scale", () => {
    const zero = (x: Points) => x.data.map(() => 0);
    expect(reason({ left: zero, right: (x: Points) => x.data.map(() => -0) })).toContain("scale");
  });
});
