import { describe, expect, it } from "vitest";
import { type BoundOptions, evaluateBound } from "../../../src/notebook/check/bound";
import { sampled } from "./estimates";

const evaluate = (options: Record<string, unknown>) =>
  evaluateBound("B3", "a claim", options as BoundOptions);

describe("check.bound of deterministic values", () => {
  it("holds strictly below and strictly above", () => {
    expect(evaluate({ value: 1, below: 2 })).toMatchObject({ kind: "bound", holds: true });
    expect(evaluate({ value: 1, above: 2 }).holds).toBe(false);
    expect(evaluate({ value: 2, above: 1 }).holds).toBe(true);
    expect(evaluate({ value: 2, below: 1 }).holds).toBe(false);
    expect(evaluate({ value: 2, below: 2 }).holds).toBe(false);
    expect(evaluate({ value: 0, above: 0 }).holds).toBe(false);
  });

  it("wants the scale of a bound that is 0, lest a rounding error lie above it", () => {
    expect(evaluate({ value: 1e-17, above: 0 }).reason).toContain(
      "the bound is 0: state the scale",
    );
    expect(evaluate({ value: 1e-17, above: 0, scale: 1 }).holds).toBe(false);
    expect(evaluate({ value: 1e-7, above: 0, scale: 1 }).holds).toBe(true);
    expect(evaluate({ value: -1e-7, below: 0, scale: 1 }).holds).toBe(true);
    expect(evaluate({ value: sampled(1, 0.1), above: 0, scale: 1 }).reason).toContain(
      "leave the scale out",
    );
    expect(() => evaluate({ value: 1, above: 0, scale: -1 })).toThrow(/^scale = -1/);
  });

  it("needs more room than rounding can explain", () => {
    expect(evaluate({ value: 2 - 1e-9, below: 2 }).holds).toBe(false);
    expect(evaluate({ value: 2 - 1e-7, below: 2 }).holds).toBe(true);
  });

  it("keeps both bounds, and shows the closer one", () => {
    expect(evaluate({ value: 1.4, above: 1, below: 2 })).toMatchObject({
      holds: true,
      bound: "above",
    });
    expect(evaluate({ value: 3, above: 1, below: 2 })).toMatchObject({
      holds: false,
      bound: "below",
    });
    expect(evaluate({ value: 0.5, above: 1, below: 2 })).toMatchObject({
      holds: false,
      bound: "above",
    });
  });

  it("of several values wants each to keep it, against one limit or one each", () => {
    expect(evaluate({ value: [1, 2, 3], below: 4 }).holds).toBe(true);
    expect(evaluate({ value: [1, 5, 3], below: 4 })).toMatchObject({
      holds: false,
      place: "the second",
    });
    expect(evaluate({ value: [1, 5, 3], below: 4, at: ["a", "b", "c"] }).place).toBe("b");
    expect(evaluate({ value: [1, 5, 3], below: 4, at: ["a", "b"] }).reason).toBe(
      "at has 2 names and the value has 3 entries",
    );
    expect(evaluate({ value: [1, 5, 3], below: [2, 6, 4] }).holds).toBe(true);
    expect(evaluate({ value: [1, 5, 3], below: [2, 6, 3] }).holds).toBe(false);
    expect(evaluate({ value: [1, 5, 3], below: [2, 6] }).reason).toContain("below has 2 entries");
  });
});

describe("check.bound of estimates", () => {
  it("holds by more than 4 standard errors", () => {
    expect(evaluate({ value: sampled(0.41, 0.1), above: 0 }).holds).toBe(true);
    expect(evaluate({ value: sampled(0.39, 0.1), above: 0 }).holds).toBe(false);
    expect(evaluate({ value: sampled(0.39, 0.1), above: 0 }).reason).toContain(
      "the bound is not kept",
    );
  });

  it("combines the errors of value and limit", () => {
    const record = evaluate({ value: sampled(1, 0.03), below: sampled(1.3, 0.04) });
    expect(record.distance).toBeCloseTo(6, 8);
    expect(record.expected).toEqual({ value: 1.3, standardError: 0.04 });
  });

  it("fails on a standard error of zero or NaN", () => {
    expect(evaluate({ value: sampled(1, 0), above: 0 }).holds).toBe(false);
    expect(evaluate({ value: sampled(1, Number.NaN), above: 0 }).holds).toBe(false);
    const mixed = [sampled(1, 0.1), { value: 1, standardError: 0, n: 0 }];
    expect(evaluate({ value: mixed, above: 0 }).reason).toContain("others have none");
  });
});

describe("a wrong formula of check.bound", () => {
  it("has to break the bound by 10 tolerances", () => {
    const wrong = (v: number) => evaluate({ value: 1, below: 2, rejects: { wrong: () => v + 0 } });
    expect(wrong(2.1).holds).toBe(true);
    expect(wrong(2 + 1e-7).holds).toBe(false);
    expect(wrong(1.9).reason).toBe('cannot tell "wrong" from the truth');
  });

  it("has to break it by 10 standard errors of the check", () => {
    const wrong = (v: number) =>
      evaluate({ value: sampled(1, 0.1), above: 0, rejects: { wrong: () => v - 0 } }).holds;
    expect(wrong(-1.1)).toBe(true);
    expect(wrong(-0.9)).toBe(false);
  });

  it("does not break it by its noise", () => {
    const wrong = (v: number) =>
      evaluate({ value: 1, above: 0.5, rejects: { wrong: () => sampled(v, 0.1) } }).holds;
    expect(wrong(0.1)).toBe(false);
    expect(wrong(-0.6)).toBe(true);
  });

  it("fails the check when it throws or is written down", () => {
    const broken = () => {
      throw new Error("x");
    };
    expect(evaluate({ value: 1, below: 2, rejects: { broken } }).reason).toContain("throws");
    expect(evaluate({ value: 1, below: 2, rejects: { three: () => 3 } }).reason).toContain(
      "written",
    );
  });
});

describe("a check.bound that could not fail is refused:", () => {
  it("no bound", () => {
    expect(() => evaluate({ value: 1 })).toThrow(/neither below nor above/);
  });

  it("a value or a limit that is not a finite number", () => {
    expect(evaluate({ value: Number.NaN, below: 1 }).reason).toBe("value is NaN");
    expect(evaluate({ value: 1, below: Number.NaN }).reason).toBe("below is NaN");
    expect(evaluate({ value: 1, below: Number.POSITIVE_INFINITY }).reason).toBe(
      "below is Infinity",
    );
    expect(evaluate({ value: [], below: 1 }).reason).toContain("value is empty");
  });

  it("a value bounded by itself", () => {
    const value = Float64Array.of(1, 2);
    expect(evaluate({ value, below: value }).reason).toContain("one and the same object");
  });
});
