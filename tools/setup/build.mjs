import { existsSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "./problem.mjs";
import { cleanEnvironment, run, tailOf } from "./processes.mjs";
import { filesBelow, hashFiles, hashOf, readStamp, removeStamp, writeStamp } from "./stamps.mjs";

/**
 * Compiles the library and the kernel, unless their sources are those of the last time.
 *
 * @param {import("./setup.mjs").Context} context
 */
export async function buildLibrary({ paths, stopping }) {
  const sources = [];
  for (const room of ["src", "kernel"]) {
    sources.push(...(await filesBelow(join(paths.clone, room), (name) => name.endsWith(".ts"))));
  }
  const settings = [
    "package-lock.json",
    "tsconfig.json",
    "tsconfig.base.json",
    "src/tsconfig.json",
    "kernel/tsconfig.json",
  ].map((name) => join(paths.clone, name));
  const inputs = hashOf(await hashFiles(paths.clone, [...sources, ...settings]));
  const whole = sources
    .filter((source) => !source.endsWith(".d.ts"))
    .every((source) => existsSync(outputOf(paths.clone, source)));
  const stamp = await readStamp(paths.stamps, "build");
  if (whole && stamp && /** @type {{inputs?: string}} */ (stamp).inputs === inputs)
    return { said: "already there" };
  await removeStamp(paths.stamps, "build");
  const log = join(paths.logs, "build.log");
  const compiler = join(paths.modules, "typescript", "bin", "tsc");
  const { code, output } = await run(
    process.execPath,
    // Outputs that were removed by hand are not missed by the compiler's own record.
    [compiler, "--build", ...(whole ? [] : ["--force"])],
    { cwd: paths.clone, env: cleanEnvironment(), stopping, log },
  );
  if (code !== 0)
    throw new Problem("The library does not compile: correct the errors above and run again.", {
      log,
      tail: tailOf(output, 20),
    });
  await writeStamp(paths.stamps, "build", { inputs });
  return undefined;
}

/** @param {string} clone @param {string} source */
function outputOf(clone, source) {
  const [room, ...rest] = source.slice(clone.length + 1).split(/[\\/]/);
  return join(clone, room, "dist", ...rest).replace(/\.ts$/, ".js");
}
