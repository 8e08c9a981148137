import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { here } from "../../tools/setup/paths.mjs";
import { claims } from "../../tools/website/ledgerPage.mjs";
import {
  anchors,
  files,
  isOutside,
  leadsSomewhere,
  lessons,
  linksOf,
  loadsOf,
  pages,
  source,
  words,
} from "./builtSite";

const texts = readdirSync(join(here, "lessons"))
  .filter((name) => /^\d\d-/.test(name))
  .map((name) => ({
    page: `lessons/${name.replace(".md", ".html")}`,
    text: readFileSync(join(here, "lessons", name), "utf8"),
  }));
const ledger: {
  items: { id: string; checks: { lesson: string; claim: string }[] }[];
} = JSON.parse(readFileSync(join(here, "ledger.json"), "utf8"));

describe("the links of the site", () => {
  it("has a page for each lesson, with the ledger, the index and the search", () => {
    expect(lessons).toEqual(texts.map(({ page }) => page));
    expect(pages).toEqual(expect.arrayContaining(["index.html", "ledger.html", "search.html"]));
  });

  it("lead to a page, and to an anchor in it", () => {
    const dead = pages.flatMap((page) =>
      linksOf(page).filter(({ to }) => !isOutside(to) && !leadsSomewhere({ page, to })),
    );
    expect(dead.map(({ page, to }) => `${page}: ${to}`)).toEqual([]);
  });

  it("load nothing from elsewhere", () => {
    const outside = pages.flatMap((page) => loadsOf(page).filter(({ to }) => isOutside(to)));
    const styles = files
      .filter((name) => name.endsWith(".css"))
      .filter((name) => /url\(["']?(https?:)?\/\//.test(source(name)));
    expect([...outside, ...styles]).toEqual([]);
  });

  it("lead from each displayed claim to its item, and from the item back", () => {
    const all = texts.flatMap(({ page, text }) =>
      claims(text).map((claim) => ({ page, ...claim })),
    );
    expect(all.length).toBeGreaterThan(100);
    for (const { page, item, number } of all) {
      const id = `eq-${number.replace(".", "-")}`;
      const equation = source(page).split(`id="${id}"`)[1] ?? "";
      const [, to] = equation.match(/class="equation-item" href="([^"]*)"/) ?? [];
      expect(to, `${page} ${number}`).toBe(`../ledger.html#${item.toLowerCase()}`);
      expect(sectionOf(item), item).toContain(`href="${page}#${id}"`);
    }
  });

  it("lead from each check to its item, and from the item back", () => {
    for (const { id, checks } of ledger.items)
      for (const { lesson, claim } of checks) {
        const { page } = texts[Number(lesson) - 1]!;
        const [, anchor] = sectionOf(id).match(linkWith(claim, page)) ?? [];
        expect(anchor, `${id}: ${claim}`).toBeDefined();
        const row = source(page).split(`id="${anchor}"`)[1]?.slice(0, 2000) ?? "";
        expect(row, `${page}: ${claim}`).toContain(`href="../ledger.html#${id.toLowerCase()}"`);
      }
  });
});

describe("the ledger", () => {
  it("has a section and a row with what the filters ask for, for each item", () => {
    for (const { id } of ledger.items) {
      expect(anchors("ledger.html")).toContain(id.toLowerCase());
      expect(source("ledger.html")).toMatch(
        new RegExp(`data-item="${id}" data-note="[^"]*" data-lesson="[^"]+" data-status="[^"]+"`),
      );
    }
  });
});

describe("what instructors keep", () => {
  it("is nowhere in the site: no line of a solution, no hidden test", () => {
    const published = [...texts.map(({ text }) => text), ...sourcesOf("src", ".ts")].join("\n");
    const kept = sourcesOf("coursework", ".ts", ".py", ".cjs", ".md")
      .flatMap((text) => text.split("\n"))
      .map((line) => line.trim())
      .filter((line) => line.length >= 40 && !published.includes(line));
    expect(kept.length).toBeGreaterThan(300);
    const site = files
      .filter((name) => /\.(html|js|txt|md)$/.test(name) && !name.includes("plotly.min"))
      .map((name) => words(source(name)))
      .join("\n");
    expect(kept.filter((line) => site.includes(line))).toEqual([]);
  }, 300_000);
});

function sectionOf(item: string): string {
  const html = source("ledger.html");
  const begin = html.indexOf(`id="${item.toLowerCase()}"`);
  const end = html.indexOf("<section", begin);
  return html.slice(begin, end < 0 ? undefined : end);
}

function linkWith(claim: string, page: string): RegExp {
  const escaped = claim.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`<a href="${literal(page)}#(check-[^"]*)">${literal(escaped)}</a>`);
}

function sourcesOf(room: string, ...ends: string[]): string[] {
  return readdirSync(join(here, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && ends.some((end) => entry.name.endsWith(end)))
    .filter((entry) => !/node_modules|dist/.test(entry.parentPath))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}
