/** One cell of a lesson's Markdown file. */
export interface Cell {
  readonly kind: "markdown" | "code";
  readonly tags: readonly string[];
  readonly source: string;
  /** The line of the file, counted from 1, on which the source begins. */
  readonly line: number;
}

export interface Lesson {
  /** 01-what-a-score-is */
  readonly name: string;
  /** 01 */
  readonly number: string;
  readonly text: string;
  readonly cells: readonly Cell[];
  /** Lines outside any cell that should not be there, and regions that do not end. */
  readonly strays: readonly Problem[];
}

/** What is wrong with a lesson, and on which line of its file. */
export interface Problem {
  readonly line: number;
  readonly what: string;
}

export const header = `---
jupyter:
  kernelspec:
    display_name: TypeScript (score-matching)
    language: typescript
    name: score-matching
---
`;

/** Reads a lesson as lessons/README.md describes it, and notes what stands outside its cells. */
export function readLesson(name: string, text: string): Lesson {
  const lines = text.split("\n");
  const cells: Cell[] = [];
  const strays: Problem[] = [];
  const start = text.startsWith(header) ? header.split("\n").length - 1 : 0;
  if (start === 0)
    strays.push({ line: 1, what: "the header differs from the one in lessons/README.md" });
  for (let i = start; i < lines.length; i++) {
    const region = /^<!-- #region(?: tags=(\[.*\]))? -->$/.exec(lines[i]!);
    const fence = /^```typescript(?: tags=(\[.*\]))?$/.exec(lines[i]!);
    if (!region && !fence) {
      if (lines[i]!.trim() !== "")
        strays.push({ line: i + 1, what: `stands outside any cell: ${lines[i]!.slice(0, 60)}` });
      continue;
    }
    const last = region ? "<!-- #endregion -->" : "```";
    const end = lines.indexOf(last, i + 1);
    if (end < 0) {
      strays.push({ line: i + 1, what: `no line ${last} ends this cell` });
      break;
    }
    const tags: string[] = JSON.parse((region ?? fence)?.[1] ?? "[]");
    const source = lines.slice(i + 1, end).join("\n");
    cells.push({ kind: region ? "markdown" : "code", tags, source, line: i + 2 });
    i = end;
  }
  return { name, number: name.slice(0, 2), text, cells, strays };
}

/** The line of the file on which character `index` of a cell's source stands. */
export function lineOf(cell: Cell, index: number): number {
  return cell.line + cell.source.slice(0, index).split("\n").length - 1;
}
