import { join } from "node:path";
import { findChromium, howToGetChromium } from "./chromium.mjs";
import { runVitest } from "./vitest.mjs";

/** @type {import("./test.mjs").Suite} */
export const browser = {
  name: "browser",
  title: "A lesson, and Validate, in a real browser",
  minutes: 15,
  run: async (room) => {
    const chromium = await findChromium();
    if (!chromium) {
      const remedy = `no Chromium was found (${howToGetChromium})`;
      if (!process.env.CI) return { passed: 0, failed: 0, left: remedy };
      return { passed: 0, failed: 1, report: `The browser test must run here, and ${remedy}.` };
    }
    const config = join("test", "browser", "vitest.config.mts");
    return runVitest(room, "browser", ["--config", config], { CHROMIUM: chromium });
  },
};
