import { join } from "node:path";
import { launch } from "../lessons/launch.mjs";
import { jupyterEnvironment } from "../setup/lab.mjs";
import { venvPython } from "../setup/paths.mjs";
import { Problem } from "../setup/problem.mjs";
import { run } from "../setup/processes.mjs";

/**
 * Runs the lessons that were not run yet, or have changed since, by themselves or by the library.
 *
 * @param {import("../setup/main.mjs").Command} command
 */
export async function runMissing(command) {
  const { display } = command;
  const missing = await lessonsToRun(command);
  if (missing.length === 0) return;
  display.say(
    `Not run yet, or changed since: ${missing.map((name) => name.slice(0, 2)).join(", ")}`,
  );
  await launch("lessons.course", { ...command, argv: missing });
  const failed = await lessonsToRun(command);
  if (failed.length > 0)
    throw new Problem(
      `A lesson that fails is not published (${failed.join(", ")}): mend it, or see the site without its results by npm run site -- --as-is.`,
    );
}

/** @param {Pick<import("../setup/main.mjs").Command, "paths" | "stopping">} call */
export async function lessonsToRun({ paths, stopping }) {
  const { code, output } = await run(venvPython(paths.venv), ["-m", "lessons.fingerprint"], {
    cwd: paths.clone,
    env: { ...jupyterEnvironment(paths), PYTHONPATH: join(paths.clone, "tools") },
    stopping,
  });
  if (code !== 0) throw new Error(output);
  return output.split("\n").filter(Boolean);
}
