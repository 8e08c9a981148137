import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { lint, sentences } from "./lint";
import { readLesson } from "./lint/lesson";
import { declarationProblems, typeProblems } from "./lint/typeCheck";

const root = dirname(dirname(import.meta.dirname));
const files = (folder: string, pattern: RegExp) =>
  readdirSync(join(root, folder))
    .filter((file) => pattern.test(file))
    .sort();
const text = (...path: string[]) => readFileSync(join(root, ...path), "utf8");

const names = files("lessons", /^\d\d-.*\.md$/).map((file) => file.slice(0, -3));
const items = [...text("lessons", "items.yml").matchAll(/^- id: (B\d+)$/gm)].map(
  (match) => match[1]!,
);

describe("each lesson", () => {
  it("is there", () => expect(names.length).toBeGreaterThan(0));

  it.each(names)("%s has the form that lessons/README.md describes", (name) => {
    const problems = lint(name, text("lessons", `${name}.md`), { lessons: names, items });
    expect(sentences(name, problems)).toEqual([]);
  });

  it("type-checks under strict with the kernel's compiler", { timeout: 60_000 }, () => {
    const problems = typeProblems(
      names.map((name) => readLesson(name, text("lessons", `${name}.md`))),
    );
    expect([...problems].flatMap(([name, found]) => sentences(name, found))).toEqual([]);
  });
});

describe("the notebooks", () => {
  it("are in step with the lessons", { timeout: 60_000 }, async () => {
    const run = promisify(execFile)(process.execPath, ["tools/notebooks.mjs", "--check"], {
      cwd: root,
    });
    const { stdout } = await run.catch((problem) => ({ stdout: problem.stderr as string }));
    expect(stdout).toContain("are in step");
  });

  it.each(files("notebooks", /\.ipynb$/))("%s holds no outputs and no execution counts", (file) => {
    const { cells } = JSON.parse(text("notebooks", file));
    for (const cell of cells.filter((c: { cell_type: string }) => c.cell_type === "code"))
      expect([cell.outputs, cell.execution_count]).toEqual([[], null]);
  });
});

describe("the items", () => {
  it("are B1 to B35, in order", () => {
    expect(items).toEqual(Array.from({ length: 35 }, (_, i) => `B${i + 1}`));
  });
});

describe("the library's declarations", () => {
  it("can be read by the kernel's compiler", { timeout: 60_000 }, () => {
    const folder = join(root, "src", "dist");
    const declarations = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".d.ts"))
      .map((file) => join(folder, file).replaceAll("\\", "/"));
    expect(declarations.length).toBeGreaterThan(0);
    const problems = declarationProblems(
      new Map(declarations.map((file) => [file, readFileSync(file, "utf8")])),
    );
    expect(problems).toEqual([]);
  });
});
