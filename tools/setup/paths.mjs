import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Where everything lies. All that is machine-made is under `.lab`, so deleting that folder (and
 * node_modules) takes a clone back to its first day.
 *
 * @param {string} clone
 * @param {NodeJS.ProcessEnv} [environment]
 */
export function pathsOf(clone, environment = process.env) {
  const lab = join(clone, ".lab");
  return {
    clone,
    lab,
    // A folder for each run: what a killed one started may still be writing into its own.
    aside: join(lab, "aside", String(process.pid)),
    logs: join(lab, "logs"),
    stamps: join(lab, "stamps"),
    modules: join(clone, "node_modules"),
    venv: join(lab, "python"),
    siteVenv: join(lab, "site"),
    jupyter: join(lab, "jupyter"),
    published: join(clone, "notebooks"),
    mine: join(clone, "my-notebooks"),
    cache: cacheFolder(environment),
  };
}

/** @typedef {ReturnType<typeof pathsOf>} Paths */

/** The clone this file belongs to. */
export const here = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * The user's cache folder: the only place outside the clone that the set-up writes to.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @param {NodeJS.Platform} [platform]
 */
export function cacheFolder(environment, platform = process.platform) {
  const name = "score-matching-course";
  if (environment.XDG_CACHE_HOME) return join(environment.XDG_CACHE_HOME, name);
  if (platform === "win32")
    return join(environment.LOCALAPPDATA || join(homedir(), "AppData", "Local"), name);
  const home = environment.HOME || homedir();
  return platform === "darwin" ? join(home, "Library", "Caches", name) : join(home, ".cache", name);
}

/**
 * @param {string} venv
 * @param {NodeJS.Platform} [platform]
 */
export function venvPython(venv, platform = process.platform) {
  return platform === "win32" ? join(venv, "Scripts", "python.exe") : join(venv, "bin", "python");
}
