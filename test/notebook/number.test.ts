import { describe, expect, it } from "vitest";
import { inDigits, inWords, inWordsApart } from "../../src/notebook/number";

describe("numbers in words", () => {
  it("have at most the digits asked for, and no trailing zeros", () => {
    expect(inDigits(1.23456)).toBe("1.235");
    expect(inDigits(2)).toBe("2");
    expect(inDigits(1e-9)).toBe("1e-9");
    expect(inDigits(0.5, 2)).toBe("0.5");
  });

  it.each([
    [1.82083, 0.0004, "1.82083 ± 0.00040"],
    [1.82083, 0.2, "1.82 ± 0.20"],
    [123.456, 12, "123 ± 12"],
    [123456, 1200, "123456 ± 1200"],
    [-0.5, 1e-14, "-0.5 ± 1e-14"],
  ])("%s with an error of %s is %s", (value, standardError, words) => {
    expect(inWords({ value, standardError })).toBe(words);
  });

  it("without an error have eight digits", () => {
    expect(inWords({ value: Math.PI })).toBe("3.1415927");
  });

  it("side by side get as many digits as tell them apart, if that is asked for", () => {
    const [one, more] = [{ value: 1 }, { value: 1 + 1e-12 }];
    expect(inWordsApart(one, more, false)).toEqual(["1", "1"]);
    expect(inWordsApart(one, more, true)).toEqual(["1", "1.000000000001"]);
    expect(inWordsApart(one, one, true)).toEqual(["1", "1"]);
    expect(inWordsApart({ value: 0.1 + 0.2 }, { value: 0.3 }, true)).toEqual([
      "0.30000000000000004",
      "0.3",
    ]);
  });

  it("without an error get one digit more than the error beside them", () => {
    const measured = { value: 1, standardError: 0.1 };
    expect(inWordsApart(measured, { value: 1.234567 }, false)).toEqual(["1.00 ± 0.10", "1.235"]);
    expect(inWordsApart(measured, { value: 0 }, false)[1]).toBe("0");
    expect(inWordsApart({ value: 1, standardError: 1e-6 }, { value: 1.234567891 }, false)[1]).toBe(
      "1.2345679",
    );
  });
});
