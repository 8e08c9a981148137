import { join } from "node:path";
import { venvPython } from "../tools/setup/paths.mjs";
import { installPython } from "../tools/setup/python.mjs";

/**
 * The Python environment of the peers, `.lab/bench`: apart from the lab's, since only this command
 * needs it. Made when it is first needed; an interrupted try is begun again.
 *
 * @param {import("../tools/setup/main.mjs").Command} command
 * @returns {Promise<string>} its Python
 */
export async function peersPython({ paths, stopping, display }) {
  const venv = join(paths.lab, "bench");
  await display.step("PyTorch, JAX and NumPy from PyPI", (step) =>
    installPython({ paths, stopping }, step, {
      venv,
      lock: "bench.lock",
      stamp: "bench",
      // Else PyTorch's wheel for Linux brings gigabytes for graphics cards.
      options: ["--no-deps"],
    }),
  );
  return venvPython(venv);
}
