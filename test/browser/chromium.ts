import { findChromium } from "../../tools/suites/chromium.mjs";

/** The program of a Chromium of this machine, if it has one. */
export const chromiumPath: string | undefined = await findChromium();

export const howToGetChromium =
  "The browser test needs Chromium. On Debian and Ubuntu: apt-get install chromium fonts-noto-cjk. " +
  "Elsewhere install Chromium or Chrome, and set CHROMIUM to its program.";

/** It stays on this machine: nothing is fetched, reported or updated. */
export const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
