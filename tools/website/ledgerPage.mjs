import { escapedHtml, rawHtml } from "./markdown.mjs";
import { checkAnchor } from "./outputs.mjs";

/**
 * @typedef {{
 *   lesson: string, claim: string, kind: string, holds: boolean, distance: number | string | null,
 *   unit: string | null, tolerance: number | string | null, rejected: {name: string}[]
 * }} Check
 *
 * @typedef {{
 *   id: string, title: string, notes: string[], lessons: number[], statement: string,
 *   assumptions: string, errata?: string[], remarks?: string, status: string[], checks: Check[],
 *   figures: string[]
 * }} Item
 */

const OPENING = `# The ledger

What the course holds true, in thirty-five items, B1 to B35: each statement with its assumptions, what a source
note has otherwise, and the checks that stand behind it, with the distance that the last run measured. An item
leads to its equations and its checks in the lessons, and each of these leads back here.`;

/**
 * The ledger as a page.
 *
 * @param {Item[]} items
 * @param {Map<number, {name: string, text: string}>} lessons by number: the page's name and its source
 * @param {Set<string>} notes the letters of the source notes that have a page
 */
export function ledgerPage(items, lessons, notes) {
  const table = rawHtml(overview(items));
  return `${[OPENING, table, ...items.map((item) => section(item, lessons, notes))].join("\n\n")}\n`;
}

/** Which items a filter keeps. @param {Item} item */
function facts({ id, notes, lessons, status }) {
  const join = (/** @type {(string | number)[]} */ list) => list.join("|");
  return `data-item="${id}" data-note="${join(notes)}" data-lesson="${join(lessons)}" data-status="${join(status)}"`;
}

/** @param {Item[]} items */
function overview(items) {
  const rows = items.map(
    (item) =>
      `<tr ${facts(item)}><th scope="row"><a href="#${item.id.toLowerCase()}">${item.id}</a></th><td>${item.title}</td><td>${item.lessons.join(", ")}</td><td>${item.notes.join(", ") || "none"}</td><td>${item.status.join(", ")}</td><td>${item.checks.length}</td></tr>`,
  );
  const head = ["Item", "Title", "Lessons", "Notes", "Status", "Checks"];
  return `<div class="ledger-filters" id="ledger-filters"></div><div class="table-box" tabindex="0" role="region" aria-label="All items"><table class="table ledger"><thead><tr>${head.map((word) => `<th scope="col">${word}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

/** @param {Item} item @param {Map<number, {name: string, text: string}>} lessons @param {Set<string>} notes */
function section(item, lessons, notes) {
  const list = (/** @type {string[]} */ lines) => lines.map((line) => `- ${line}`).join("\n");
  const errata = (item.errata ?? []).map((text) => text.replace(/^([A-E]): /, "Note $1: "));
  const parts = [
    `(${item.id.toLowerCase()})=\n## ${item.id}. ${item.title}`,
    rawHtml(`<p class="ledger-status">${item.status.map(badge).join(" ")}</p>`),
    item.statement,
    `*Assumptions.* ${item.assumptions}`,
    item.notes.length > 0 ? `*Source notes.* ${item.notes.map(noteLink).join(", ")}` : "",
    errata.length > 0 ? `*Errata.*\n\n${list(errata)}` : "",
    `*Lessons.* ${item.lessons.map(lessonLink).join(", ")}`,
    ...equations(item, lessons),
    item.checks.length > 0 ? "*Checks.*" : "",
    item.checks.length > 0 ? rawHtml(checks(item.checks, lessons)) : "",
    item.figures.length > 0 ? rawHtml(figures(item.figures, lessons)) : "",
  ];
  return parts.filter(Boolean).join("\n\n");

  /** @param {string} note */
  function noteLink(note) {
    return notes.has(note) ? `[${note}](notes/${note.toLowerCase()}.md)` : note;
  }

  /** @param {number} lesson */
  function lessonLink(lesson) {
    const page = lessons.get(lesson);
    return page ? `[${lesson}](lessons/${page.name}.md)` : `${lesson}`;
  }
}

/** @param {string} status */
function badge(status) {
  return `<span class="status status-${status.replaceAll(" ", "-")}">${status}</span>`;
}

/** Links to the equations that state the item. @param {Item} item @param {Map<number, {name: string, text: string}>} lessons */
function equations({ id }, lessons) {
  const links = [...lessons.values()].flatMap(({ name, text }) =>
    claims(text)
      .filter((claim) => claim.item === id)
      .map(
        ({ number }) =>
          `<a href="lessons/${name}.html#eq-${number.replace(".", "-")}">(${number})</a>`,
      ),
  );
  return links.length > 0 ? [`*Equations.* ${links.join(", ")}`] : [];
}

/** The items and numbers of a lesson's claims. @param {string} text */
export function claims(text) {
  const pattern = /<!-- claim (B\d+) -->\s*\$\$[\s\S]*?\\tag\{([\d.]+)\}/g;
  return [...text.matchAll(pattern)].map(([, item, number]) => ({ item, number }));
}

/** @param {Check[]} checks @param {Map<number, {name: string, text: string}>} lessons */
function checks(checks, lessons) {
  const rows = checks.map((check) => {
    const page = lessons.get(Number(check.lesson));
    const words = escapedHtml(check.claim);
    const link = page
      ? `<a href="lessons/${page.name}.html#${checkAnchor(check.claim)}">${words}</a>`
      : words;
    return `<li><span aria-hidden="true">${check.holds ? "✓" : "✗"}</span> ${check.holds ? "" : "<strong>fails:</strong> "}${link} <span class="measured">${measured(check)}</span></li>`;
  });
  return `<ul class="ledger-checks">${rows.join("")}</ul>`;
}

/** @param {Check} check */
function measured({ lesson, distance, unit, tolerance, rejected, kind }) {
  const words = [`lesson ${Number(lesson)}`];
  if (distance !== null && unit)
    words.push(
      kind === "bound"
        ? `inside by ${distance} (${unit})`
        : `${distance} ${unit === "relative" ? "apart, relative" : unit}, at most ${tolerance}`,
    );
  if (rejected.length > 0)
    words.push(`${rejected.length} wrong formula${rejected.length > 1 ? "s" : ""} rejected`);
  return words.map(escapedHtml).join("; ");
}

/** @param {string[]} files @param {Map<number, {name: string, text: string}>} lessons */
function figures(files, lessons) {
  const links = files.flatMap((file) => {
    const name = file.replace(/\.svg$/, "");
    const page = lessons.get(Number(file.slice(0, 2)));
    return page
      ? `<a href="lessons/${page.name}.html#figure-${name}">${name.slice(3).replaceAll("-", " ")} (lesson ${Number(file.slice(0, 2))})</a>`
      : [];
  });
  return links.length > 0 ? `<p><em>Figures.</em> ${links.join(", ")}</p>` : "";
}
