import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Interrupted } from "./problem.mjs";
import { isAlive, pause, startTime } from "./processes.mjs";
import { writeAtomically } from "./stamps.mjs";

/**
 * @typedef {{pid: number, began?: string, url?: string}} Holder
 */

/**
 * Takes a lock that one process of this machine can hold. A holder that died without giving it back
 * is noticed, by its process number together with the time that process began.
 *
 * @param {string} file
 * @param {{stopping?: AbortSignal, held?: (holder: Holder) => "wait" | "give up"}} [options]
 *   held is asked once, when another process has it
 * @returns {Promise<{release: () => Promise<void>, tell: (more: Partial<Holder>) => Promise<void>} | undefined>}
 */
export async function takeLock(file, { stopping, held } = {}) {
  await mkdir(dirname(file), { recursive: true });
  const me = { pid: process.pid, began: startTime(process.pid) };
  let asked = false;
  while (!(await created(file, me))) {
    if (stopping?.aborted) throw new Interrupted();
    const holder = await readHolder(file);
    if (holder ? !alive(holder) : await isOlderThan(file, 2000)) {
      await setAside(file, holder);
      continue;
    }
    if (holder && !asked && held?.(holder) === "give up") return undefined;
    asked ||= holder !== undefined;
    await pause(200);
  }
  return {
    release: async () => {
      if ((await readHolder(file))?.pid === me.pid) await rm(file, { force: true });
    },
    tell: (more) => writeAtomically(file, JSON.stringify({ ...me, ...more })),
  };
}

/** @param {string} file @returns {Promise<Holder | undefined>} */
export async function readHolder(file) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {Holder} holder */
function alive(holder) {
  if (!isAlive(holder.pid)) return false;
  const began = startTime(holder.pid);
  return !holder.began || !began || holder.began === began;
}

/** @param {string} file @param {Holder} holder */
async function created(file, holder) {
  try {
    await writeFile(file, JSON.stringify(holder), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/**
 * A lock without a holder in it is just being written, or its writer died doing so.
 *
 * @param {string} file @param {number} milliseconds
 */
async function isOlderThan(file, milliseconds) {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > milliseconds;
}

/**
 * Two waiters may both see the same dead holder; the second must not throw away the lock that the
 * first has taken meanwhile, so what was moved is looked at again and put back when it is alive.
 *
 * @param {string} file @param {Holder | undefined} dead
 */
async function setAside(file, dead) {
  const moved = `${file}.${process.pid}.dead`;
  try {
    await rename(file, moved);
  } catch {
    return;
  }
  const holder = await readHolder(moved);
  if (holder && holder.pid !== dead?.pid && alive(holder)) await created(file, holder);
  await rm(moved, { force: true });
}
