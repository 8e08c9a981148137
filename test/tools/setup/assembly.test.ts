import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compiledAssembly } from "../../../tools/setup/assembly.mjs";
import { here } from "../../../tools/setup/paths.mjs";

it("keeps the WebAssembly that assembly/ compiles to", { timeout: 120_000 }, async () => {
  const kept = await readFile(join(here, "src", "numerics", "webAssembly", "binary.ts"), "utf8");
  expect(kept).toBe(await compiledAssembly(here));
});
