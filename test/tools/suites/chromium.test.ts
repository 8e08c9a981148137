import { join } from "node:path";
import { expect, test } from "vitest";
import { findChromium } from "../../../tools/suites/chromium.mjs";
import { fakeProgram, temporaryFolder } from "../temporary.js";

test("a Chromium on the PATH is found, and one that is named goes before it", async () => {
  const folder = temporaryFolder();
  for (const name of ["google-chrome", "chromium", "mine"]) fakeProgram(join(folder, name), "");
  expect(await findChromium({ PATH: folder })).toBe(join(folder, "chromium"));
  const named = join(folder, "mine");
  expect(await findChromium({ PATH: folder, CHROMIUM: named })).toBe(named);
});

test.runIf(process.platform === "linux")("without one there is none", async () => {
  const folder = temporaryFolder();
  expect(await findChromium({ PATH: folder })).toBeUndefined();
  expect(await findChromium({ CHROMIUM: join(folder, "gone") })).toBeUndefined();
});
