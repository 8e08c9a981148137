import type { Lesson, Problem } from "./lesson";

const words = { least: 1500, most: 2500 };
const mostLines = 300;
const widest = 100;

/** Words of the Markdown cells beside derivations; displayed equations and link targets do not count. */
export function wordsOf({ cells }: Lesson): number {
  const prose = cells
    .filter(({ kind, tags }) => kind === "markdown" && tags[0] !== "derive")
    .map(({ source }) =>
      source
        .replace(/<!--[\s\S]*?-->/g, " ")
        .replace(/^```[\s\S]*?^```/gm, " ")
        .replace(/\$\$[\s\S]*?\$\$/g, " ")
        .replace(/\$[^$\n]+\$/g, "x")
        .replace(/\]\([^)]*\)/g, "]"),
    )
    .join("\n");
  return prose.match(/[\p{L}\p{N}][\p{L}\p{N}'’.,-]*/gu)?.length ?? 0;
}

/** Lines of code that are neither blank nor comment. */
export function codeLinesOf({ cells }: Lesson): number {
  return cells
    .filter(({ kind }) => kind === "code")
    .flatMap(({ source }) => source.replace(/\/\*[\s\S]*?\*\//g, "").split("\n"))
    .filter((line) => line.trim() !== "" && !line.trim().startsWith("//")).length;
}

export function sizeProblems(lesson: Lesson): Problem[] {
  const found: Problem[] = [];
  const count = wordsOf(lesson);
  if (count < words.least || count > words.most)
    found.push({
      line: 1,
      what: `${count} words beside derivations; ${words.least} to ${words.most} are wanted`,
    });
  const lines = codeLinesOf(lesson);
  if (lines > mostLines)
    found.push({ line: 1, what: `${lines} lines of code; at most ${mostLines} are wanted` });
  for (const cell of lesson.cells.filter(({ kind }) => kind === "code"))
    for (const [i, line] of cell.source.split("\n").entries())
      if (line.length > widest)
        found.push({
          line: cell.line + i,
          what: `${line.length} characters of code; at most ${widest} fit a cell`,
        });
  return found;
}
