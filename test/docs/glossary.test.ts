import { describe, expect, it } from "vitest";
import { lessons, page } from "./course";

const entries = page("glossary.md")
  .replace(/^[\s\S]*?```\{glossary\}\n/, "")
  .replace(/```\s*$/, "")
  .split("\n\n")
  .map((entry) => {
    const lines = entry.trimEnd().split("\n");
    return {
      terms: lines.filter((line) => !line.startsWith("  ")),
      meaning: lines.filter((line) => line.startsWith("  ")).join(" "),
    };
  });
const chinese = /[\u4e00-\u9fff]/;

/** As an index sorts: case and accents do not count. */
const key = (term: string) =>
  term
    .normalize("NFD")
    .replace(/[^ -~]/g, "")
    .toLowerCase();

/** The terms of a lesson's title cell: "score function 得分函数, energy 能量." in pairs. */
const termsOf = (title: string) =>
  title
    .match(/^Terms: (.*)\.$/m)![1]!
    .split(", ")
    .map((pair) => {
      const [, english, translated] = /^(.*?) ((?:KL )?[\u4e00-\u9fff].*)$/.exec(pair)!;
      return [english!, translated!] as const;
    });

describe("the glossary", () => {
  it("gives each term in English and in Chinese, with a meaning", () => {
    const odd = entries.filter(
      ({ terms, meaning }) =>
        terms.length !== 2 || chinese.test(terms[0]!) || !chinese.test(terms[1]!) || !meaning,
    );
    expect(odd).toEqual([]);
  });

  it("is sorted by the English terms", () => {
    const keys = entries.map(({ terms }) => key(terms[0]!));
    expect(keys).toEqual([...keys].sort());
  });

  it("names no term twice", () => {
    const terms = entries.flatMap(({ terms: [english, translated] }) => [
      english!.toLowerCase(),
      translated!,
    ]);
    expect(terms).toHaveLength(new Set(terms).size);
  });

  it("says for each term where to read about it", () => {
    const without = entries.filter(({ meaning }) => !/See \[[^\]]+\]\(#[^)]+\)\.$/.test(meaning));
    expect(without).toEqual([]);
  });

  it.each(lessons)("$name: has the terms of its title cell, in both languages", ({ cells }) => {
    const pairs = termsOf(cells[0]!.source);
    expect(pairs.length).toBeGreaterThan(2);
    const known = new Map(entries.map(({ terms }) => [terms[0]!, terms[1]!]));
    expect(pairs.map(([english]) => [english, known.get(english)])).toEqual(pairs);
  });
});
