import { describe, expect, it } from "vitest";
import { evaluateSlope, type SlopeOptions } from "../../../src/notebook/check/slope";
import { sampled } from "./estimates";

const x = [0.5, 0.25, 0.125, 0.0625, 0.03125];
const power = (p: number) => x.map((h) => 3 * h ** p);
const evaluate = (options: Partial<SlopeOptions> & Record<string, unknown>) =>
  evaluateSlope("B18", "a claim", { x, y: power(2), expected: 2, ...options } as SlopeOptions);

describe("check.slope of deterministic values", () => {
  it("fits the power and reports it with its error", () => {
    const record = evaluate({});
    expect(record).toMatchObject({ kind: "slope", holds: true, unit: "slope", tolerance: 0.05 });
    expect(record.value?.value).toBeCloseTo(2, 12);
    expect(record.value?.standardError).toBeLessThan(1e-12);
    expect(record.entries).toBe(5);
  });

  it("fails when the slope is off by more than the tolerance", () => {
    expect(evaluate({ y: power(2.049) }).holds).toBe(true);
    expect(evaluate({ y: power(2.051) }).holds).toBe(false);
    expect(evaluate({ y: power(2.051) }).reason).toBe("the fitted slope is not the expected one");
    expect(evaluate({ y: power(1.949) }).holds).toBe(false);
    expect(evaluate({ y: power(2.1), tolerance: 0.15 }).holds).toBe(true);
  });

  it("takes falling powers and the signs of errors as they come", () => {
    expect(evaluate({ y: power(-4), expected: -4 }).holds).toBe(true);
    expect(evaluate({ y: power(2).map((v, i) => (i % 2 ? v : -v)) }).holds).toBe(true);
  });

  it("stops at the rounding floor, and at all points beyond it", () => {
    const h = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];
    const y = h.map((v, i) => (i < 3 ? v ** 4 : [3e-13, 9e-12, 2e-13][i - 3]!));
    const record = evaluate({ x: h, y, expected: 4 });
    expect(record.holds).toBe(true);
    expect(record.entries).toBe(3);
    expect(record.note).toBe("fitted to 3 points, 3 beyond the rounding floor left out");
    expect(evaluate({ x: h, y, expected: 4, floor: 1e-20 }).holds).toBe(false);
  });

  it("does not care in which order the points come", () => {
    const h = [1e-4, 1e-1, 1e-3, 1e-2];
    const y = [7e-14, 1e-4, 1e-12 * 1.0001, 1e-8];
    expect(evaluate({ x: h, y, expected: 4 }).entries).toBe(3);
  });
});

describe("check.slope of sampled values", () => {
  const relative = 0.02;
  const y = (p: number) => power(p).map((v) => sampled(v, relative * v));
  // The standard error of a weighted slope: relative error over the spread of log x.
  const logs = x.map(Math.log);
  const mean = logs.reduce((a, b) => a + b) / logs.length;
  const standardError = relative / Math.sqrt(logs.reduce((a, b) => a + (b - mean) ** 2, 0));

  it("holds within 4 standard errors of the slope", () => {
    expect(evaluate({ y: y(2 + 3.9 * standardError) }).holds).toBe(true);
    const record = evaluate({ y: y(2 + 4.1 * standardError) });
    expect(record.holds).toBe(false);
    expect(record.unit).toBe("standard errors");
    expect(record.distance).toBeCloseTo(4.1, 6);
    expect(record.value?.standardError).toBeCloseTo(standardError, 12);
  });

  it("weighs each point by its standard error", () => {
    const good = y(2);
    const off = [...good.slice(0, 4), sampled(0.02, 0.02)];
    expect(evaluate({ y: off }).value?.value).toBeCloseTo(2, 1);
  });

  it("fails if the errors are too large to tell a dependence from none", () => {
    const noisy = power(2).map((v) => sampled(v, 0.9 * v));
    expect(evaluate({ y: noisy }).reason).toBe('cannot tell "no dependence on x" from the truth');
  });

  it("measures a sharp wrong formula by the noise of y where that is the larger", () => {
    const rejects = { first: () => power(1).map((v) => sampled(v, 1e-3 * v)) };
    const noisy = (noise: number) =>
      evaluate({ y: power(2).map((v) => sampled(v, noise * v)), rejects });
    expect(noisy(0.2).holds).toBe(true);
    const record = noisy(0.3);
    expect(record.reason).toBe('cannot tell "first" from the truth');
    expect(record.rejected[1]?.distance).toBeCloseTo((relative / 0.3) * (1 / standardError), 8);
  });

  it("refuses a tolerance, which would have no effect", () => {
    expect(evaluate({ y: y(2), tolerance: 1 }).reason).toContain("leave the tolerance out");
  });

  it("refuses a standard error of zero for some of them", () => {
    const mixed = [...y(2).slice(0, 4), sampled(0.01, 0)];
    expect(evaluate({ y: mixed }).reason).toContain("standard error of y[4] is 0");
    const half = [...y(2).slice(0, 4), { value: 0.01, standardError: 0, n: 0 }];
    expect(evaluate({ y: half }).reason).toContain("some y have a standard error");
  });
});

describe("a check.slope that could not fail is refused:", () => {
  const reason = (options: Record<string, unknown>) => {
    const record = evaluate(options);
    expect(record.holds).toBe(false);
    return record.reason;
  };

  it("a tolerance as wide as a tenth of the slope and more", () => {
    expect(evaluate({ tolerance: 0.2 }).holds).toBe(true);
    expect(reason({ tolerance: 0.201 })).toBe('cannot tell "no dependence on x" from the truth');
    expect(evaluate({ y: power(0.5), expected: 0.5 }).holds).toBe(true);
    // Ten times 0.07 is a little more than 0.7 in floating point.
    expect(evaluate({ y: power(0.7), expected: 0.7, tolerance: 0.07 }).holds).toBe(true);
    // By default a small power has the tolerance that still tells it from none.
    expect(evaluate({ y: power(-1 / 6), expected: -1 / 6 })).toMatchObject({
      holds: true,
      tolerance: 1 / 60,
    });
    expect(evaluate({ y: power(-0.18), expected: -1 / 6 }).holds).toBe(true);
    expect(evaluate({ y: power(-0.19), expected: -1 / 6 }).holds).toBe(false);
  });

  it("a slope of 0 without a wrong formula", () => {
    const y = x.map((_, i) => 3 + 1e-9 * i);
    expect(reason({ y, expected: 0 })).toContain("a slope of 0 needs a wrong formula");
    const rejects = { linear: () => power(1) };
    expect(evaluate({ y, expected: 0, rejects }).holds).toBe(true);
    expect(evaluate({ y, expected: 0, rejects: { flat: () => power(0.4) } }).holds).toBe(false);
  });

  it("a wrong formula with nearly the same power", () => {
    expect(evaluate({ rejects: { first: () => power(1) } }).holds).toBe(true);
    expect(reason({ rejects: { near: () => power(1.6) } })).toContain('cannot tell "near"');
  });

  it("a wrong formula whose noise hides its power", () => {
    const noisy = () => power(1).map((v) => sampled(v, 0.5 * v));
    expect(reason({ rejects: { noisy } })).toContain('cannot tell "noisy"');
    const sharp = () => power(1).map((v) => sampled(v, 0.01 * v));
    expect(evaluate({ rejects: { sharp } }).holds).toBe(true);
  });

  it("fewer than three points", () => {
    expect(reason({ x: [1, 0.1], y: [1, 0.01] })).toBe("a slope needs 3 points, here are 2");
  });

  it("fewer than three points above the rounding floor", () => {
    const y = [1, 1e-5, 1e-13, 1e-14, 1e-15];
    expect(reason({ y })).toBe(
      "a slope needs 3 points, here are 2, 3 more are at the rounding floor of 1e-12",
    );
  });

  it("x that hardly changes", () => {
    const narrow = [1, 1.1, 1.2];
    expect(reason({ x: narrow, y: narrow.map((h) => h * h) })).toContain("x changes by a factor");
  });

  it("x that has no logarithm", () => {
    expect(reason({ x: [0, 1, 2, 3, 4] })).toBe("x[0] is 0, which has no logarithm");
    expect(reason({ x: [1, 2, 3, 4, Number.NaN] })).toContain("x[4] is NaN");
  });

  it("y that has no logarithm", () => {
    const flat = { y: [1, 0, 1, 1, 1].map((v) => sampled(v, 0.1)) };
    expect(reason(flat)).toBe("y[1] is 0, which has no logarithm");
    expect(reason({ y: [1, Number.NaN, 1, 1, 1] })).toBe("y[1] is NaN");
  });

  it("y of another length, no y, and x itself", () => {
    expect(reason({ y: [1, 2] })).toBe("x has 5 entries and y has 2");
    expect(reason({ y: [] })).toContain("y is empty");
    expect(reason({ y: x, expected: 1 })).toBe("x and y are one and the same object");
  });
});

describe("the options of check.slope", () => {
  it("are refused when they are not numbers of the right kind", () => {
    expect(() => evaluate({ tolerance: 0 })).toThrow(/^tolerance = /);
    expect(() => evaluate({ floor: -1 })).toThrow(/^floor = /);
    expect(() => evaluate({ expected: Number.NaN })).toThrow(/^expected = /);
    expect(() => evaluateSlope("x", "a claim", { x, y: power(2), expected: 2 })).toThrow(/^id = /);
  });
});
