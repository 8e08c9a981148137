import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { goodLesson } from "./goodLesson";
import { readLesson } from "./lint/lesson";
import { compilerVersion, declarationProblems, typeProblems } from "./lint/typeCheck";

const folder = mkdtempSync(join(tmpdir(), "declarations-"));
afterAll(() => rmSync(folder, { recursive: true }));

function whatsOf(text: string): string[] {
  return typeProblems([readLesson("01-good", text)])
    .get("01-good")!
    .map(({ what }) => what);
}

function withCode(line: string): string {
  return goodLesson.replace("const x = points([1, 2]);", line);
}

it("uses the compiler of the kernel", () => {
  expect(compilerVersion).toBe("5.0.4");
});

it("finds nothing wrong with a good lesson", { timeout: 30_000 }, () => {
  expect(whatsOf(goodLesson)).toEqual([]);
});

it("lets a later cell use what an earlier one declares, and await", () => {
  expect(whatsOf(withCode("const n: number = await Promise.resolve(seed);"))).toEqual([]);
});

it("refuses a cell of the wrong type, and names its line", () => {
  const text = withCode('const x: number = "one";');
  const line = text.split("\n").findIndex((l) => l.includes('"one"')) + 1;
  expect(typeProblems([readLesson("01-good", text)]).get("01-good")).toEqual([
    { line, what: "TS2322 Type 'string' is not assignable to type 'number'." },
  ]);
});

it.each([
  ["a value that may be undefined", "const n: number = [1].find((x) => x > 1);", /TS2322/],
  ["a parameter without a type", "const f = (x) => x;", /TS7006/],
  ["an argument that the library does not take", 'points("one");', /TS2345|TS2769/],
  ["a name that an earlier cell has declared", "const seed = 2;", /TS2451/],
  ["broken syntax", "const x = (1;", /TS1005/],
])("refuses %s", (_, line, expected) => {
  expect(whatsOf(withCode(line)).join("\n")).toMatch(expected);
});

it("leaves out a cell that shows an error on purpose", () => {
  const text = withCode("const n: number = true;").replace(
    'tags=["code"]',
    'tags=["code", "raises-exception"]',
  );
  expect(whatsOf(text)).toEqual([]);
});

it.each([
  [
    "that only a newer compiler writes",
    "export declare const x: Float64Array<ArrayBuffer>;",
    /Float64Array<ArrayBuffer>/,
  ],
  [
    "that the kernel's compiler cannot read",
    "export declare function f<const in out T>(x: NoInfer<T>): T;",
    /NoInfer/,
  ],
])("refuses a declaration %s", (_, text, expected) => {
  const file = join(folder, "x.d.ts");
  writeFileSync(file, text);
  expect(declarationProblems(new Map([[file, text]])).join("\n")).toMatch(expected);
});
