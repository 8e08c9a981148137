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
    return runPytest(room, [join("test", "coursework")]);
  },
};
