import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  filesBelow,
  hashFile,
  hashFiles,
  moveIntoPlace,
  readStamp,
  writeAtomically,
  writeStamp,
} from "../../../tools/setup/stamps.mjs";
import { temporaryFolder } from "../temporary.js";

test("a stamp that was half written counts as none", async () => {
  const folder = temporaryFolder();
  await writeStamp(folder, "packages", { lock: "abc" });
  expect(await readStamp(folder, "packages")).toEqual({ lock: "abc" });
  writeFileSync(join(folder, "packages.json"), '{"lock": "ab');
  expect(await readStamp(folder, "packages")).toBeUndefined();
});

test("a file written atomically leaves no half beside it", async () => {
  const folder = temporaryFolder();
  await writeAtomically(join(folder, "deep", "file.json"), "new");
  expect(readdirSync(join(folder, "deep"))).toEqual(["file.json"]);
  expect(readFileSync(join(folder, "deep", "file.json"), "utf8")).toBe("new");
});

test("a finished folder takes the whole place of the old one", async () => {
  const folder = temporaryFolder();
  for (const [name, file] of [
    ["place", "old"],
    ["made", "new"],
  ]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, file), "");
  }
  await moveIntoPlace(join(folder, "made"), join(folder, "place"), join(folder, "aside"));
  expect(readdirSync(join(folder, "place"))).toEqual(["new"]);
  expect(existsSync(join(folder, "made"))).toBe(false);
  expect(readdirSync(join(folder, "aside"))).toEqual([]);
});

test("the hash of files changes with content, name and number, and not with the clone's place", async () => {
  const [one, two] = [temporaryFolder(), temporaryFolder()];
  const hashOfClone = async (clone: string) =>
    hashFiles(clone, await filesBelow(clone, (name) => name.endsWith(".ts")));
  for (const clone of [one, two]) writeFileSync(join(clone, "a.ts"), "1");
  const first = await hashOfClone(one);
  expect(await hashOfClone(two)).toBe(first);
  writeFileSync(join(two, "a.ts"), "2");
  expect(await hashOfClone(two)).not.toBe(first);
  writeFileSync(join(one, "b.ts"), "");
  expect(await hashOfClone(one)).not.toBe(first);
});

test("what compilers and package managers made is no source", async () => {
  const folder = temporaryFolder();
  for (const inside of ["dist", "node_modules", ".hidden", "room"]) {
    mkdirSync(join(folder, inside));
    writeFileSync(join(folder, inside, "a.ts"), "");
  }
  expect(await filesBelow(folder, () => true)).toEqual([join(folder, "room", "a.ts")]);
});

test("files are hashed by SHA-256", async () => {
  const file = join(temporaryFolder(), "abc");
  writeFileSync(file, "abc");
  // FIPS 180-2, appendix B.1.
  expect(await hashFile(file)).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
