import { expect, test } from "vitest";
import { packageProblem } from "../../../tools/setup/trouble.mjs";

test.each([
  [
    "npm",
    "npm error code ENOTFOUND\nnpm error network request to https://x failed",
    /^npm cannot reach npm's registry/,
  ],
  ["npm", "npm error code EAI_AGAIN", /^npm cannot reach/],
  [
    "pip",
    "WARNING: Retrying ... NewConnectionError('<...>: Failed to establish a new connection')",
    /^pip cannot reach PyPI/,
  ],
  [
    "pip",
    "ReadTimeoutError(\"HTTPSConnectionPool(host='x', port=443)\")",
    /^pip cannot reach PyPI/,
  ],
  ["npm", "npm error code ENOSPC", /^The disk is full while npm/],
  [
    "pip",
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
    /^The disk is full while pip/,
  ],
  ["npm", "npm error code ENOTCACHED", /^npm cannot reach/],
  ["npm", "npm error code EINTEGRITY", /is not the one that the lock file names/],
  [
    "pip",
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.",
    /is not the one that the lock file names/,
  ],
  ["npm", "npm error code EROFS", /^npm may not write/],
  [
    "pip",
    "ERROR: No matching distribution found for jupyterlab==4.6.6",
    /^pip could not install the locked packages/,
  ],
] as const)("%s that prints %j", (manager, output, sentence) => {
  const problem = packageProblem(manager, output, "/clone/.lab/logs/x.log");
  expect(problem.message).toMatch(sentence);
  expect(problem.message).toMatch(/run the same command again/);
  expect(problem.text).toContain(output.split("\n").at(-1));
  expect(problem.text).toContain("The full log: /clone/.lab/logs/x.log");
});

test("of a long output the end is shown, where the reason is", () => {
  const output = Array.from({ length: 100 }, (_, i) => `line ${i}`).join("\n");
  const { text } = packageProblem("npm", output, "log");
  expect(text).toContain("line 99");
  expect(text).not.toContain("line 80");
});
