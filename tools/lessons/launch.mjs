import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { jupyterEnvironment } from "../setup/lab.mjs";
import { venvPython } from "../setup/paths.mjs";
import { Interrupted, Problem } from "../setup/problem.mjs";
import { end } from "../setup/processes.mjs";

/**
 * Runs one of the Python programs beside this file with the lab's own Python, and gives its exit code.
 *
 * @param {"course" | "notebooks"} program
 * @param {Pick<import("../setup/main.mjs").Command, "argv" | "paths" | "stopping">} command
 * @returns {Promise<number>}
 */
export async function launch(program, { argv, paths, stopping }) {
  if (stopping.aborted) throw new Interrupted();
  const python = venvPython(paths.venv);
  if (!existsSync(python))
    throw new Problem("The lab is not set up yet: run npm start -- --check first.");
  const child = spawn(python, ["-m", `lessons.${program}`, ...argv], {
    cwd: paths.clone,
    stdio: "inherit",
    env: { ...jupyterEnvironment(paths), PYTHONPATH: join(paths.clone, "tools") },
  });
  /** @type {Promise<void> | undefined} */
  let ending;
  const stop = () => {
    ending = end(child.pid, 5000);
  };
  stopping.addEventListener("abort", stop, { once: true });
  try {
    /** @type {number | null} */
    const code = await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", resolve);
    });
    await ending;
    if (stopping.aborted) throw new Interrupted();
    return code ?? 1;
  } finally {
    stopping.removeEventListener("abort", stop);
  }
}
