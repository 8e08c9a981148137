// This file is read by versions of Node that are too old, so it keeps to syntax that they know.

/**
 * The sentence for a Node that is too old for the locked packages, or undefined. Node 22 before
 * 22.13 is older than 20.19 in what counts here: it cannot `require` ES modules.
 *
 * @param {string} version
 * @returns {string | undefined}
 */
export function nodeProblem(version) {
  const parts = version.split(".").map(Number);
  const major = parts[0];
  const minor = parts[1];
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 13) || major >= 23) {
    return undefined;
  }
  return `This is Node ${version}, and the course needs Node 20.19 or newer (of the 22 line, 22.13 or newer): install a current one from https://nodejs.org and run the same command again.`;
}
