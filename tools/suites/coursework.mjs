import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { runPytest } from "./python.mjs";

/** @type {import("./test.mjs").Suite} */
export const coursework = {
  name: "coursework",
  title: "Coursework, honest and hostile",
  minutes: 45,
  run: async (room) => {
    if (!(await isOnPath("bwrap"))) {
      const remedy = "bubblewrap was not found (on Debian and Ubuntu: apt-get install bubblewrap)";
      if (!process.env.CI) return { passed: 0, failed: 0, left: remedy };
      return { passed: 0, failed: 1, report: `The coursework must be tested here, and ${remedy}.` };
    }
    return runPytest(room, [join("test", "coursework")]);
  },
};

/** @param {string} program @param {NodeJS.ProcessEnv} [environment] */
async function isOnPath(program, environment = process.env) {
  for (const folder of (environment.PATH ?? "").split(delimiter).filter(Boolean)) {
    const usable = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return true;
  }
  return false;
}
