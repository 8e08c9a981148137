import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildLibrary } from "./build.mjs";
import { checkDisk, needed } from "./disk.mjs";
import { installKernel } from "./kernelspec.mjs";
import { takeLock } from "./lock.mjs";
import { installPackages } from "./packages.mjs";
import { Problem } from "./problem.mjs";
import { findPython, installPython } from "./python.mjs";
import { removeFolder } from "./stamps.mjs";
import { installTensorflow } from "./tensorflow.mjs";
import { thisMachine } from "./tensorflowLibrary.mjs";

/**
 * @typedef {object} Context
 * @property {import("./paths.mjs").Paths} paths
 * @property {AbortSignal} stopping
 * @property {import("./tensorflowLibrary.mjs").Machine} machine
 */

/**
 * Sets up whatever is missing, one step after the other, each of which can be repeated.
 *
 * @param {{
 *   paths: import("./paths.mjs").Paths, stopping: AbortSignal,
 *   display: import("./display.mjs").Display,
 *   buildFailed?: (problem: Problem) => void
 * }} options buildFailed: told of a library that does not compile, which otherwise ends the set-up
 * @returns {Promise<import("./tensorflow.mjs").Tensors>}
 */
export async function setUp({ paths, stopping, display, buildFailed }) {
  const context = { paths, stopping, machine: thisMachine() };
  await checkDisk(paths.lab, missingBytes(paths));
  const lock = await takeLock(join(paths.lab, "setup.lock"), {
    stopping,
    held: ({ pid }) => {
      display.say(`Another command (process ${pid}) is setting up this clone: waiting for it.`);
      return "wait";
    },
  });
  try {
    // IPython complains of a home whose parent is missing.
    await mkdir(paths.jupyter, { recursive: true });
    // The packages take a while: what the next step lacks is better said before.
    if (!existsSync(paths.venv)) await findPython({ stopping });
    await display.step("1/5 Packages from npm", (step) => installPackages(context, step));
    await display
      .step("2/5 Library and kernel", () => buildLibrary(context))
      .catch((error) => {
        if (!buildFailed || !(error instanceof Problem)) throw error;
        buildFailed(error);
      });
    await display.step("3/5 JupyterLab from PyPI", (step) => installPython(context, step));
    const { tensors } = await display.step("4/5 TensorFlow", (step) =>
      installTensorflow(context, step),
    );
    await display.step("5/5 TypeScript kernel", () => installKernel(context));
    return tensors;
  } finally {
    await removeFolder(dirname(paths.aside)).catch(() => {});
    await lock?.release();
  }
}

/** @param {import("./paths.mjs").Paths} paths */
function missingBytes({ modules, venv, cache }) {
  return (
    (existsSync(join(modules, ".package-lock.json")) ? 0 : needed.packages) +
    (existsSync(join(venv, "pyvenv.cfg")) ? 0 : needed.python) +
    (existsSync(cache) ? 0.05e9 : needed.tensorflow)
  );
}
