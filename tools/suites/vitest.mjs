import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { cleanEnvironment, run } from "../setup/processes.mjs";
import { excerpt } from "./excerpt.mjs";

/**
 * Runs Vitest and counts from its own report.
 *
 * @param {import("./test.mjs").Room} room
 * @param {string} name of the report
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [environment] beside the usual
 * @returns {Promise<import("./test.mjs").Outcome>}
 */
export async function runVitest({ paths, stopping, reports, step }, name, args, environment = {}) {
  const report = join(reports, `${name}.json`);
  const log = join(reports, `${name}.log`);
  let files = 0;
  const { code, output } = await run(
    process.execPath,
    [
      join(paths.modules, "vitest", "vitest.mjs"),
      ...["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...args],
    ],
    {
      cwd: paths.clone,
      env: { ...cleanEnvironment(), NO_COLOR: "1", TF_CPP_MIN_LOG_LEVEL: "2", ...environment },
      stopping,
      log,
      heard: (text) => {
        for (const [, file] of text.matchAll(/^ [✓❯×] (test\S+)/gm)) {
          files++;
          step.note(`${files} files, last ${file}`);
        }
      },
    },
  );
  /** @type {VitestReport | undefined} */
  const result = await readFile(report, "utf8").then(JSON.parse, () => undefined);
  const { passed, failed } = countVitest(result);
  // A fault outside the tests (an unhandled rejection) shows in the exit code alone.
  const more = code !== 0 && failed === 0 ? 1 : 0;
  return {
    passed,
    failed: failed + more,
    ...(failed + more > 0 ? { report: excerpt(output, log) } : {}),
  };
}

/**
 * @typedef {{
 *   numPassedTests: number, numFailedTests: number,
 *   testResults: {status: string, assertionResults: {status: string}[]}[]
 * }} VitestReport
 */

/**
 * A file that could not even be loaded holds no test that failed, and counts as one.
 *
 * @param {VitestReport | undefined} report
 */
export function countVitest(report) {
  if (!report) return { passed: 0, failed: 0 };
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  return { passed: report.numPassedTests, failed: report.numFailedTests + broken.length };
}
