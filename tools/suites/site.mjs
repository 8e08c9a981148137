import { join } from "node:path";
import { cleanEnvironment, run } from "../setup/processes.mjs";
import { findChromium, howToGetChromium } from "./chromium.mjs";
import { excerpt } from "./excerpt.mjs";
import { runVitest } from "./vitest.mjs";

/** @type {import("./test.mjs").Suite} */
export const site = {
  name: "site",
  title: "Web site in a real browser",
  // The lessons are run here only where the suite before has not done so.
  minutes: 45,
  run: async (room) => {
    const { paths, stopping, reports, step } = room;
    const chromium = await findChromium();
    if (!chromium) {
      const remedy = `no Chromium was found (${howToGetChromium})`;
      if (!process.env.CI) return { passed: 0, failed: 0, left: remedy };
      return { passed: 0, failed: 1, report: `The site must be tested here, and ${remedy}.` };
    }
    const log = join(reports, "site-build.log");
    const { code, output } = await run(process.execPath, [join(paths.clone, "tools", "site.mjs")], {
      cwd: paths.clone,
      env: cleanEnvironment(),
      stopping,
      log,
      heard: (text) => step.note(text.trim().split("\n").at(-1)?.trim() ?? ""),
    });
    if (code !== 0) return { passed: 0, failed: 1, report: excerpt(output, log) };
    const config = join("test", "site", "vitest.config.mts");
    return runVitest(room, "site", ["--config", config], { CHROMIUM: chromium });
  },
};
