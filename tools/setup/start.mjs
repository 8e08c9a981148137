import { existsSync } from "node:fs";
import { join } from "node:path";
import { serveLab } from "./lab.mjs";
import { readHolder, takeLock } from "./lock.mjs";
import { fillMyNotebooks, lessonsIn, resetNotebook } from "./myNotebooks.mjs";
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
  const labLock = join(paths.lab, "lab.lock");
  const lock = await takeLock(labLock, { stopping, held: () => "give up" });
  if (!lock) {
    const holder = await readHolder(labLock);
    display.say(
      `\nJupyterLab of this clone is already running (process ${holder?.pid})${holder?.url ? `:\n\n    ${holder.url}\n` : "."}`,
    );
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
