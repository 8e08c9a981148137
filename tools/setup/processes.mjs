import { spawn } from "node:child_process";
import { createWriteStream, readdirSync, readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { Interrupted } from "./problem.mjs";

/**
 * @typedef {object} Ended
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal
 * @property {string} output what it wrote to both streams
 */

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {AbortSignal} [stopping]
 * @property {string} [log] a file that takes its output
 * @property {(text: string) => void} [heard] called with each piece of output
 */

/**
 * Runs a program to its end, without a shell, so that no path is ever split or expanded. It leads a
 * process group of its own: Ctrl-C reaches us alone, and we end the program with its children.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Ended>}
 */
export async function run(program, args, { cwd, env, stopping, log, heard } = {}) {
  if (stopping?.aborted) throw new Interrupted();
  if (log) await mkdir(dirname(log), { recursive: true });
  const file = log ? createWriteStream(log, { flags: "a" }) : undefined;
  file?.on("error", () => {});
  file?.write(`$ ${[program, ...args].join(" ")}\n`);
  const child = spawn(program, args, {
    cwd,
    env: env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  /** @type {string[]} */
  const pieces = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (/** @type {string} */ text) => {
      pieces.push(text);
      file?.write(text);
      heard?.(text);
    });
  }
  /** @type {Promise<void> | undefined} */
  let ending;
  const stop = () => {
    ending = end(child.pid, 3000);
  };
  stopping?.addEventListener("abort", stop, { once: true });
  try {
    const [code, signal] = await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (...how) => resolve(how));
    });
    await ending;
    if (stopping?.aborted) throw new Interrupted();
    return { code, signal, output: pieces.join("") };
  } finally {
    stopping?.removeEventListener("abort", stop);
    if (file) await new Promise((resolve) => file.end(resolve));
  }
}

/**
 * Ends a process, its group and everything it started: asked first, forced after `patience`.
 *
 * @param {number | undefined} pid
 * @param {number} patience milliseconds
 */
export async function end(pid, patience) {
  if (pid === undefined) return;
  // Jupyter's kernels lead groups of their own, so the family is noted before anyone leaves it.
  const family = [pid, ...descendants(pid)];
  kill(pid, "SIGTERM");
  const until = Date.now() + patience;
  while (Date.now() < until && family.some(isAlive)) await pause(30);
  for (const member of new Set([...family, ...descendants(pid)])) {
    if (isAlive(member)) kill(member, "SIGKILL");
  }
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function kill(pid, signal) {
  for (const target of process.platform === "win32" ? [pid] : [-pid, pid]) {
    try {
      process.kill(target, signal);
    } catch {
      // It is gone, or leads no group.
    }
  }
}

/** @param {number} pid */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
  return procStat(pid)?.state !== "Z";
}

/**
 * When a process began, in the kernel's own ticks: a number with the pid given anew to another
 * process is told apart by it. Undefined where there is no /proc.
 *
 * @param {number} pid
 */
export function startTime(pid) {
  return procStat(pid)?.began;
}

/** @param {number} pid */
function descendants(pid) {
  if (process.platform !== "linux") return [];
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = procStat(Number(name));
    if (stat) children.set(stat.parent, [...(children.get(stat.parent) ?? []), Number(name)]);
  }
  const found = [...(children.get(pid) ?? [])];
  for (const member of found) found.push(...(children.get(member) ?? []));
  return found;
}

/** @param {number} pid */
function procStat(pid) {
  if (process.platform !== "linux") return undefined;
  try {
    // The second field is the program's name in brackets and may hold anything, brackets included.
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { state: fields[0], parent: Number(fields[1]), began: fields[19] };
  } catch {
    return undefined;
  }
}

/** @param {number} milliseconds */
export function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * The environment for our children: the user's, without what npm says about the project it runs
 * (npm itself would take the clone for its target) and without another Python's or Jupyter's paths.
 *
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {NodeJS.ProcessEnv}
 */
export function cleanEnvironment(environment = process.env) {
  const kept = Object.entries(environment).filter(
    ([name]) =>
      !/^(npm_(package_|lifecycle_|config_(local_prefix|prefix|ignore_scripts|dry_run|json|omit|include|production)$)|INIT_CWD$|NODE_ENV$|npm_command$)/i.test(
        name,
      ) && !/^(JUPYTER|PYTHON(HOME|PATH|STARTUP)$|IPYTHONDIR$|VIRTUAL_ENV$)/.test(name),
  );
  return { ...Object.fromEntries(kept), PYTHONNOUSERSITE: "1", PYTHONUTF8: "1" };
}

/** The last lines of an output, for a message. @param {string} output */
export function tailOf(output, lines = 8) {
  return output.trim().split("\n").slice(-lines).join("\n");
}
