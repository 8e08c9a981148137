import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { here } from "../../../tools/setup/paths.mjs";
import { libraryFor } from "../../../tools/setup/tensorflowLibrary.mjs";

const linux = { name: "linux x64", platform: "linux", arch: "x64", glibc: "2.36" };

test("a machine on which no library was tried has none, and so runs WebAssembly", () => {
  expect(libraryFor(linux)).toBeDefined();
  expect(libraryFor({ ...linux, glibc: "2.27" })).toBeDefined();
  expect(libraryFor({ ...linux, glibc: "3.0" })).toBeDefined();
  expect(libraryFor({ ...linux, glibc: "2.26" })).toBeUndefined();
  expect(libraryFor({ ...linux, glibc: undefined })).toBeUndefined();
  expect(libraryFor({ ...linux, arch: "arm64" })).toBeUndefined();
  expect(libraryFor({ ...linux, platform: "darwin", arch: "x64" })).toBeUndefined();
  expect(libraryFor({ ...linux, platform: "win32" })).toBeUndefined();
});

test("the wheel is pinned by version and hash, and is the one that is asked for", () => {
  const library = libraryFor(linux);
  const lock = readFileSync(join(here, "tools", "python", library?.lock ?? ""), "utf8");
  const [, version, hash] =
    lock.match(/^tensorflow-cpu==(\S+) --hash=sha256:([0-9a-f]{64})$/m) ?? [];
  expect(hash).toBeDefined();
  expect(library?.archive).toContain(`-${version}-cp311-cp311-manylinux_2_27_x86_64.whl`);
  expect(library?.name).toContain(version);
  expect(library?.tags.join(" ")).toContain("--platform manylinux_2_27_x86_64");
});
