import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { venvPython } from "./paths.mjs";
import { cleanEnvironment, run } from "./processes.mjs";

/**
 * What `--check` prints: a name and a version a line.
 *
 * @param {import("./paths.mjs").Paths} paths
 * @param {import("./tensorflow.mjs").Tensors} tensors
 * @param {AbortSignal} stopping
 */
export async function versions(paths, tensors, stopping) {
  const { output } = await run(
    venvPython(paths.venv),
    [
      "-c",
      "import platform, importlib.metadata as m; print(platform.python_version(), m.version('jupyterlab'))",
    ],
    { env: cleanEnvironment(), stopping },
  );
  const [python, jupyterlab] = output.trim().split(" ");
  /** @param {string} name */
  const ofPackage = async (name) =>
    JSON.parse(await readFile(join(paths.modules, name, "package.json"), "utf8")).version;
  const rows = [
    ["node", process.versions.node],
    ["python", python],
    ["jupyterlab", jupyterlab],
    ["tslab", await ofPackage("tslab")],
    ["typescript", await ofPackage("typescript")],
    ["tfjs", await ofPackage("@tensorflow/tfjs")],
    [
      "tensors",
      tensors.backend === "tensorflow"
        ? `tensorflow ${tensors.version} (native)`
        : `wasm (${tensors.why})`,
    ],
  ];
  return rows.map(([name, version]) => `${name.padEnd(12)}${version}`).join("\n");
}
