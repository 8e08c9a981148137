import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { claims } from "../../../tools/website/ledgerPage.mjs";
import { parseOptions } from "../../../tools/website/options.mjs";
import { byFolder } from "../../../tools/website/reference.mjs";
import { writeSource } from "../../../tools/website/source.mjs";
import { temporaryFolder } from "../temporary.js";

it("what has not changed is not touched, and what is gone is removed", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "notes"));
  for (const [name, text] of [
    ["same.md", "same"],
    ["other.md", "old"],
    ["notes/gone.md", "x"],
  ])
    writeFileSync(join(folder, name!), text!);
  utimesSync(join(folder, "same.md"), 1000, 1000);
  await writeSource(
    folder,
    new Map([
      ["same.md", "same"],
      ["other.md", "new"],
      ["notes/a.md", "a"],
    ]),
  );
  expect(statSync(join(folder, "same.md")).mtimeMs).toBe(1_000_000);
  expect(readFileSync(join(folder, "other.md"), "utf8")).toBe("new");
  expect(readdirSync(join(folder, "notes"))).toEqual(["a.md"]);
});

it("the claims of a lesson are its displayed equations that name an item", () => {
  const text =
    "<!-- definition -->\n$$ a \\tag{1.1} $$\n\n<!-- claim B2 -->\n$$\nb \\tag{1.2}\n$$\n\n<!-- claim B12 -->\n$$ c \\tag{1.3} $$";
  expect(claims(text)).toEqual([
    { item: "B2", number: "1.2" },
    { item: "B12", number: "1.3" },
  ]);
});

it("the reference has a page for each folder that the library exports from", () => {
  const index =
    'export { a,\n  type B } from "./densities/a";\nexport { c } from "./flows/c";\nexport * as problems from "./problems";';
  expect([...byFolder(index)].map(([room, [first]]) => [room, first!.names])).toEqual([
    ["densities", "{ a,\n  type B }"],
    ["flows", "{ c }"],
    ["problems", "*"],
  ]);
});

it("a word that the command does not know is named, with what there is", () => {
  expect(parseOptions([])).toEqual({ help: false, asIs: false, messages: false, language: "en" });
  expect(() => parseOptions(["--fast"])).toThrow(/--fast[\s\S]*npm run site/);
  expect(() => parseOptions(["--language", "../x"])).toThrow(/code such as zh/);
});
