import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { here, pathsOf } from "../setup/paths.mjs";

/**
 * Runs one of the Python programs beside this file with the lab's own Python, Jupyter's folders
 * inside the clone, and hands on its exit code. A Ctrl-C reaches the child by itself: both belong to
 * the terminal's foreground group.
 *
 * @param {string} program the module, "course" or "notebooks"
 * @param {string[]} words the command line
 */
export async function launch(program, words) {
  const paths = pathsOf(here);
  const python = join(paths.venv, "bin", "python");
  if (!existsSync(python)) {
    console.error("The lab is not set up yet. Run `npm start -- --check` first.");
    process.exitCode = 1;
    return;
  }
  const child = spawn(python, ["-m", `lessons.${program}`, ...words], {
    cwd: paths.clone,
    stdio: "inherit",
    env: {
      ...process.env,
      PYTHONPATH: [join(paths.clone, "tools"), process.env.PYTHONPATH]
        .filter(Boolean)
        .join(delimiter),
      PYTHONUTF8: "1",
      JUPYTER_CONFIG_DIR: join(paths.jupyter, "config"),
      JUPYTER_DATA_DIR: join(paths.jupyter, "data"),
      JUPYTER_RUNTIME_DIR: join(paths.jupyter, "runtime"),
    },
  });
  const ignore = () => {};
  process.on("SIGINT", ignore);
  process.exitCode = await new Promise((settle) => {
    child.on("error", (problem) => {
      console.error(`Python could not be started: ${problem.message}`);
      settle(1);
    });
    child.on("exit", (code, signal) => settle(signal === "SIGINT" ? 130 : (code ?? 1)));
  });
  process.off("SIGINT", ignore);
}
