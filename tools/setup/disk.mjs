import { mkdir, rm, statfs, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { sizeText } from "./display.mjs";
import { fileSystemProblem, Problem } from "./problem.mjs";

/** What a first set-up writes: packages, environment, the TensorFlow library and its archive. */
export const needed = { packages: 0.8e9, python: 0.6e9, tensorflow: 1.3e9 };

/**
 * Refuses to begin what cannot be finished: a clone that cannot be written, a disk without room.
 *
 * @param {string} lab
 * @param {number} bytes
 * @param {(folder: string) => Promise<{bavail: number | bigint, bsize: number | bigint}>} [ask]
 */
export async function checkDisk(lab, bytes, ask = statfs) {
  const probe = join(lab, `probe-${process.pid}`);
  try {
    await mkdir(lab, { recursive: true });
    await writeFile(probe, "");
    await rm(probe);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw fileSystemProblem({ code, path: dirname(lab) }) ?? error;
  }
  const { bavail, bsize } = await ask(lab);
  const free = Number(bavail) * Number(bsize);
  if (free < bytes)
    throw new Problem(
      `The disk of ${dirname(lab)} has ${sizeText(free) || "nothing"} free, and the set-up needs about ${sizeText(bytes)}: free some space and run the same command again.`,
    );
}
