import { describe, expect, it } from "vitest";
import { equations, ledger, lessons, pages } from "./course";

/** What the anchors of the site stand for, and how a link to each reads. */
const targets = new Map([
  ...[...equations].map((number) => [`eq-${number.replace(".", "-")}`, `(${number})`] as const),
  ...lessons.map(({ number }) => [`lesson-${Number(number)}`, `lesson ${Number(number)}`] as const),
  ...ledger.map(({ id }) => [id, id] as const),
]);

describe.each(pages)("docs/$file", ({ page }) => {
  const links = [...page.matchAll(/\[([^\]]*)\]\(#([^)]*)\)/g)].map(([, reads, to]) => ({
    reads: reads!,
    to: to!,
  }));
  const headings = new Set(
    [...page.matchAll(/^#+ (.*)$/gm)].map((match) => match[1]!.toLowerCase().replaceAll(" ", "-")),
  );

  it("links to equations, lessons and items that exist", () => {
    const missing = links.filter(({ to }) => !targets.has(to) && !headings.has(to));
    expect(missing).toEqual([]);
  });

  it("calls what it links to by its name", () => {
    const wrong = links
      .filter(({ to }) => targets.has(to))
      .filter(({ reads, to }) => {
        const name = targets.get(to)!;
        return reads.toLowerCase() !== name && reads !== name && `lesson ${reads}` !== name;
      });
    expect(wrong).toEqual([]);
  });

  it("names no equation without a link", () => {
    const bare = page.replace(/\[[^\]]*\]\([^)]*\)/g, "").match(/\(\d+\.\d+\)/g);
    expect(bare ?? []).toEqual([]);
  });
});
