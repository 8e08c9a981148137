import { describe, expect, it } from "vitest";
import { type EqualOptions, evaluateEqual } from "../../../src/notebook/check/equal";
import { integrated, sampled } from "./estimates";

const evaluate = (options: Partial<EqualOptions> & Record<string, unknown>) =>
  evaluateEqual("B13", "a claim", {
    value: 2,
    expected: 2,
    rejects: { "twice as much": () => Math.sqrt(16) },
    ...options,
  } as EqualOptions);

describe("check.equal for two deterministic routes", () => {
  it("holds within a relative difference of 1e-8 and fails just beyond it", () => {
    expect(evaluate({ value: 2 * (1 + 0.9e-8) }).holds).toBe(true);
    const beyond = evaluate({ value: 2 * (1 + 1.1e-8) });
    expect(beyond.holds).toBe(false);
    expect(beyond.reason).toBe("the two routes do not agree");
  });

  it("measures the difference relative to the larger of the two", () => {
    const { distance, unit, tolerance } = evaluate({ value: -1, expected: 4 });
    expect([distance, unit, tolerance]).toEqual([1.25, "relative", 1e-8]);
  });

  it("measures it relative to the stated scale instead", () => {
    const { distance, holds } = evaluate({ value: 1e-12, expected: 0, scale: 1e-2 });
    expect(distance).toBeCloseTo(1e-10, 20);
    expect(holds).toBe(true);
  });

  it.each([
    ["expected", 1e-17, 0],
    ["value", 0, 1e-17],
    ["both", 0, 0],
  ])("cannot tell when %s is zero and no scale is stated", (_, value, expected) => {
    const record = evaluate({ value, expected });
    expect(record.holds).toBe(false);
    expect(record.reason).toContain("state a scale");
  });

  it("takes a quadrature estimate for a number", () => {
    const record = evaluate({ value: integrated(2 * (1 + 1e-7)), expected: integrated(2) });
    expect(record.unit).toBe("relative");
    expect(record.holds).toBe(false);
    expect(evaluate({ value: integrated(2), expected: integrated(2) }).holds).toBe(true);
  });

  it("allows a declared bias and says so in the record", () => {
    const bias = { atMost: 1e-3, because: "a step of 1e-2" };
    expect(evaluate({ value: 2.0009, bias }).holds).toBe(true);
    expect(evaluate({ value: 2.0011, bias }).holds).toBe(false);
    expect(evaluate({ value: 2.0009, bias }).bias).toEqual(bias);
    expect(evaluate({ value: 2.0009 }).holds).toBe(false);
  });
});

describe("check.equal with a Monte Carlo estimate", () => {
  it("holds within 4 standard errors and fails just beyond", () => {
    expect(evaluate({ value: sampled(2.39, 0.1) }).holds).toBe(true);
    expect(evaluate({ value: sampled(2.41, 0.1) }).holds).toBe(false);
    expect(evaluate({ value: 2, expected: sampled(1.61, 0.1) }).holds).toBe(true);
    expect(evaluate({ value: 2, expected: sampled(1.59, 0.1) }).holds).toBe(false);
  });

  it("combines the standard errors of two estimates", () => {
    const { distance, unit } = evaluate({ value: sampled(2, 0.03), expected: sampled(2.1, 0.04) });
    expect(distance).toBeCloseTo(2, 10);
    expect(unit).toBe("standard errors");
  });

  it("allows a declared bias on top of 4 standard errors", () => {
    const bias = { atMost: 0.05, because: "a step of 1e-2" };
    expect(evaluate({ value: sampled(2.089, 0.01), bias }).holds).toBe(true);
    expect(evaluate({ value: sampled(2.091, 0.01), bias }).holds).toBe(false);
  });

  it.each([0, Number.NaN, Number.POSITIVE_INFINITY, -0.1])(
    "fails on a standard error of %s",
    (standardError) => {
      const record = evaluate({ value: sampled(2, standardError) });
      expect(record.holds).toBe(false);
      expect(record.reason).toContain("standard error of value");
    },
  );

  it("fails on a standard error too large to tell the wrong formula from the truth", () => {
    const told = evaluate({ value: sampled(2, 0.19) });
    const notTold = evaluate({ value: sampled(2, 0.21) });
    expect(told.holds).toBe(true);
    expect(notTold.holds).toBe(false);
    expect(notTold.reason).toBe('cannot tell "twice as much" from the truth');
  });

  it("refuses a scale, which would have no effect", () => {
    const record = evaluate({ value: sampled(2, 0.1), scale: 100 });
    expect(record.holds).toBe(false);
    expect(record.reason).toContain("leave the scale out");
  });
});

describe("check.equal of several values", () => {
  const rejects = { reversed: () => [3, 2, 1].map((x) => 2 * x) };

  it("compares entry by entry with one scale, and shows the entry furthest apart", () => {
    const record = evaluate({ value: [1e-9, 2, 100], expected: [0, 2, 100 + 2e-7], rejects });
    expect(record.holds).toBe(true);
    expect(record.place).toBe("the third");
    expect(record.scale).toEqual({ value: 100 + 2e-7, stated: false });
    expect(record.entries).toBe(3);
    expect(record.value).toEqual({ value: 100 });
    expect(record.distance).toBeCloseTo(2e-9, 15);
  });

  it("fails if a single entry is off", () => {
    const record = evaluate({ value: [1, 2.01, 3], expected: Float64Array.of(1, 2, 3), rejects });
    expect(record.holds).toBe(false);
    expect(record.place).toBe("the second");
  });

  it("calls an entry by its name where names are given, by its position otherwise", () => {
    const off = { value: [1, 2.01, 3], expected: [1, 2, 3], rejects };
    expect(evaluate({ ...off, at: ["normal", "signs", "sphere"] }).place).toBe("signs");
    expect(evaluate({ ...off, at: Float64Array.of(0.1, 0.123456, 0.3) }).place).toBe("0.1235");
    const many = Array.from({ length: 12 }, (_, i) => i);
    const last = many.map((x) => (x === 11 ? 12 : x));
    const wrong = { "one more": () => many.map((x) => x + 1) };
    expect(evaluate({ value: last, expected: many, rejects: wrong }).place).toBe("number 12");
  });

  it("fails if there is not one name for each entry", () => {
    const record = evaluate({ value: [1, 2], expected: [1, 2], at: ["a"], rejects });
    expect(record).toMatchObject({
      holds: false,
      reason: "at has 1 names and the value has 2 entries",
    });
  });

  it("gives each estimate of a list its own standard error", () => {
    const value = [sampled(1, 0.5), sampled(2, 0.001)];
    const wrong = { shifted: () => [1, 2].map((x) => x + 6) };
    expect(evaluate({ value, expected: [2.9, 2], rejects: wrong }).holds).toBe(true);
    expect(evaluate({ value, expected: [1, 2.005], rejects: wrong }).holds).toBe(false);
  });

  it("judges each estimate by its own tolerance, which a bias makes wide where errors are small", () => {
    const bias = { atMost: 1, because: "a step" };
    // Tolerances of 4 + 1 / 0.1 = 14 and of 4 + 1 / 10 = 4.1 standard errors.
    const record = (errors: number) =>
      evaluate({
        value: [sampled(1.6, 0.1), sampled(100 + 10 * errors, 10)],
        expected: [1, 100],
        bias,
        rejects: { shifted: () => [1, 100].map((x) => x + 120) },
      });
    expect(record(4.05).holds).toBe(true);
    const beyond = record(5);
    expect(beyond.holds).toBe(false);
    expect(beyond).toMatchObject({ reason: "the two routes do not agree", place: "the second" });
    expect(beyond.distance).toBeCloseTo(5, 10);
    expect(beyond.tolerance).toBeCloseTo(4.1, 10);
  });

  it("fails if the lengths differ", () => {
    const record = evaluate({ value: [1, 2], expected: [1, 2, 3], rejects });
    expect(record.reason).toBe("value has 2 entries and expected has 3");
  });

  it("fails if some entries are sampled and others are not", () => {
    const record = evaluate({ value: [sampled(1, 0.1), integrated(2)], expected: [1, 2], rejects });
    expect(record.holds).toBe(false);
    expect(record.reason).toContain("some entries have a standard error and others have none");
  });
});

describe("a wrong formula of check.equal", () => {
  it("has to lie 10 tolerances away", () => {
    const away = (relative: number) => evaluate({ rejects: { near: () => 2 - 2 * relative } });
    expect(away(1.01e-7).holds).toBe(true);
    expect(away(0.99e-7).holds).toBe(false);
    expect(away(1.01e-7).rejected[0]).toMatchObject({ name: "near", value: 2 - 2.02e-7 });
  });

  it("has to lie 10 standard errors away", () => {
    const away = (errors: number) =>
      evaluate({ value: sampled(2, 0.01), rejects: { near: () => 2 + 0.01 * errors } });
    expect(away(10.1).holds).toBe(true);
    expect(away(9.9).holds).toBe(false);
  });

  it("is measured from the expected side, not from the value", () => {
    const record = evaluate({
      value: sampled(2.03, 0.01),
      rejects: { x: () => Math.sqrt(4.4521) },
    });
    expect(record.rejected[0]?.distance).toBeCloseTo(11, 8);
    expect(record.holds).toBe(true);
  });

  it("has to lie 10 times the bias away as well", () => {
    const bias = { atMost: 0.1, because: "a step" };
    const away = (d: number) =>
      evaluate({ value: sampled(2, 0.01), bias, rejects: { near: () => 2 + d } }).holds;
    expect(away(1.11)).toBe(true);
    expect(away(1.09)).toBe(false);
    const exact = (d: number) => evaluate({ bias, rejects: { near: () => 2 + d } }).holds;
    expect(exact(1.01)).toBe(true);
    expect(exact(0.99)).toBe(false);
  });

  it("is measured in its own standard error where that is the larger one", () => {
    const noisy = (standardError: number) =>
      evaluate({
        value: sampled(2, 0.01),
        rejects: { noisy: () => sampled(3, standardError) },
      }).holds;
    expect(noisy(0.09)).toBe(true);
    expect(noisy(0.11)).toBe(false);
  });

  it("is measured in the check's standard error where that is the larger one", () => {
    const record = evaluate({
      value: sampled(2, 0.2),
      rejects: { sharp: () => sampled(3, 0.001) },
    });
    expect(record.rejected[0]?.distance).toBeCloseTo(5, 10);
    expect(record.holds).toBe(false);
  });

  it("is not told from the truth by its own noise in a deterministic check", () => {
    const noisy = (value: number) =>
      evaluate({ rejects: { "the truth, sampled": () => sampled(value, 0.01) } });
    expect(noisy(2.05).holds).toBe(false);
    expect(noisy(2.15).holds).toBe(true);
  });

  it("of several entries needs to differ in one only", () => {
    const value = [1, 2];
    const record = evaluate({ value, expected: [1, 2], rejects: { last: () => [1, 2.5] } });
    expect(record.holds).toBe(true);
    expect(record.rejected[0]?.value).toBe(2.5);
  });
});

describe("a wrong formula of several estimates in check.equal", () => {
  it("is told from the truth by one entry, though another lies more standard errors away", () => {
    // With the bias, told from the truth at 10 + 100 and at 10 + 1 standard errors.
    const record = (errors: number) =>
      evaluate({
        value: [sampled(1, 0.1), sampled(100, 10)],
        expected: [1, 100],
        bias: { atMost: 1, because: "a step" },
        rejects: { shifted: () => [1, 100].map((x, i) => x + [50 * 0.1, 10 * errors][i]!) },
      });
    const told = record(12);
    expect(told.holds).toBe(true);
    expect(told.rejected[0]?.distance).toBeCloseTo(12, 10);
    expect(told.rejected[0]?.least).toBeCloseTo(11, 10);
    expect(record(10.5).reason).toBe('cannot tell "shifted" from the truth');
  });
});

describe("a check.equal that could not fail is refused:", () => {
  const reason = (options: Record<string, unknown>) => {
    const record = evaluate(options);
    expect(record.holds).toBe(false);
    return record.reason;
  };

  it("no wrong formula", () => {
    expect(reason({ rejects: {} })).toContain("no wrong formula is given in rejects");
    expect(reason({ rejects: undefined })).toContain("no wrong formula is given in rejects");
  });

  it("a wrong formula that is not a function", () => {
    expect(reason({ rejects: { literal: 5 } })).toContain('"literal" is not a function');
  });

  it.each([
    ["() => 5", () => 5],
    ["() => -1.5e3", () => -1.5e3],
    ["() => (0.25)", () => 0.25],
    [
      "() => { return 5 }",
      () => {
        return 5;
      },
    ],
  ])("a wrong formula that is a number written down: %s", (_, wrong) => {
    expect(reason({ rejects: { literal: wrong } })).toContain("is a number written down");
  });

  it("a wrong formula that throws", () => {
    const wrong = () => {
      throw new Error("no such thing");
    };
    expect(reason({ rejects: { broken: wrong } })).toContain(
      '"broken" throws: Error: no such thing',
    );
  });

  it("a wrong formula that is the right one", () => {
    expect(reason({ rejects: { same: () => 1 + 1 } })).toBe('cannot tell "same" from the truth');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("a wrong formula that gives %s", (bad) => {
    expect(reason({ rejects: { bad: () => bad } })).toBe(`"bad" is ${bad}`);
  });

  it("a wrong formula that gives a promise, or nothing", () => {
    expect(reason({ rejects: { later: async () => 5 + 1 } })).toContain('"later" is not a number');
    expect(reason({ rejects: { nothing: () => undefined } })).toContain(
      '"nothing" is not a number',
    );
  });

  it("a wrong formula of another length", () => {
    const value = [1, 2];
    expect(reason({ value, expected: [1, 2], rejects: { short: () => [5] } })).toContain(
      '"short" has 1 entries and expected has 2',
    );
  });

  it("one good wrong formula does not excuse a bad one", () => {
    const rejects = { good: () => 2 * 2, same: () => 1 + 1 };
    expect(reason({ rejects })).toBe('cannot tell "same" from the truth');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("a value of %s", (bad) => {
    expect(reason({ value: bad })).toBe(`value is ${bad}`);
    expect(reason({ expected: bad, value: bad })).toBe(`value is ${bad}`);
    expect(reason({ value: [1, bad], expected: [1, 2] })).toBe(`value[1] is ${bad}`);
  });

  it("a value that is no number at all", () => {
    expect(reason({ value: "2" })).toBe("value is not a number, an estimate or an array of them");
    expect(reason({ value: ["2"] })).toBe("value[0] is neither a number nor an estimate");
    expect(reason({ value: null })).toContain("value is not a number");
  });

  it("an empty list", () => {
    expect(reason({ value: [], expected: [] })).toContain("value is empty");
  });

  it("an object compared with itself", () => {
    const once = sampled(2, 0.1);
    expect(reason({ value: once, expected: once })).toContain("one and the same object");
    const list = Float64Array.of(1, 2);
    expect(reason({ value: list, expected: list })).toContain("one and the same object");
  });

  it("points compared with their own data", () => {
    const data = Float64Array.of(1, 2);
    expect(reason({ value: { n: 2, dim: 1, data }, expected: data })).toContain("the same object");
  });
});

describe("the head and the options of check.equal", () => {
  it.each(["", "13", "b13", "B", "B013", "B131", "B13x", "B13 ", " B13", "L1"])(
    "refuse the id %j",
    (id) => {
      const make = () =>
        evaluateEqual(id, "a claim", { value: 1, expected: 1, rejects: { x: () => 1 + 1 } });
      expect(make).toThrow(/^id = /);
    },
  );

  it.each(["B1", "B35", "B13 constant", "B13 for d = 2"])("accept the id %j", (id) => {
    const options = { value: 1, expected: 1, rejects: { x: () => 1 + 1 } };
    expect(evaluateEqual(id, "a claim", options)).toMatchObject({ id, kind: "equal", holds: true });
  });

  it("refuse an empty claim", () => {
    const options = { value: 1, expected: 1, rejects: { x: () => 1 + 1 } };
    expect(() => evaluateEqual("B1", " ", options)).toThrow(/^claim = /);
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    "refuse a scale or a bias of %s",
    (bad) => {
      expect(() => evaluate({ scale: bad })).toThrow(/^scale = /);
      expect(() => evaluate({ bias: { atMost: bad, because: "x" } })).toThrow(/^bias.atMost = /);
    },
  );

  it("refuse a bias without a reason", () => {
    expect(() => evaluate({ bias: { atMost: 1, because: "" } })).toThrow(/^bias.because = /);
  });
});
