import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { equationsOf } from "../lessons/lint/equations";
import { readLesson } from "../lessons/lint/lesson";

const root = dirname(dirname(import.meta.dirname));

export const text = (...path: string[]) => readFileSync(join(root, ...path), "utf8");

/** The pages that are written by hand: file and text. */
export const pages = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /^(symbols|glossary|notes\/\w+)\.md$/.test(file))
  .sort()
  .map((file) => ({ file, page: text("docs", file) }));

export const page = (file: string) => text("docs", file);

export const lessons = readdirSync(join(root, "lessons"))
  .filter((file) => /^\d\d-.*\.md$/.test(file))
  .sort()
  .map((file) => readLesson(file.slice(0, -3), text("lessons", file)));

/** The numbers of all displayed equations, such as 6.13. */
export const equations = new Set(
  lessons.flatMap((lesson) => equationsOf(lesson).flatMap(({ numbers }) => numbers)),
);

export interface LedgerItem {
  readonly id: string;
  readonly notes: readonly string[];
  readonly statement: string;
  readonly assumptions: string;
  readonly status: readonly string[];
  readonly errata: readonly string[];
  readonly checks: readonly {
    readonly lesson: string;
    readonly claim: string;
    readonly holds: boolean;
    readonly rejected: readonly { readonly name: string }[];
  }[];
}

export const ledger: readonly LedgerItem[] = JSON.parse(text("ledger.json")).items;

/** The cells of the rows of a page's tables, without head and rule. */
export function rows(markdown: string): string[][] {
  const lines = markdown.split("\n");
  return lines
    .filter((line, i) => line.startsWith("|") && i > 1 && lines[i - 1]!.startsWith("|"))
    .filter((line) => !/^\|[-| ]*\|$/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim()),
    );
}

/** Markdown with its links replaced by their text. */
export const unlinked = (markdown: string) => markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
