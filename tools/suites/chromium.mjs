import { firstProgram, placesOnPath } from "../setup/findProgram.mjs";

export const howToGetChromium =
  "on Debian and Ubuntu: apt-get install chromium fonts-noto-cjk; elsewhere install Chromium or Chrome, and set CHROMIUM to its program";

/**
 * A Chromium or Chrome of this machine: the one named by CHROMIUM, or one on the PATH, or where
 * macOS keeps it.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<string | undefined>}
 */
export async function findChromium(environment = process.env) {
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
  if (environment.CHROMIUM) return firstProgram([environment.CHROMIUM]);
  return firstProgram([
    ...placesOnPath(names, environment.PATH ?? ""),
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ]);
}
