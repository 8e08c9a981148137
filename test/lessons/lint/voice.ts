import { type Cell, type Lesson, lineOf, type Problem } from "./lesson";

/** How all lessons write a thing, and the sign that one of them writes it otherwise. */
const conventions: readonly [kind: Cell["kind"], otherwise: RegExp, wanted: string][] = [
  ["markdown", /\\ln(?![a-z])/g, "the natural logarithm is \\log"],
  ["markdown", /[½¼¾]/g, "a fraction is set as $\\frac12$"],
  ["markdown", /(?<![\d,])[1-9],\d{3}(?![\d,])/g, "four digits stand together: 2000"],
  ["markdown", /(?<=[\s$(])\.\d/g, "a number below one begins with 0"],
  ["markdown", /[—–]/g, "a sentence needs no dash"],
  ["code", /\byourTurn\(\s*["'`]/g, "a hint is folded into the text of the exercise"],
];

/** Where the lesson departs from "One course, one voice" in lessons/README.md. */
export function voiceProblems({ cells }: Lesson): Problem[] {
  return conventions.flatMap(([kind, otherwise, wanted]) =>
    cells
      .filter((cell) => cell.kind === kind)
      .flatMap((cell) =>
        [...cell.source.matchAll(otherwise)].map((match) => ({
          line: lineOf(cell, match.index),
          what: `${wanted}, not ${match[0]}`,
        })),
      ),
  );
}
