import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fillMyNotebooks, lessonsIn, resetNotebook } from "../../../tools/setup/myNotebooks.mjs";
import { temporaryFolder } from "../temporary.js";

function clone() {
  const folder = temporaryFolder();
  const paths = { published: join(folder, "notebooks"), mine: join(folder, "my-notebooks") };
  mkdirSync(paths.published);
  for (const name of ["01-scores.ipynb", "02-fisher.ipynb", "README.md"])
    writeFileSync(join(paths.published, name), `published ${name}`);
  const read = (name: string) => readFileSync(join(paths.mine, name), "utf8");
  return { paths, read, list: () => readdirSync(paths.mine).sort() };
}

test("missing lessons are copied, and nothing else", async () => {
  const { paths, list, read } = clone();
  expect(await fillMyNotebooks(paths)).toEqual(["01-scores.ipynb", "02-fisher.ipynb"]);
  expect(list()).toEqual(["01-scores.ipynb", "02-fisher.ipynb"]);
  expect(read("01-scores.ipynb")).toBe("published 01-scores.ipynb");
});

test("a student's notebook is never overwritten, however often the course is started", async () => {
  const { paths, list, read } = clone();
  mkdirSync(paths.mine);
  writeFileSync(join(paths.mine, "01-scores.ipynb"), "mine");
  writeFileSync(join(paths.mine, "notes.ipynb"), "also mine");
  expect(await fillMyNotebooks(paths)).toEqual(["02-fisher.ipynb"]);
  expect(await fillMyNotebooks(paths)).toEqual([]);
  expect(read("01-scores.ipynb")).toBe("mine");
  expect(list()).toEqual(["01-scores.ipynb", "02-fisher.ipynb", "notes.ipynb"]);
});

test("a reset brings a fresh copy and keeps the old one, each time under another name", async () => {
  const { paths, list, read } = clone();
  await fillMyNotebooks(paths);
  for (const second of [5, 6]) {
    writeFileSync(join(paths.mine, "01-scores.ipynb"), `mine ${second}`);
    await resetNotebook(paths, "1", new Date(Date.UTC(2026, 10, 21, 14, 3, second)));
  }
  expect(list()).toEqual([
    "01-scores (kept 2026-11-21 14.03.05).ipynb",
    "01-scores (kept 2026-11-21 14.03.06).ipynb",
    "01-scores.ipynb",
    "02-fisher.ipynb",
  ]);
  expect(read("01-scores.ipynb")).toBe("published 01-scores.ipynb");
  expect(read("01-scores (kept 2026-11-21 14.03.05).ipynb")).toBe("mine 5");
});

test("what a reset kept is no lesson: the lab opens on the fresh copy", async () => {
  const { paths } = clone();
  await fillMyNotebooks(paths);
  await resetNotebook(paths, "1");
  expect(await lessonsIn(paths.mine)).toEqual(["01-scores.ipynb", "02-fisher.ipynb"]);
});

test("a reset of a lesson that was deleted is a plain copy", async () => {
  const { paths, list } = clone();
  expect(await resetNotebook(paths, "02")).toEqual({ lesson: "02-fisher.ipynb" });
  expect(list()).toEqual(["02-fisher.ipynb"]);
});

test("a reset of no lesson names those there are", async () => {
  const { paths } = clone();
  await expect(resetNotebook(paths, "07")).rejects.toThrow(
    "There is no lesson 07 to reset: choose one of 01, 02.",
  );
});

test("an assignment is copied after the lessons, and reset by its name", async () => {
  const { paths, read } = clone();
  writeFileSync(join(paths.published, "a1.ipynb"), "published a1");
  expect((await fillMyNotebooks(paths)).at(-1)).toBe("a1.ipynb");
  writeFileSync(join(paths.mine, "a1.ipynb"), "mine");
  expect((await resetNotebook(paths, "a1")).lesson).toBe("a1.ipynb");
  expect(read("a1.ipynb")).toBe("published a1");
  expect((await lessonsIn(paths.mine))[0]).toBe("01-scores.ipynb");
});
