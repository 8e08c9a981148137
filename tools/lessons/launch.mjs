import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { jupyterEnvironment } from "../setup/lab.mjs";
import { venvPython } from "../setup/paths.mjs";
import { Interrupted, Problem } from "../setup/problem.mjs";
import { end } from "../setup/processes.mjs";
import { findPython } from "../setup/python.mjs";
import { setUp } from "../setup/setup.mjs";

/** @typedef {Pick<import("../setup/main.mjs").Command, "argv" | "paths" | "stopping">} Call */

/**
 * Runs a Python program of tools/ with the lab's own Python, and gives its exit code.
 *
 * @param {string} program its module, such as lessons.course
 * @param {Call} call
 */
export async function launch(program, call) {
  const python = venvPython(call.paths.venv);
  if (!existsSync(python))
    throw new Problem("The lab is not set up yet: run npm start -- --check first.");
  return runPython([python], program, call);
}

/**
 * The same, once whatever is missing has been set up.
 *
 * @param {string} program
 * @param {import("../setup/main.mjs").Command} command
 */
export async function setUpAndLaunch(program, command) {
  await setUp(command);
  return launch(program, command);
}

/**
 * Judges the words after `npm run course` before anything is set up, with the lab's Python or, in a
 * fresh clone, one of this machine; gives an exit code, 0 where nothing is wrong.
 *
 * @param {Call} call
 */
export async function judgeWords(call) {
  const python = venvPython(call.paths.venv);
  const command = existsSync(python) ? [python] : (await findPython(call)).command;
  return runPython(command, "lessons.command", call);
}

/**
 * @param {string[]} command @param {string} program @param {Call} call
 * @returns {Promise<number>} the exit code
 */
async function runPython([python, ...first], program, { argv, paths, stopping }) {
  if (stopping.aborted) throw new Interrupted();
  const child = spawn(python, [...first, "-m", program, ...argv], {
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
