import { join } from "node:path";
import { firstProgram, placesOnPath } from "../setup/findProgram.mjs";
import { runPytest } from "./python.mjs";

/** @type {import("./test.mjs").Suite} */
export const coursework = {
  name: "coursework",
  title: "Coursework, honest and hostile",
  minutes: 45,
  run: async (room) => {
    if (!(await firstProgram(placesOnPath(["bwrap"])))) {
      const remedy = "bubblewrap was not found (on Debian and Ubuntu: apt-get install bubblewrap)";
      if (!process.env.CI) return { passed: 0, failed: 0, left: remedy };
      return { passed: 0, failed: 1, report: `The coursework must be tested here, and ${remedy}.` };
    }
    // A sandbox keeps one core busy, and some tests wait for a clock: two runs side by side.
    const folder = join("test", "coursework");
    const apart = ["test_assignments.py", "test_validate.py"];
    const outcomes = await Promise.all([
      runPytest(
        room,
        apart.map((name) => join(folder, name)),
      ),
      runPytest(
        room,
        [folder],
        apart.map((name) => `--ignore=${join(folder, name)}`),
      ),
    ]);
    const report = outcomes.flatMap((outcome) => outcome.report ?? []).join("\n\n");
    return {
      passed: outcomes[0].passed + outcomes[1].passed,
      failed: outcomes[0].failed + outcomes[1].failed,
      ...(report ? { report } : {}),
    };
  },
};
