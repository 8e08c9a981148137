import { type Lesson, lineOf, type Problem } from "./lesson";

/** A displayed equation: its number, and the kind that the comment on the line before it gives. */
export interface Equation {
  readonly line: number;
  readonly kind: "definition" | "assumption" | "claim" | undefined;
  readonly item: string | undefined;
  readonly numbers: readonly string[];
}

export function equationsOf(lesson: Lesson): Equation[] {
  return lesson.cells
    .filter((cell) => cell.kind === "markdown")
    .flatMap((cell) =>
      [...cell.source.matchAll(/\$\$([\s\S]*?)\$\$/g)].map((match) => {
        const above = cell.source.slice(0, match.index).split("\n").at(-2) ?? "";
        const kind = /^<!-- (?:(definition|assumption)|claim (B\d+)) -->$/.exec(above);
        return {
          line: lineOf(cell, match.index),
          kind: kind?.[2] ? "claim" : (kind?.[1] as "definition" | "assumption" | undefined),
          item: kind?.[2],
          numbers: [...match[1]!.matchAll(/\\tag\{([^}]*)\}/g)].map((tag) => tag[1]!),
        };
      }),
    );
}

/** The items that the lesson checks: the literal ids of check.equal("B1", ...) and its like. */
export function checkedItems({ cells }: Lesson): Set<string> {
  const code = cells.filter((cell) => cell.kind === "code").map((cell) => cell.source);
  const calls = code.flatMap((source) => [
    ...source.matchAll(/\bcheck\.(?!exercise\b)\w+(?:<[^>()]*>)?\(\s*["'`](B\d+)[ "'`]/g),
  ]);
  return new Set(calls.map((call) => call[1]!));
}

/** Each equation has a kind and a number in order, each claim a check, each reference an equation. */
export function equationProblems(lesson: Lesson, items: readonly string[]): Problem[] {
  const found: Problem[] = [];
  const equations = equationsOf(lesson);
  const checked = checkedItems(lesson);
  const chapter = Number(lesson.number);
  for (const [i, { line, kind, item, numbers }] of equations.entries()) {
    if (!kind)
      found.push({ line, what: "a displayed equation without its kind on the line before it" });
    if (numbers.length !== 1 || numbers[0] !== `${chapter}.${i + 1}`)
      found.push({
        line,
        what: `the equation should be \\tag{${chapter}.${i + 1}}, is ${numbers.join(", ") || "without"}`,
      });
    if (item && !items.includes(item))
      found.push({ line, what: `${item} is not in lessons/items.yml` });
    if (item && !checked.has(item))
      found.push({ line, what: `a claim of ${item}, which no check of the lesson names` });
  }
  const numbers = new Set(equations.flatMap((equation) => equation.numbers));
  for (const cell of lesson.cells.filter(({ kind }) => kind === "markdown"))
    for (const match of cell.source.matchAll(new RegExp(`\\((${chapter}\\.\\d+)\\)`, "g")))
      if (!numbers.has(match[1]!))
        found.push({
          line: lineOf(cell, match.index),
          what: `no equation has the number (${match[1]})`,
        });
  return found;
}
