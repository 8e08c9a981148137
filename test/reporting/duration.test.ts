import { describe, expect, it } from "vitest";
import { durationInWords } from "../../src/reporting/duration";

describe("durations in words", () => {
  it.each([
    [0.04, "0.0 s"],
    [3.21, "3.2 s"],
    [9.96, "10 s"],
    [59.4, "59 s"],
    [185, "3 min 5 s"],
    [7800, "2 h 10 min"],
  ])("%s s is %s", (seconds, words) => {
    expect(durationInWords(seconds)).toBe(words);
  });
});
