import { existsSync } from "node:fs";
import { join } from "node:path";
import { serveLab } from "./lab.mjs";
import { readHolder, takeLock } from "./lock.mjs";
import { fillMyNotebooks, lessonsIn, publishedLesson, resetNotebook } from "./myNotebooks.mjs";
import { parseOptions, usage } from "./options.mjs";
import { choosePort } from "./port.mjs";
import { setUp } from "./setup.mjs";
import { versions } from "./versions.mjs";

/** @param {import("./main.mjs").Command} command */
export async function start({ argv, paths, stopping, display, onStop }) {
  const options = parseOptions(argv);
  if (options.help) {
    console.log(usage);
    return;
  }
  const labLock = join(paths.lab, "lab.lock");
  // What cannot be done is said before the set-up, which may take minutes.
  if (options.reset) await publishedLesson(paths, options.reset);
  if (options.port && !options.check && !(await readHolder(labLock)))
    await choosePort(options.port);
  const tensors = await setUp({ paths, stopping, display });
  if (options.reset) {
    const { lesson, kept } = await resetNotebook(paths, options.reset);
    display.say(`${lesson} is fresh${kept ? `; yours is kept as ${kept}` : ""}.`);
  }
  const copied = await fillMyNotebooks(paths);
  if (copied.length > 0)
    display.say(
      `Copied into my-notebooks: ${copied.length} of ${(await lessonsIn(paths.published)).length} lessons.`,
    );
  if (options.check) {
    display.say(`\n${await versions(paths, tensors, stopping)}`);
    return;
  }
  const lock = await takeLock(labLock, { stopping, held: () => "give up" });
  if (!lock) {
    display.say(`\n${alreadyRunning(await readHolder(labLock), options.port)}`);
    return;
  }
  try {
    const { port, said } = await choosePort(options.port);
    if (said) display.say(said);
    const [first] = await lessonsIn(paths.mine);
    await serveLab({
      paths,
      stopping,
      display,
      port,
      browser: options.browser,
      open: first && existsSync(join(paths.mine, first)) ? first : undefined,
      serving: async (url) => {
        await lock.tell({ url });
        onStop("JupyterLab is stopped.");
        display.say(`\nJupyterLab is running; Ctrl-C here stops it. Its address:\n\n    ${url}\n`);
      },
    });
  } finally {
    await lock.release();
  }
}

/**
 * What is said when this clone has a lab already.
 *
 * @param {import("./lock.mjs").Holder | undefined} holder @param {number} [port] the port asked for
 */
export function alreadyRunning(holder, port) {
  const { pid, url } = holder ?? {};
  const elsewhere = port !== undefined && !(url && Number(new URL(url).port) === port);
  return [
    `JupyterLab of this clone is already running (process ${pid})${url ? `:\n\n    ${url}\n` : "."}`,
    ...(elsewhere
      ? [
          `It keeps its port: for port ${port}, stop it (Ctrl-C where it was started) and start again.`,
        ]
      : []),
  ].join("\n");
}
