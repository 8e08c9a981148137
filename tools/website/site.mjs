import { join } from "node:path";
import { takeLock } from "../setup/lock.mjs";
import { installPython } from "../setup/python.mjs";
import { setUp } from "../setup/setup.mjs";
import { runMissing } from "./executed.mjs";
import { parseOptions, usage } from "./options.mjs";
import { referencePages } from "./reference.mjs";
import { packagedFiles, sourceFiles, writeSource } from "./source.mjs";
import { sphinx } from "./sphinx.mjs";

/**
 * `npm run site`: the lessons as they were last run, the ledger, the reference and the pages of docs/,
 * as a web site in build/site.
 *
 * @param {import("../setup/main.mjs").Command} command
 */
export async function site(command) {
  const { argv, paths, display } = command;
  const { help, asIs, messages, language } = parseOptions(argv);
  if (help) {
    console.log(usage);
    return;
  }
  await setUp(command);
  const lock = await takeLock(join(paths.lab, "site.lock"), {
    stopping: command.stopping,
    held: ({ pid }) => {
      display.say(`Another command (process ${pid}) is building the site: waiting for it.`);
      return "wait";
    },
  });
  try {
    await display.step("Sphinx from PyPI", (step) =>
      installPython(command, step, { venv: paths.siteVenv, lock: "site.lock", stamp: "site" }),
    );
    if (!asIs) await runMissing(command);
    const made = await packagedFiles(paths.modules);
    const source = join(paths.clone, "build", "site-source");
    await display.step("Reference of the library", async () => {
      for (const [name, page] of await referencePages(command)) made.set(name, page);
    });
    await display.step("Sources of the pages", async () => {
      await writeSource(source, await sourceFiles(paths.clone, made));
    });
    const folder = messages ? "messages" : language === "en" ? "site" : `site-${language}`;
    const output = join(paths.clone, "build", folder);
    const builder = messages ? "gettext" : "html";
    await display.step(messages ? "Catalogues" : "Pages", (step) =>
      sphinx(command, step, { builder, output, language }),
    );
    display.say(
      messages
        ? "\nThe catalogues are in build/messages."
        : `\nThe site is built. Open build/${folder}/index.html`,
    );
  } finally {
    await lock?.release();
  }
}
