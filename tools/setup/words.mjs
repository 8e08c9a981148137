import { parseArgs } from "node:util";
import { Problem } from "./problem.mjs";

/**
 * The words of a command line; words that it does not know are answered with its usage.
 *
 * @template {import("node:util").ParseArgsConfig} const T
 * @param {T} config
 * @param {string} usage
 * @returns {ReturnType<typeof parseArgs<T>>}
 */
export function parseWords(config, usage) {
  try {
    return parseArgs(config);
  } catch (error) {
    const [said] = /** @type {Error} */ (error).message.split(". ");
    throw new Problem(`${said}. What there is:\n\n${usage}`, { code: 2 });
  }
}
