import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { venvPython } from "./paths.mjs";
import { Interrupted, Problem } from "./problem.mjs";
import { cleanEnvironment, end, pause, run, tailOf } from "./processes.mjs";
import { removeFolder, removeStamp, writeAtomically } from "./stamps.mjs";

/**
 * The environment of a Jupyter process whose every file lies in one folder of the clone. Also used
 * by the tests that open the lab.
 *
 * @param {import("./paths.mjs").Paths} paths
 * @param {string} [jupyter] the folder
 * @returns {NodeJS.ProcessEnv}
 */
export function jupyterEnvironment(paths, jupyter = paths.jupyter) {
  return {
    ...cleanEnvironment(),
    JUPYTER_CONFIG_DIR: join(jupyter, "config"),
    JUPYTER_DATA_DIR: join(jupyter, "data"),
    JUPYTER_RUNTIME_DIR: join(jupyter, "runtime"),
    JUPYTERLAB_SETTINGS_DIR: join(jupyter, "lab", "user-settings"),
    JUPYTERLAB_WORKSPACES_DIR: join(jupyter, "lab", "workspaces"),
    JUPYTER_PREFER_ENV_PATH: "1",
    IPYTHONDIR: join(jupyter, "ipython"),
  };
}

/**
 * What jupyter_server_config.json holds.
 *
 * @param {{root: string, port: number, browser: boolean, open?: string}} options
 */
export function labSettings({ root, port, browser, open }) {
  return {
    ServerApp: {
      ip: "127.0.0.1",
      port,
      port_retries: 0,
      open_browser: browser,
      root_dir: root,
      allow_root: true,
      // A socket and its token are all there is to reach; no address beyond this machine.
      allow_remote_access: false,
    },
    LabApp: {
      default_url: open ? `/lab/tree/${encodeURIComponent(open)}` : "/lab",
      news_url: null,
      check_for_updates_class: "jupyterlab.NeverCheckForUpdate",
      extension_manager: "readonly",
    },
    MultiKernelManager: { default_kernel_name: "score-matching" },
    KernelSpecManager: { ensure_native_kernel: false, allowed_kernelspecs: ["score-matching"] },
  };
}

/** What JupyterLab would otherwise ask the reader or the network at its first start. */
const labDefaults = {
  "@jupyterlab/apputils-extension:notification": {
    fetchNews: "false",
    checkForUpdates: false,
    doNotDisturbMode: false,
  },
};

/** A student's page: of nbgrader the Validate button alone, and no look for extensions to compile. */
const pageConfig = {
  buildCheck: false,
  buildAvailable: false,
  disabledExtensions: Object.fromEntries(
    ["assignment-list", "course-list", "create-assignment", "formgrader", "menu"].map((part) => [
      `@jupyter/nbgrader:${part}`,
      true,
    ]),
  ),
};

/** What the Validate button shares with `npm run validate`. */
const validation = new URL("../lessons/validation.json", import.meta.url);

/**
 * Runs JupyterLab until it ends or is stopped, with its kernels.
 *
 * @param {{
 *   paths: import("./paths.mjs").Paths, stopping: AbortSignal,
 *   display: import("./display.mjs").Display,
 *   port: number, browser: boolean, open?: string,
 *   serving: (url: string) => Promise<void>
 * }} options
 */
export async function serveLab({ paths, stopping, display, port, browser, open, serving }) {
  if (stopping.aborted) throw new Interrupted();
  const runtime = join(paths.jupyter, "runtime");
  await mkdir(runtime, { recursive: true, mode: 0o700 });
  await mkdir(paths.logs, { recursive: true });
  const config = join(paths.jupyter, "config");
  const settings = labSettings({ root: paths.mine, port, browser, open });
  await writeAtomically(join(config, "jupyter_server_config.json"), JSON.stringify(settings));
  await writeAtomically(
    join(config, "labconfig", "default_setting_overrides.json"),
    JSON.stringify(labDefaults),
  );
  await writeAtomically(join(config, "labconfig", "page_config.json"), JSON.stringify(pageConfig));
  await writeAtomically(join(config, "nbgrader_config.json"), await readFile(validation, "utf8"));
  const log = join(paths.logs, "lab.log");
  const out = openSync(log, "w");
  const server = spawn(venvPython(paths.venv), ["-m", "jupyterlab"], {
    cwd: paths.mine,
    env: jupyterEnvironment(paths),
    stdio: ["ignore", out, out],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  /** @type {Promise<void>} */
  const ended = new Promise((resolve) => server.on("close", () => resolve()));
  /** @type {Promise<void> | undefined} */
  let ending;
  const stop = () => {
    ending = end(server.pid, 5000);
  };
  stopping.addEventListener("abort", stop, { once: true });
  try {
    const url = await display.step("JupyterLab", () =>
      firstAnswer(runtime, server, stopping, settings.LabApp.default_url),
    );
    if (url.address) await serving(url.address);
    await ended;
    await ending;
    if (stopping.aborted) throw new Interrupted();
    const damaged = !url.address && (await removeIfDamaged(paths));
    throw new Problem(
      damaged
        ? "JupyterLab's files are damaged, so they were removed: npm start installs them afresh."
        : "JupyterLab has ended by itself: start it again with npm start.",
      { log, tail: tailOf(await readFile(log, "utf8")) },
    );
  } finally {
    stopping.removeEventListener("abort", stop);
    await (ending ?? end(server.pid, 5000));
  }
}

/**
 * An environment whose files were deleted one by one looks whole to pip. If JupyterLab cannot even be
 * imported from it, the environment goes, and the next start makes another.
 *
 * @param {import("./paths.mjs").Paths} paths
 */
export async function removeIfDamaged(paths) {
  const { code } = await run(venvPython(paths.venv), ["-c", "import jupyterlab.labapp"], {
    env: jupyterEnvironment(paths),
  });
  if (code === 0) return false;
  await removeStamp(paths.stamps, "python");
  await removeFolder(paths.venv);
  return true;
}

/**
 * Waits until the server answers; without an address when it ended before.
 *
 * @param {string} runtime @param {import("node:child_process").ChildProcess} server
 * @param {AbortSignal} stopping @param {string} page
 * @returns {Promise<{said?: string, address?: string}>}
 */
async function firstAnswer(runtime, server, stopping, page) {
  while (server.exitCode === null && server.signalCode === null && !stopping.aborted) {
    const info = await serverInfo(runtime, server.pid);
    if (info && (await answers(info))) {
      return { said: "serving", address: `${info.url}${page.slice(1)}?token=${info.token}` };
    }
    await pause(50);
  }
  return {};
}

/** @param {string} runtime @param {number | undefined} pid @returns {Promise<{url: string, token: string} | undefined>} */
async function serverInfo(runtime, pid) {
  try {
    return JSON.parse(await readFile(join(runtime, `jpserver-${pid}.json`), "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {{url: string, token: string}} info */
async function answers({ url, token }) {
  try {
    const response = await fetch(`${url}api/status?token=${token}`, {
      signal: AbortSignal.timeout(2000),
    });
    return response.ok;
  } catch {
    return false;
  }
}
