import { join } from "node:path";
import { findChromium } from "./chromium.mjs";
import { runVitest } from "./vitest.mjs";

/** @type {import("./test.mjs").Suite} */
export const browser = {
  name: "browser",
  title: "Lesson 1 in a real browser",
  minutes: 15,
  run: async (room) => {
    const chromium = await findChromium();
    if (!chromium) {
      const remedy =
        "no Chromium was found (on Debian: apt install chromium; or set CHROMIUM to the program of a Chromium or Chrome)";
      if (!process.env.CI) return { passed: 0, failed: 0, left: remedy };
      return { passed: 0, failed: 1, report: `The browser test must run here, and ${remedy}.` };
    }
    const config = join("test", "browser", "vitest.config.mts");
    return runVitest(room, "browser", ["--config", config], { CHROMIUM: chromium });
  },
};
