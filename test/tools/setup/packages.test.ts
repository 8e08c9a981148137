import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isWhole } from "../../../tools/setup/packages.mjs";
import { temporaryFolder } from "../temporary.js";

const one = { version: "1.0.0", integrity: "sha512-one" };
const two = { version: "2.0.0", integrity: "sha512-two" };
const elsewhere = { version: "3.0.0", integrity: "sha512-mac", optional: true };

/** A clone whose node_modules is that of its lock, for this platform. */
function clone() {
  const folder = temporaryFolder();
  const write = (name: string, packages: object) => {
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    writeFileSync(join(folder, name), JSON.stringify({ packages }));
  };
  const lock = {
    "": { version: "0.1.0" },
    src: { version: "0.1.0" },
    "node_modules/score-matching": { resolved: "src", link: true },
    "node_modules/one": one,
    "node_modules/one/node_modules/two": two,
    "node_modules/mac-only": elsewhere,
  };
  write("package-lock.json", lock);
  const installed = { "node_modules/one": one, "node_modules/one/node_modules/two": two };
  write("node_modules/.package-lock.json", installed);
  for (const place of Object.keys(installed)) {
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, "package.json"), "{}");
  }
  return { folder, write, installed };
}

test("node_modules is whole with every package of the lock but those for other platforms", async () => {
  expect(await isWhole(clone().folder)).toBe(true);
});

test("it is not whole without npm's record, which npm writes last", async () => {
  const { folder } = clone();
  rmSync(join(folder, "node_modules", ".package-lock.json"));
  expect(await isWhole(folder)).toBe(false);
});

test("it is not whole when a package's folder is gone", async () => {
  const { folder } = clone();
  rmSync(join(folder, "node_modules", "one", "node_modules", "two"), { recursive: true });
  expect(await isWhole(folder)).toBe(false);
});

test.each([
  { ...two, version: "2.0.1" },
  { ...two, integrity: "sha512-other" },
])("it is not whole when a package differs from the lock: %j", async (other) => {
  const { folder, write, installed } = clone();
  write("node_modules/.package-lock.json", {
    ...installed,
    "node_modules/one/node_modules/two": other,
  });
  expect(await isWhole(folder)).toBe(false);
});

test("it is not whole when it is not there", async () => {
  const { folder } = clone();
  rmSync(join(folder, "node_modules"), { recursive: true });
  expect(await isWhole(folder)).toBe(false);
});
