import { Display } from "./display.mjs";
import { here, pathsOf } from "./paths.mjs";
import { fileSystemProblem, Interrupted, Problem } from "./problem.mjs";

/**
 * @typedef {object} Command
 * @property {string[]} argv
 * @property {import("./paths.mjs").Paths} paths
 * @property {AbortSignal} stopping aborted by Ctrl-C, and by the end of the terminal
 * @property {Display} display
 * @property {(text: string | undefined) => void} onStop what is said after Ctrl-C
 */

/** Exit codes that shells give to programs ended by these signals. */
const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/**
 * Runs a command with the manners that all of ours share: Ctrl-C ends everything that was started,
 * and what a person can put right is one sentence.
 *
 * @param {(command: Command) => Promise<number | void>} command may return an exit code
 * @param {string[]} [argv]
 */
export async function main(command, argv = process.argv.slice(2)) {
  const stopper = new AbortController();
  const display = new Display();
  let code = 0;
  /** @type {string | undefined} */
  let farewell = "Stopped. The same command continues where this one ended.";
  for (const [signal, itsCode] of Object.entries(codes)) {
    process.on(signal, () => {
      code = itsCode;
      stopper.abort();
    });
  }
  try {
    const ended = await command({
      argv,
      paths: pathsOf(here),
      stopping: stopper.signal,
      display,
      onStop: (text) => {
        farewell = text;
      },
    });
    if (!stopper.signal.aborted) code = ended ?? 0;
  } catch (error) {
    display.stop();
    const problem = error instanceof Problem ? error : fileSystemProblem(error);
    if (stopper.signal.aborted) {
      if (!(error instanceof Interrupted)) console.error(/** @type {Error} */ (error).message);
    } else if (problem) {
      console.error(`\n${problem.text}`);
      code = problem.code;
    } else {
      console.error(error);
      code = 1;
    }
  }
  if (stopper.signal.aborted && farewell) console.error(`\n${farewell}`);
  process.exit(code);
}
