import { dirname, sep } from "node:path";

/** The clone's folder: two levels above kernel/dist. */
export const CLONE = dirname(dirname(__dirname));

/** A path as the compiler writes it. */
export function slashed(path: string): string {
  return sep === "/" ? path : path.replaceAll(sep, "/");
}
