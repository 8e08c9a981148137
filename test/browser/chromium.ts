import { findChromium, howToGetChromium } from "../../tools/suites/chromium.mjs";

/** The program of a Chromium of this machine, if it has one. */
export const chromiumPath: string | undefined = await findChromium();

export const chromiumNeeded = `The browser test needs Chromium (${howToGetChromium}).`;

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
