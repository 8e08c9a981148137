import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

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
  const folders = (environment.PATH ?? "").split(delimiter).filter(Boolean);
  const candidates = environment.CHROMIUM
    ? [environment.CHROMIUM]
    : [
        ...names.flatMap((name) => folders.map((folder) => join(folder, name))),
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      ];
  for (const file of candidates) {
    const usable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return file;
  }
  return undefined;
}
