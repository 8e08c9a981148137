import { join } from "node:path";
import { venvPython } from "../setup/paths.mjs";
import { Problem } from "../setup/problem.mjs";
import { cleanEnvironment, run, tailOf } from "../setup/processes.mjs";
import { removeFolder } from "../setup/stamps.mjs";

/**
 * Runs Sphinx over build/site-source; a warning (a link that leads nowhere, a formula that cannot be
 * read) is an error.
 *
 * @param {Pick<import("../setup/main.mjs").Command, "paths" | "stopping">} call
 * @param {import("../setup/display.mjs").Step} step
 * @param {{builder: string, output: string, language: string}} options
 */
export async function sphinx({ paths, stopping }, step, { builder, output, language }) {
  const log = join(paths.logs, "sphinx.log");
  const build = join(paths.clone, "build");
  const doctrees = join(build, "site-doctrees", `${builder}-${language}`);
  const { code, output: said } = await run(
    venvPython(paths.siteVenv),
    [
      ...["-m", "sphinx", "--builder", builder, "--jobs", "2"],
      ...["--doctree-dir", doctrees],
      ...["-D", `katex_program=${join(paths.clone, "tools", "website", "katex.mjs")}`],
      join(build, "site-source"),
      output,
    ],
    {
      cwd: paths.clone,
      env: {
        ...cleanEnvironment(),
        NODE: process.execPath,
        SITE_LANGUAGE: language,
        NO_COLOR: "1",
        PYTHONDONTWRITEBYTECODE: "1",
      },
      stopping,
      log,
      heard: (text) => {
        const now = text.match(/(?:reading sources|writing output)\.\.\. \[ *(\d+%)\] (\S+)/);
        if (now) step.note(`${now[1]} ${now[2]}`);
      },
    },
  );
  const warnings = said
    .split("\n")
    .filter((line) => /WARNING|ERROR|Exception/.test(line) && !/toctree glob pattern/.test(line));
  if (code === 0 && warnings.length === 0) return;
  // What was read without complaint is not read again: the next build is to complain again.
  await removeFolder(doctrees);
  throw new Problem("The site was not built: correct what Sphinx names and run again.", {
    log,
    tail: warnings.length > 0 ? warnings.slice(0, 12).join("\n") : tailOf(said, 12),
  });
}
