import { copyFileSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const KERNEL_NAME = "score-matching";

/**
 * Writes the kernelspec to `sharePrefix`/jupyter/kernels and returns its folder. `clone` is the
 * folder of the course, `node` the Node that runs the kernel, `sharePrefix` for example
 * .lab/python/share.
 */
export function installKernelspec({ clone, sharePrefix, node = process.execPath }) {
  const folder = join(sharePrefix, "jupyter", "kernels", KERNEL_NAME);
  const spec = {
    argv: [
      node,
      join(clone, "kernel", "dist", "main.js"),
      "--connection-file",
      "{connection_file}",
    ],
    display_name: "TypeScript (score-matching)",
    language: "typescript",
    interrupt_mode: "message",
    metadata: { debugger: false },
  };
  mkdirSync(folder, { recursive: true });
  copyFileSync(new URL("logo.svg", import.meta.url), join(folder, "logo-svg.svg"));
  // Jupyter must never read half a file.
  const unfinished = join(folder, "kernel.json.new");
  writeFileSync(unfinished, `${JSON.stringify(spec, null, 2)}\n`);
  renameSync(unfinished, join(folder, "kernel.json"));
  return folder;
}
