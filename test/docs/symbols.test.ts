import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { lessons, page, rows, text } from "./course";
import { lettersOf } from "./latex";

const [tables, rest] = page("symbols.md").split("\n## Indices\n");
const formulas = (markdown: string) =>
  [...markdown.matchAll(/\$([^$]+)\$/g)].map((match) => match[1]!);
const numbers = (markdown: string) =>
  [...markdown.matchAll(/\[\((\d+\.\d+)\)\]/g)].map((m) => m[1]!);
const chapter = (number: string) => Number(number.split(".")[0]);

/** Each displayed equation of the lessons, by its number. */
const displayed = new Map(
  lessons.flatMap(({ text }) =>
    [...text.matchAll(/\$\$([\s\S]*?)\$\$/g)].map(
      (match) => [/\\tag\{([\d.]+)\}/.exec(match[1]!)![1]!, match[1]!] as const,
    ),
  ),
);

const symbols = rows(tables!).map(([symbol, meaning, code, , first]) => ({
  symbol: symbol!,
  meaning: meaning!,
  code: code!,
  first: numbers(first!),
}));

describe("the table of symbols", () => {
  it("has a meaning and a place for every symbol", () => {
    expect(symbols.length).toBeGreaterThan(100);
    expect(symbols.filter(({ meaning, first }) => !meaning || first.length === 0)).toEqual([]);
  });

  it("names equations in which the symbols stand", () => {
    const absent = symbols.flatMap(({ symbol, first }) => {
      const letters = new Set(first.flatMap((number) => [...lettersOf(displayed.get(number)!)]));
      return [...lettersOf(formulas(symbol).join(" "))]
        .filter((letter) => !letters.has(letter))
        .map((letter) => `${symbol}: no ${letter} in ${first.join(", ")}`);
    });
    expect(absent).toEqual([]);
  });

  it("has every letter that a lesson displays, with a place in that lesson or before", () => {
    const indices = new Set(formulas(rest!.split("\n## ")[0]!).flatMap((f) => [...lettersOf(f)]));
    const earliest = new Map<string, number>();
    for (const { symbol, first } of symbols)
      for (const letter of lettersOf(formulas(symbol).join(" ")))
        earliest.set(
          letter,
          Math.min(earliest.get(letter) ?? Number.POSITIVE_INFINITY, ...first.map(chapter)),
        );
    const missing = [...displayed].flatMap(([number, formula]) =>
      [...lettersOf(formula)]
        .filter((letter) => !indices.has(letter) && !(earliest.get(letter)! <= chapter(number)))
        .map((letter) => `${letter} of (${number})`),
    );
    expect(missing).toEqual([]);
  });

  it("lists no symbol with one meaning twice", () => {
    const entries = symbols.map(({ symbol, meaning }) => `${symbol}: ${meaning}`);
    expect(entries).toHaveLength(new Set(entries).size);
  });

  it("gives names that the library has", () => {
    const root = join(dirname(dirname(import.meta.dirname)), "src");
    const exported = new Set(
      [...text("src", "index.ts").matchAll(/\b(\w+)(?=,| \}| from)/g)].map((match) => match[1]!),
    );
    const declarations = readdirSync(join(root, "dist"), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".d.ts"))
      .map((file) => text("src", "dist", file))
      .join("\n");
    const declared = new Set(
      [...declarations.matchAll(/^ +(?:readonly |get )?(\w+)\??[(:]/gm)].map((match) => match[1]!),
    );
    const named = symbols.flatMap(({ code }) =>
      [...code.matchAll(/`([^`]+)`/g)].map((match) => match[1]!),
    );
    expect(named.length).toBeGreaterThan(80);
    expect(named.filter((name) => !exported.has(name) && !declared.has(name))).toEqual([]);
  });
});
