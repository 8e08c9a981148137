import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Makes our kernel known to the lab's own environment, and to nothing else on the machine.
 *
 * @param {import("./setup.mjs").Context} context
 */
export async function installKernel({ paths }) {
  const file = join(paths.clone, "kernel", "kernelspec.mjs");
  const { installKernelspec } = await import(pathToFileURL(file).href);
  await installKernelspec({
    clone: paths.clone,
    sharePrefix: join(paths.venv, "share"),
    node: process.execPath,
  });
}
