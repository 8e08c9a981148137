import { join } from "node:path";
import { cleanEnvironment, run, tailOf } from "../setup/processes.mjs";

/**
 * A suite of programs of which each is one test: it passes when the program ends with 0.
 *
 * @param {import("./test.mjs").Room} room
 * @param {{name: string, program: string, args: string[]}[]} programs
 * @returns {Promise<import("./test.mjs").Outcome>}
 */
export async function eachIsOneTest({ paths, stopping, reports, step }, programs) {
  let passed = 0;
  const reported = [];
  for (const { name, program, args } of programs) {
    step.note(name);
    const log = join(reports, `${name.replaceAll(" ", "-")}.log`);
    const { code, output } = await run(program, args, {
      cwd: paths.clone,
      env: cleanEnvironment(),
      stopping,
      log,
    });
    if (code === 0) passed++;
    else reported.push(`${name} fails:\n${tailOf(output, 60)}\n(all of it: ${log})`);
  }
  return {
    passed,
    failed: reported.length,
    ...(reported.length > 0 ? { report: reported.join("\n\n") } : {}),
  };
}
