import { mkdtemp, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cleanEnvironment, run } from "./processes.mjs";
import { removeFolder } from "./stamps.mjs";

/**
 * The text of src/numerics/webAssembly/binary.ts: assembly/ compiled to WebAssembly.
 *
 * @param {string} clone
 * @returns {Promise<string>}
 */
export async function compiledAssembly(clone) {
  const folder = await mkdtemp(join(tmpdir(), "score-matching-assembly-"));
  try {
    const file = join(folder, "kernels.wasm");
    const compiler = join(clone, "node_modules", "assemblyscript", "bin", "asc.js");
    const { code, output } = await run(
      process.execPath,
      [
        ...[compiler, "assembly/index.ts", "--outFile", file],
        ...["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"],
      ],
      { cwd: clone, env: cleanEnvironment() },
    );
    if (code !== 0) throw new Error(`assembly/ does not compile:\n${output}`);
    const lines = (await readFile(file)).toString("base64").match(/.{1,96}/g) ?? [];
    return [
      "// Made from assembly/ by `npm run assembly`; a test compares the two.",
      "export const BINARY =",
      ...lines.map((line, i) => `  "${line}"${i + 1 < lines.length ? " +" : ";"}`),
      "",
    ].join("\n");
  } finally {
    await removeFolder(folder);
  }
}
