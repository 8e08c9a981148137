import { join } from "node:path";
import { cleanEnvironment, run } from "../setup/processes.mjs";
import { excerpt } from "./excerpt.mjs";

/** @type {import("./test.mjs").Suite} */
export const lessons = {
  name: "lessons",
  title: "Lessons, headless",
  minutes: 30,
  run: async ({ paths, stopping, reports, step }) => {
    const log = join(reports, "lessons.log");
    const { code, output } = await run(
      process.execPath,
      [join(paths.clone, "tools", "course.mjs")],
      {
        cwd: paths.clone,
        env: cleanEnvironment(),
        stopping,
        log,
        heard: (text) => step.note(text.trim().split("\n").at(-1)?.trim() ?? ""),
      },
    );
    const { passed, failed } = countLastLine(output);
    const more = code !== 0 && failed === 0 ? 1 : 0;
    return {
      passed,
      failed: failed + more,
      ...(failed + more > 0 ? { report: excerpt(output, log) } : {}),
    };
  },
};

/** @param {string} output ends in a line `N passed, N failed` */
export function countLastLine(output) {
  const [, passed = "0", failed = "0"] =
    output.trimEnd().match(/(?:^|\n)(\d+) passed, (\d+) failed$/) ?? [];
  return { passed: Number(passed), failed: Number(failed) };
}
