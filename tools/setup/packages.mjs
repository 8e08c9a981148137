import { existsSync } from "node:fs";
import { cp, mkdir, readFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
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
import { isOffline, packageProblem } from "./trouble.mjs";

const workspaces = ["src", "kernel"];
const manifests = [
  "package.json",
  "package-lock.json",
  ".npmrc",
  ...workspaces.map((workspace) => join(workspace, "package.json")),
];

/**
 * Installs exactly the packages of package-lock.json: in a folder aside, then moved into place.
 *
 * @param {import("./setup.mjs").Context} context
 * @param {import("./display.mjs").Step} step
 */
export async function installPackages({ paths, stopping }, step) {
  const inputs = {
    lock: await hashFiles(
      paths.clone,
      manifests.map((name) => join(paths.clone, name)),
    ),
    platform: `${process.platform} ${process.arch}`,
  };
  const stamp = await readStamp(paths.stamps, "packages");
  const same = !stamp || JSON.stringify(stamp) === JSON.stringify(inputs);
  if (same && (await isWhole(paths.clone))) {
    if (!stamp) await writeStamp(paths.stamps, "packages", inputs);
    return { said: "already there" };
  }
  const aside = join(paths.aside, "packages");
  await removeFolder(aside);
  await removeStamp(paths.stamps, "packages");
  for (const name of manifests) {
    await mkdir(dirname(join(aside, name)), { recursive: true });
    await cp(join(paths.clone, name), join(aside, name));
  }
  step.watch(join(aside, "node_modules"));
  const log = join(paths.logs, "npm.log");
  const npm = npmCommand();
  const options = { cwd: aside, env: cleanEnvironment(), stopping, log };
  const reachable = await registryAnswers(npm, options);
  if (!reachable) step.note("npm's registry is out of reach: looking into npm's cache");
  const { code, output } = await run(
    npm[0],
    [
      ...npm.slice(1),
      "ci",
      // Node 23 runs the packages although some of them name only even versions.
      "--engine-strict=false",
      "--include=dev",
      "--include=optional",
      reachable ? "--prefer-offline" : "--offline",
      "--no-progress",
      "--fetch-retries=2",
      "--fetch-retry-mintimeout=1000",
      "--fetch-retry-maxtimeout=5000",
    ],
    options,
  );
  // npm only warns of files that it could not unpack (a full disk), and ends with 0.
  if (code !== 0 || output.includes("TAR_ENTRY_ERROR") || !(await isWhole(aside)))
    throw packageProblem("npm", output, log);
  step.note("moving into place");
  for (const folder of ["", ...workspaces]) {
    const made = join(aside, folder, "node_modules");
    const place = join(paths.clone, folder, "node_modules");
    if (existsSync(made)) await moveIntoPlace(made, place, paths.aside);
    else await removeFolder(place);
  }
  await removeFolder(aside);
  await writeStamp(paths.stamps, "packages", inputs);
  return undefined;
}

/**
 * Whether node_modules holds every package of the lock: by npm's own record of what it installed,
 * and by each package's folder being there.
 *
 * @param {string} clone
 */
export async function isWhole(clone) {
  const [wanted, found] = await Promise.all(
    [join(clone, "package-lock.json"), join(clone, "node_modules", ".package-lock.json")].map(
      async (file) => {
        const text = await readFile(file, "utf8").catch(() => "{}");
        /** @type {Record<string, {version?: string, integrity?: string, link?: boolean, optional?: boolean}>} */
        const packages = JSON.parse(text).packages ?? {};
        return packages;
      },
    ),
  );
  return Object.entries(wanted).every(([place, { version, integrity, link, optional }]) => {
    if (!place.includes("node_modules/") || link) return true;
    const there = found[place];
    if (!there) return optional === true;
    if (there.version !== version || there.integrity !== integrity) return false;
    return existsSync(join(clone, place, "package.json"));
  });
}

/**
 * Whether npm's registry answers, be it with an error: without a network npm itself would ask for
 * every package, again and again, for minutes.
 *
 * @param {string[]} npm @param {import("./processes.mjs").RunOptions} options
 */
async function registryAnswers(npm, options) {
  const { code, output } = await run(
    npm[0],
    [
      ...npm.slice(1),
      "ping",
      "--fetch-retries=1",
      "--fetch-retry-mintimeout=1000",
      "--fetch-timeout=10000",
    ],
    options,
  );
  return code === 0 || !isOffline(output);
}

/** The npm that started us, else the one that belongs to this Node, else the one on the PATH. */
function npmCommand() {
  const bin = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    join(bin, "..", "lib", "node_modules", "npm", "bin", "npm-cli.js"),
    join(bin, "node_modules", "npm", "bin", "npm-cli.js"),
  ];
  for (const file of candidates) {
    if (file && basename(file) === "npm-cli.js" && existsSync(file))
      return [process.execPath, file];
  }
  if (process.platform === "win32")
    throw new Problem("npm was not found beside this Node: start the course with npm start.");
  return ["npm"];
}
