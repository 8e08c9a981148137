import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";

/**
 * The first of these files that can be run.
 *
 * @param {string[]} files
 * @returns {Promise<string | undefined>}
 */
export async function firstProgram(files) {
  for (const file of files) {
    const usable = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (usable) return file;
  }
  return undefined;
}

/**
 * Where programs of these names would be: every folder of the path for the first name, then for the next.
 *
 * @param {string[]} names
 * @param {string} [path]
 */
export function placesOnPath(names, path = process.env.PATH ?? "") {
  const folders = path.split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name)));
}
