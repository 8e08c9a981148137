import type { Cell, Lesson, Problem } from "./lesson";

const opening = ["title", "parameters", "question"];
const round = ["note", "claim", "derive", "code", "check", "break", "plot"];
const closing = ["exercise", "next"];
export const blocks = [...opening, ...round, ...closing];

const onlyCode = ["parameters"];
const onlyMarkdown = ["title", "question", "note", "claim", "derive", "next"];

/** The block tags: known, one a cell, all present, in the order of lessons/README.md. */
export function blockProblems(lesson: Lesson): Problem[] {
  return [...tagProblems(lesson), ...orderProblems(lesson), ...roundProblems(lesson)];
}

function tagProblems({ cells }: Lesson): Problem[] {
  const found: Problem[] = [];
  for (const { kind, tags, line } of cells) {
    const others = tags.filter((tag) => !blocks.includes(tag));
    const block = tags.filter((tag) => blocks.includes(tag));
    if (block.length !== 1 || tags[0] !== block[0])
      found.push({
        line,
        what: `a cell has one block tag, and it comes first; here: [${tags.join(", ")}]`,
      });
    for (const tag of others)
      if (tag !== "raises-exception" || kind !== "code")
        found.push({ line, what: `unknown tag ${tag}` });
    if (kind === "markdown" && onlyCode.includes(tags[0] ?? ""))
      found.push({ line, what: `${tags[0]} tags code` });
    if (kind === "code" && onlyMarkdown.includes(tags[0] ?? ""))
      found.push({ line, what: `${tags[0]} tags Markdown` });
  }
  for (const tag of blocks)
    if (!cells.some(({ tags }) => tags.includes(tag)))
      found.push({ line: 1, what: `no cell is tagged ${tag}` });
  return found;
}

function orderProblems({ cells }: Lesson): Problem[] {
  const found: Problem[] = [];
  let before = "";
  for (const { tags, line } of cells) {
    const tag = tags[0] ?? "";
    const ahead = blocks.indexOf(tag) >= blocks.indexOf(before);
    const nextRound = (tag === "note" || tag === "claim") && round.includes(before);
    if (!ahead && !nextRound) found.push({ line, what: `${tag} comes after ${before}` });
    before = tag;
  }
  return found;
}

function roundProblems(lesson: Lesson): Problem[] {
  return roundsOf(lesson)
    .filter(
      (cells) =>
        has(cells, "claim") && !cells.some((c) => c.kind === "code" && c.tags[0] === "check"),
    )
    .map((cells) => ({ line: cells[0]!.line, what: "a round with a claim and without a check" }));
}

/** The rounds of a lesson: each starts at a note, or at a claim that no note precedes. */
export function roundsOf({ cells }: Lesson): Cell[][] {
  const found: Cell[][] = [];
  let before = "";
  for (const cell of cells) {
    const tag = cell.tags[0] ?? "";
    if (tag !== before && (tag === "note" || (tag === "claim" && before !== "note")))
      found.push([]);
    if (round.includes(tag)) found.at(-1)?.push(cell);
    before = tag;
  }
  return found;
}

function has(cells: readonly Cell[], tag: string): boolean {
  return cells.some(({ tags }) => tags[0] === tag);
}
