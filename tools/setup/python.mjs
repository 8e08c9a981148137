import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { venvPython } from "./paths.mjs";
import { Problem } from "./problem.mjs";
import { cleanEnvironment, run } from "./processes.mjs";
import {
  hashFiles,
  moveIntoPlace,
  readStamp,
  removeFolder,
  removeStamp,
  writeStamp,
} from "./stamps.mjs";
import { packageProblem } from "./trouble.mjs";

/** @typedef {{command: string[], version: string, venv: boolean}} Interpreter */

const oldest = [3, 10];
const question = [
  "import sys, importlib.util as u",
  "print('%d.%d.%d' % sys.version_info[:3], all(u.find_spec(m) for m in ('venv', 'ensurepip')))",
].join("\n");

/**
 * The Python to build the environment with: the one named by PYTHON, else the first on the PATH
 * that is new enough and can make environments.
 *
 * @param {{environment?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, stopping?: AbortSignal}} [options]
 * @returns {Promise<Interpreter>}
 */
export async function findPython({
  environment = process.env,
  platform = process.platform,
  stopping,
} = {}) {
  const named = environment.PYTHON;
  const candidates = named
    ? [[named]]
    : [
        ["python3"],
        ["python"],
        ...(platform === "win32" ? [["py", "-3"]] : []),
        ...[14, 13, 12, 11, 10].map((minor) => [`python3.${minor}`]),
      ];
  /** @type {Interpreter[]} */
  const found = [];
  for (const command of candidates) {
    const interpreter = await ask(command, environment, stopping);
    if (interpreter?.venv && isNewEnough(interpreter.version)) return interpreter;
    if (interpreter) found.push(interpreter);
  }
  const again = "and run the same command again";
  const withoutVenv = found.find(({ version }) => isNewEnough(version));
  if (withoutVenv) {
    const minor = withoutVenv.version.split(".").slice(0, 2).join(".");
    throw new Problem(
      `Python ${withoutVenv.version} was found, but it cannot make virtual environments: install its venv module (on Debian and Ubuntu: apt install python3-venv, or python${minor}-venv) ${again}.`,
    );
  }
  if (found.length > 0)
    throw new Problem(
      `Python ${found[0].version} was found${named ? ` (PYTHON=${named})` : ""}, and the course needs 3.10 or newer: install one from https://www.python.org or your system's packages ${again} (PYTHON=/path/to/python chooses one).`,
    );
  throw new Problem(
    named
      ? `PYTHON is set to ${named}, which does not run as a Python: correct or unset it ${again}.`
      : `No Python was found: install Python 3.10 or newer from https://www.python.org or your system's packages (on Debian and Ubuntu: apt install python3 python3-venv) ${again} (PYTHON=/path/to/python chooses one).`,
  );
}

/** @param {string[]} command @param {NodeJS.ProcessEnv} environment @param {AbortSignal} [stopping] */
async function ask(command, environment, stopping) {
  try {
    const { code, output } = await run(command[0], [...command.slice(1), "-c", question], {
      env: cleanEnvironment(environment),
      stopping,
    });
    const [, version, venv] = output.match(/(\d+\.\d+\.\d+) (True|False)/) ?? [];
    return code === 0 && version ? { command, version, venv: venv === "True" } : undefined;
  } catch (error) {
    const code = /** @type {NodeJS.ErrnoException} */ (error).code;
    if (code === "ENOENT" || code === "EACCES" || code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** @param {string} version */
function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}

/**
 * @typedef {object} PythonStamp
 * @property {string} lock
 * @property {string} place where the environment was made: its scripts hold that path
 * @property {string} version
 * @property {string[]} packages
 */

/**
 * Makes a virtual environment with exactly the packages of its lock: aside, then moved into place.
 *
 * @param {Pick<import("./setup.mjs").Context, "paths" | "stopping">} context
 * @param {import("./display.mjs").Step} step
 * @param {{venv: string, lock: string, stamp: string, options?: string[]}} [environment] the lab's
 *   unless said otherwise; `options` are pip's, beside those that all have
 */
export async function installPython(
  { paths, stopping },
  step,
  environment = { venv: paths.venv, lock: "requirements.lock", stamp: "python" },
) {
  const { venv, options = [] } = environment;
  const requirements = join(paths.clone, "tools", "python", environment.lock);
  const lock = await hashFiles(paths.clone, [requirements]);
  const stamp = /** @type {PythonStamp | undefined} */ (
    await readStamp(paths.stamps, environment.stamp)
  );
  const version = await runningVersion(venv, stopping);
  if (version && stamp?.lock === lock && stamp.version === version) {
    if ((await packagesIn(venv)).join() === stamp.packages.join()) {
      if (stamp.place === venv) return { said: "already there" };
      await relocate(venv, stamp.place, venv);
      await writeStamp(paths.stamps, environment.stamp, { ...stamp, place: venv });
      return { said: "moved with the clone" };
    }
  }
  if (version && !stamp && (await satisfies(venv, requirements, options, stopping))) {
    await stampIt();
    return { said: "already there" };
  }
  const log = join(paths.logs, "pip.log");
  const interpreter = await findPython({ stopping });
  const aside = join(paths.aside, environment.stamp);
  await removeFolder(aside);
  await removeStamp(paths.stamps, environment.stamp);
  await mkdir(dirname(aside), { recursive: true });
  step.watch(aside);
  step.note(`Python ${interpreter.version}`);
  const env = cleanEnvironment();
  const [program, ...first] = interpreter.command;
  const made = await run(program, [...first, "-m", "venv", aside], { env, stopping, log });
  if (made.code !== 0)
    throw /ensurepip|python3-venv/.test(made.output)
      ? new Problem(
          `Python ${interpreter.version} cannot make virtual environments: install its venv module (on Debian and Ubuntu: apt install python3-venv) and run the same command again.`,
          { log },
        )
      : packageProblem("pip", made.output, log);
  const installed = await run(
    venvPython(aside),
    [
      ...["-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "--retries", "2"],
      ...["--disable-pip-version-check", "--no-input", "--progress-bar", "off"],
      ...[...options, "--requirement", requirements],
    ],
    {
      env,
      stopping,
      log,
      heard: (text) => {
        const name = text.match(/Collecting (\S+?)[=<>[]/)?.[1];
        if (name) step.note(name);
        if (text.includes("Installing collected packages")) step.note("unpacking");
      },
    },
  );
  if (installed.code !== 0) throw packageProblem("pip", installed.output, log);
  await relocate(aside, aside, venv);
  await moveIntoPlace(aside, venv, paths.aside);
  await stampIt();
  return undefined;

  async function stampIt() {
    await writeStamp(paths.stamps, environment.stamp, {
      lock,
      place: venv,
      version: await runningVersion(venv, stopping),
      packages: await packagesIn(venv),
    });
  }
}

/**
 * The version of an environment's Python, or undefined when it does not run (the Python it was made
 * from is gone).
 *
 * @param {string} venv @param {AbortSignal} [stopping]
 */
async function runningVersion(venv, stopping) {
  if (!existsSync(join(venv, "pyvenv.cfg"))) return undefined;
  return (await ask([venvPython(venv)], process.env, stopping))?.version;
}

/**
 * The packages whose record of installed files is there: pip writes it last.
 *
 * @param {string} venv
 */
async function packagesIn(venv) {
  const folder = await sitePackages(venv);
  if (!folder) return [];
  const names = await readdir(folder);
  return names
    .filter((name) => name.endsWith(".dist-info") && existsSync(join(folder, name, "RECORD")))
    .sort();
}

/** @param {string} venv */
async function sitePackages(venv) {
  if (process.platform === "win32") return join(venv, "Lib", "site-packages");
  const versions = await readdir(join(venv, "lib")).catch(() => []);
  const version = versions.find((name) => name.startsWith("python"));
  return version && join(venv, "lib", version, "site-packages");
}

/**
 * Whether an environment without a stamp (made by hand) has what the lock names; asks pip, offline.
 *
 * @param {string} venv @param {string} requirements @param {string[]} options
 * @param {AbortSignal} [stopping]
 */
async function satisfies(venv, requirements, options, stopping) {
  const { code, output } = await run(
    venvPython(venv),
    [
      ...["-m", "pip", "--isolated", "install", "--dry-run", "--no-index", "--require-hashes"],
      ...["--disable-pip-version-check", ...options, "--requirement", requirements],
    ],
    { env: cleanEnvironment(), stopping },
  );
  return code === 0 && !output.includes("Would install");
}

/**
 * Scripts of an environment name its Python by an absolute path; after a move they name the new one.
 *
 * @param {string} venv @param {string} from @param {string} to
 */
async function relocate(venv, from, to) {
  const scripts = join(venv, process.platform === "win32" ? "Scripts" : "bin");
  for (const entry of await readdir(scripts, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(scripts, entry.name);
    const content = await readFile(file, "latin1");
    const [old, now] = [from, to].map((path) => Buffer.from(path).toString("latin1"));
    // Programs in machine code keep their length, and none of them holds the path.
    if (content.includes("\0") || !content.includes(old)) continue;
    await writeFile(file, content.replaceAll(old, now), "latin1");
  }
}
