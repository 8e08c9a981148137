import { constants } from "node:fs";
import { copyFile, link, mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "./problem.mjs";

/**
 * Copies into my-notebooks/ the lessons that are missing there. What is there is the student's and
 * is never overwritten.
 *
 * @param {{published: string, mine: string}} paths
 * @returns {Promise<string[]>} the copied ones
 */
export async function fillMyNotebooks({ published, mine }) {
  await mkdir(mine, { recursive: true });
  const copied = [];
  for (const name of await lessonsIn(published)) {
    if (await copyNew(join(published, name), join(mine, name))) copied.push(name);
  }
  return copied;
}

/**
 * Fetches a fresh copy of one lesson; the old one stays under another name.
 *
 * @param {{published: string, mine: string}} paths
 * @param {string} number "3" or "03", or "a1" of an assignment
 * @param {Date} [now]
 * @returns {Promise<{lesson: string, kept?: string}>}
 */
export async function resetNotebook({ published, mine }, number, now = new Date()) {
  const lesson = await publishedLesson({ published }, number);
  await mkdir(mine, { recursive: true });
  const time = now.toISOString().slice(0, 19).replace("T", " ").replaceAll(":", ".");
  const kept = lesson.replace(/\.ipynb$/, ` (kept ${time}).ipynb`);
  const had = await rename(join(mine, lesson), join(mine, kept)).then(
    () => true,
    (error) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
  await copyNew(join(published, lesson), join(mine, lesson));
  return had ? { lesson, kept } : { lesson };
}

/**
 * The file name of a lesson; a Problem if there is none of this number.
 *
 * @param {{published: string}} paths
 * @param {string} number "3" or "03"
 */
export async function publishedLesson({ published }, number) {
  const lessons = await lessonsIn(published);
  const wanted = number.padStart(2, "0");
  const lesson = lessons.find((name) => name.split(/[-.]/)[0] === wanted);
  if (lesson) return lesson;
  const there = lessons.map((name) => name.slice(0, 2)).join(", ");
  throw new Problem(
    `There is no lesson ${number} to reset: ${there ? `choose one of ${there}` : "no lesson is published yet"}.`,
    { code: 2 },
  );
}

/**
 * The lessons in a folder, in order, and in a student edition the assignments; copies that a reset has kept, or that a student has made, have
 * other characters in their names.
 *
 * @param {string} folder
 */
export async function lessonsIn(folder) {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => /^(\d\d-[a-z0-9-]+|a\d)\.ipynb$/.test(name)).sort();
}

/**
 * A whole copy or none, and never over a file: the copy gets its name by a link, which fails when
 * the name is taken.
 *
 * @param {string} from @param {string} to
 */
async function copyNew(from, to) {
  const half = `${to}.${process.pid}.half`;
  try {
    await copyFile(from, half);
    await link(half, to).catch((error) => {
      if (error.code === "EEXIST") throw error;
      // A disk without hard links.
      return copyFile(half, to, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(half, { force: true });
  }
}
