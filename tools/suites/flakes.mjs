import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Problem } from "../setup/problem.mjs";
import { removeFolder } from "../setup/stamps.mjs";
import { parseWords } from "../setup/words.mjs";
import { runVitest } from "./vitest.mjs";

const usage = `npm run flakes -- test/samplers --seeds 1..20

runs the named tests with 20 other seeds, and says of each statistical test how far, in standard errors,
its values lay from the truth: the root mean square, which is 1 when the standard errors are right, the
largest, and how often the test would fail by chance if the distances are normal.

-t "has a bias"    only tests of such a name`;

/** A test that fails by chance more often than this is a defect. */
const TOLERATED = 1e-4;

/**
 * `npm run flakes`: tests under many seeds.
 *
 * @param {import("../setup/main.mjs").Command} command
 */
export async function flakes({ argv, paths, stopping, display, onStop }) {
  const { filters, name, seeds } = parse(argv);
  const reports = join(paths.clone, "build", "flakes");
  await removeFolder(reports);
  await mkdir(reports, { recursive: true });
  onStop("Stopped.");
  const config = join("test", "flakes", "vitest.config.mts");
  const args = [`--config=${config}`, ...(name ? [`--testNamePattern=${name}`] : []), ...filters];
  /** @type {Report[]} */
  const runs = [];
  await display.step("Seeds", async (step) => {
    for (const seed of seeds) {
      const room = { paths, stopping, reports, step: { ...step, note: () => {} } };
      step.note(`${seed}`);
      await runVitest(room, `${seed}`, args, { SEED_SHIFT: `${seed}` });
      runs.push(JSON.parse(await readFile(join(reports, `${seed}.json`), "utf8")));
    }
  });
  const rows = summarise(runs);
  display.say(table(rows));
  return rows.length === 0 || rows.some(({ failed, rate }) => failed > 0 || rate >= TOLERATED)
    ? 1
    : 0;
}

/** @param {string[]} argv */
export function parse(argv) {
  const given = parseWords(
    {
      args: argv,
      allowPositionals: true,
      options: { seeds: { type: "string" }, t: { type: "string", short: "t" } },
    },
    usage,
  );
  const [, first, last] = /^(\d{1,6})\.\.(\d{1,6})$/.exec(given.values.seeds ?? "1..20") ?? [];
  const count = Number(last) - Number(first) + 1;
  if (given.positionals.length === 0 || !(count >= 1)) throw new Problem(usage, { code: 2 });
  return {
    filters: given.positionals,
    name: given.values.t,
    seeds: Array.from({ length: count }, (_, i) => Number(first) + i),
  };
}

/**
 * @typedef {{testResults: {name: string, assertionResults: {
 *   fullName: string, status: string, meta?: {distances?: number[]}
 * }[]}[]}} Report Vitest's, of one seed
 *
 * @typedef {object} Row
 * @property {string} test
 * @property {number} failed of the runs
 * @property {number} runs
 * @property {number} distances in all runs
 * @property {number} rms
 * @property {number} largest
 * @property {number} rate of failures by chance, if the distances are normal with this root mean square
 */

/**
 * A row for each test that measured a distance in standard errors or failed, the worst first.
 *
 * @param {Report[]} runs
 * @returns {Row[]}
 */
export function summarise(runs) {
  /** @type {Map<string, {failed: number, runs: number, distances: number[]}>} */
  const tests = new Map();
  for (const { testResults } of runs) {
    for (const { name, assertionResults } of testResults) {
      const file = name.replace(/^.*[\\/]test[\\/]/, "").replace(/\.test\.ts$/, "");
      // A file that could not be loaded holds no tests.
      const found =
        assertionResults.length > 0 ? assertionResults : [{ fullName: "", status: "failed" }];
      for (const { fullName, status, meta } of found) {
        if (status !== "passed" && status !== "failed") continue;
        const title = `${file}: ${fullName}`;
        const test = tests.get(title) ?? { failed: 0, runs: 0, distances: [] };
        tests.set(title, test);
        test.runs++;
        if (status === "failed") test.failed++;
        test.distances.push(...(meta?.distances ?? []));
      }
    }
  }
  return [...tests]
    .filter(([, { failed, distances }]) => failed > 0 || distances.length > 0)
    .map(([test, { failed, runs, distances }]) => {
      const rms = Math.sqrt(distances.reduce((sum, z) => sum + z * z, 0) / distances.length);
      return {
        test,
        failed,
        runs,
        distances: distances.length,
        rms,
        largest: Math.max(...distances.map(Math.abs)),
        rate: distances.length > 0 ? (distances.length / runs) * beyond(5 / rms) : 0,
      };
    })
    .sort((a, b) => b.failed - a.failed || b.rate - a.rate);
}

/**
 * The probability that a normal number lies further than z from 0, by Laplace's continued fraction.
 *
 * @param {number} z
 */
export function beyond(z) {
  let below = z;
  for (let k = 200; k >= 1; k--) below = z + k / below;
  return (2 * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI) / below;
}

/** @param {Row[]} rows */
function table(rows) {
  if (rows.length === 0) return "No test measured a distance in standard errors.";
  const lines = rows.map(({ failed, runs, distances, rms, largest, rate, test }) =>
    [
      `${failed} of ${runs}`.padStart(9),
      `${distances}`.padStart(9),
      (distances > 0 ? rms.toFixed(2) : "").padStart(5),
      (distances > 0 ? largest.toFixed(2) : "").padStart(7),
      rate.toExponential(0).padStart(7),
      rate >= TOLERATED ? "!" : " ",
      test,
    ].join("  "),
  );
  return ["   failed  distances    rms  largest    rate", ...lines].join("\n");
}
