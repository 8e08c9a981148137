import { tailOf } from "../setup/processes.mjs";

/**
 * What is shown of a runner that failed: the end of its output, and where the rest is.
 *
 * @param {string} output @param {string} log @param {number} [lines]
 */
export function excerpt(output, log, lines = 80) {
  return `${tailOf(output, lines)}\n(all of it: ${log})`;
}
