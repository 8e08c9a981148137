import { type Lesson, lineOf, type Problem } from "./lesson";

/** Title, seed, figures, links, and words that a lesson must not hold. */
export function contentProblems(lesson: Lesson, lessons: readonly string[]): Problem[] {
  return [
    ...titleProblems(lesson),
    ...seedProblems(lesson),
    ...figureProblems(lesson),
    ...linkProblems(lesson, lessons),
    ...pathProblems(lesson),
  ];
}

function titleProblems({ cells, number }: Lesson): Problem[] {
  const title = cells.find(({ tags }) => tags[0] === "title");
  if (!title) return [];
  const found: Problem[] = [];
  if (!title.source.startsWith(`# ${Number(number)}. `))
    found.push({ line: title.line, what: `the title should begin "# ${Number(number)}. "` });
  if (!/\p{Script=Han}/u.test(title.source))
    found.push({ line: title.line, what: "the title block lacks the field's Chinese terms" });
  for (const cell of cells.filter((c) => c.kind === "markdown" && c !== title))
    for (const match of cell.source.matchAll(/^# /gm))
      found.push({ line: lineOf(cell, match.index), what: "a second heading of the first level" });
  return found;
}

function seedProblems({ cells }: Lesson): Problem[] {
  const found: Problem[] = [];
  const code = cells.filter(({ kind }) => kind === "code");
  const lines = code.flatMap((cell) =>
    [...cell.source.matchAll(/^\s*const seed\b.*$/gm)].map((match) => ({
      cell,
      text: match[0].trim(),
    })),
  );
  if (
    lines.length !== 1 ||
    lines[0]!.text !== "const seed = 1;" ||
    lines[0]!.cell.tags[0] !== "parameters"
  )
    found.push({
      line: 1,
      what: "the parameters cell, and no other, has the line `const seed = 1;`",
    });
  for (const cell of code) {
    for (const match of cell.source.matchAll(/\brng\((?!\s*seed\s*,)/g))
      found.push({
        line: lineOf(cell, match.index),
        what: "random numbers come from rng(seed, a label)",
      });
    for (const match of cell.source.matchAll(/\bMath\.random\b|\bDate\.now\b|\bnew Date\(\)/g))
      found.push({
        line: lineOf(cell, match.index),
        what: `${match[0]} gives another lesson at each run`,
      });
    for (const match of cell.source.matchAll(/\bconsole\.(error|warn)\b/g))
      found.push({ line: lineOf(cell, match.index), what: `${match[0]} writes to stderr` });
  }
  return found;
}

function figureProblems({ cells }: Lesson): Problem[] {
  const found: Problem[] = [];
  const ids = new Set<string>();
  for (const cell of cells.filter(({ kind }) => kind === "code")) {
    const calls = [...cell.source.matchAll(/\bplot\.\w+\(/g)];
    for (const [i, call] of calls.entries()) {
      const body = cell.source.slice(call.index, calls[i + 1]?.index);
      const line = lineOf(cell, call.index);
      const id = /\bid:\s*["'`]([^"'`]*)["'`]/.exec(body)?.[1];
      if (!id || !/^[a-z][a-z0-9-]*$/.test(id))
        found.push({ line, what: "a figure without an id of small letters and hyphens" });
      else if (ids.has(id)) found.push({ line, what: `a second figure with the id ${id}` });
      if (id) ids.add(id);
      if (!/\bcaption:\s*["'`][^"'`\s]/.test(body))
        found.push({ line, what: "a figure without a caption" });
    }
  }
  return found;
}

function linkProblems({ cells }: Lesson, lessons: readonly string[]): Problem[] {
  return cells
    .filter(({ kind }) => kind === "markdown")
    .flatMap((cell) =>
      [...cell.source.matchAll(/\]\(([^)\s]*)[^)]*\)/g)]
        .filter(([, target]) => !resolves(target!, lessons))
        .map((match) => ({
          line: lineOf(cell, match.index),
          what: `the link ${match[1]} leads neither to a lesson that exists nor to an https address`,
        })),
    );
}

function resolves(target: string, lessons: readonly string[]): boolean {
  if (target.startsWith("https://")) return true;
  const file = /^(\d\d-[a-z0-9-]+)\.md$/.exec(target)?.[1];
  return file !== undefined && lessons.includes(file);
}

function pathProblems({ text }: Lesson): Problem[] {
  return text
    .split("\n")
    .map((line, i) => ({
      line: i + 1,
      path: /(?<![\w:/.])(?:\/(?:home|work|Users|root|tmp|mnt)\/\w|[A-Z]:\\\w)\S*/.exec(line)?.[0],
    }))
    .filter(({ path }) => path)
    .map(({ line, path }) => ({ line, what: `${path} is a path of one machine` }));
}
