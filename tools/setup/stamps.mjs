import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

/**
 * A stamp says from which inputs a step's result was made. It is written last, after the result has
 * been moved into place, so what has no stamp, or another one, is made again.
 *
 * @template {object} T
 * @param {string} folder
 * @param {string} name
 * @returns {Promise<T | undefined>}
 */
export async function readStamp(folder, name) {
  try {
    return JSON.parse(await readFile(join(folder, `${name}.json`), "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {string} folder @param {string} name @param {object} content */
export async function writeStamp(folder, name, content) {
  await writeAtomically(join(folder, `${name}.json`), `${JSON.stringify(content, null, 2)}\n`);
}

/** @param {string} folder @param {string} name */
export async function removeStamp(folder, name) {
  await rm(join(folder, `${name}.json`), { force: true });
}

/** @param {string} file @param {string} text */
export async function writeAtomically(file, text) {
  await mkdir(dirname(file), { recursive: true });
  const half = `${file}.${process.pid}.half`;
  await writeFile(half, text);
  await rename(half, file);
}

/**
 * Puts a finished folder in the place of another. The old one steps aside by a rename, so at no
 * moment is there a mixture of both.
 *
 * @param {string} made
 * @param {string} place
 * @param {string} aside a folder on the same disk, for the old one
 */
export async function moveIntoPlace(made, place, aside) {
  await mkdir(aside, { recursive: true });
  await mkdir(dirname(place), { recursive: true });
  const old = join(aside, `old-${process.pid}-${Date.now()}`);
  const had = await rename(place, old).then(
    () => true,
    (error) => {
      if (error.code === "ENOENT") return false;
      throw error;
    },
  );
  await rename(made, place);
  if (had) await removeFolder(old);
}

/** @param {string} folder */
export async function removeFolder(folder) {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** @param {...unknown} parts @returns {string} */
export function hashOf(...parts) {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** @param {string} file @returns {Promise<string>} SHA-256 in hexadecimal */
export async function hashFile(file) {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(piece);
  return hash.digest("hex");
}

/**
 * A hash over some files, their places below `root` and their contents.
 *
 * @param {string} root
 * @param {readonly string[]} files
 */
export async function hashFiles(root, files) {
  const parts = [];
  for (const file of [...files].sort()) {
    parts.push([relative(root, file), await hashFile(file).catch(() => "missing")]);
  }
  return hashOf(parts);
}

/**
 * All files below a folder that `keep` takes, without dist, node_modules and hidden ones.
 *
 * @param {string} folder
 * @param {(name: string) => boolean} keep
 * @returns {Promise<string[]>}
 */
export async function filesBelow(folder, keep) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (/^(\.|dist$|node_modules$)/.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await filesBelow(path, keep)));
    else if (keep(entry.name)) found.push(path);
  }
  return found;
}
