import { describe, expect, it } from "vitest";
import { textWidth, wrapped } from "../../../src/notebook/plot/textWidth";

describe("the width of a text", () => {
  it("is that of Helvetica, with a little room", () => {
    // "Wi" is 944 + 222 thousandths of the font size.
    expect(textWidth("Wi", 1000) / 1166).toBeCloseTo(1.12, 10);
    expect(textWidth("", 13)).toBe(0);
  });

  it("of a Chinese character is the font size", () => {
    expect(textWidth("分", 100) / 100).toBeCloseTo(1.12, 10);
  });
});

describe("breaking a text into lines", () => {
  it("keeps every word, and no line wider than asked for", () => {
    const text = "the score of a mixture is the mean of the scores of its components";
    const lines = wrapped(text, 13, 150);
    expect(lines.join(" ")).toBe(text);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(textWidth(line, 13)).toBeLessThanOrEqual(150);
  });

  it("leaves a word that is too long by itself", () => {
    expect(wrapped("a incomprehensibilities b", 13, 40)).toEqual([
      "a",
      "incomprehensibilities",
      "b",
    ]);
  });
});
