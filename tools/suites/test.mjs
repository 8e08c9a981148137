import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { seconds } from "../setup/display.mjs";
import { Interrupted, Problem } from "../setup/problem.mjs";
import { setUp } from "../setup/setup.mjs";
import { removeFolder } from "../setup/stamps.mjs";
import { browser } from "./browser.mjs";
import { commands } from "./commands.mjs";
import { coursework } from "./coursework.mjs";
import { learning } from "./learning.mjs";
import { lessons } from "./lessons.mjs";
import { lint } from "./lint.mjs";
import { python } from "./python.mjs";
import { site } from "./site.mjs";
import { types } from "./types.mjs";
import { unit } from "./unit.mjs";

/**
 * @typedef {object} Outcome
 * @property {number} passed
 * @property {number} failed
 * @property {string} [report] what is printed when something failed
 * @property {string} [left] why the suite was left out; it then counts for nothing
 *
 * @typedef {object} Room
 * @property {import("../setup/paths.mjs").Paths} paths
 * @property {AbortSignal} stopping
 * @property {string} reports a folder for the runners' reports
 * @property {import("../setup/display.mjs").Step} step
 *
 * @typedef {object} Suite
 * @property {string} name
 * @property {string} title
 * @property {number} minutes after which it is taken to hang
 * @property {(room: Room) => Promise<Outcome>} run
 */

/** @type {Suite[]} */
export const suites = [lint, types, unit, commands, learning, python, coursework, lessons, browser];

/**
 * Run by name only: the pages of the web site take longer in a browser than all the rest together.
 *
 * @type {Suite[]}
 */
const byName = [site];

/**
 * `npm test`: every suite, or those named on the command line, each to its end even when another
 * has failed.
 *
 * @param {import("../setup/main.mjs").Command} command
 */
export async function test({ argv, paths, stopping, display, onStop }) {
  const chosen = argv.length === 0 ? suites : argv.map(suiteNamed);
  /** @type {{title: string, outcome: Outcome, time: number}[]} */
  const rows = [];
  const buildFailed = (/** @type {Problem} */ { text }) =>
    rows.push({ title: "Library", outcome: { passed: 0, failed: 1, report: text }, time: 0 });
  await setUp({ paths, stopping, display, buildFailed });
  for (const { outcome } of rows) display.say(`\n${outcome.report}\n`);
  onStop("Stopped.");
  const reports = join(paths.clone, "build", "tests");
  await removeFolder(reports);
  await mkdir(reports, { recursive: true });
  for (const suite of chosen) {
    const began = Date.now();
    const { outcome } = await display.step(suite.title, async (step) => {
      const outcome = await runSuite(suite, { paths, stopping, reports, step });
      return { outcome, said: counts(outcome), failed: outcome.failed > 0 };
    });
    rows.push({ title: suite.title, outcome, time: Date.now() - began });
    if (outcome.report) display.say(`\n${outcome.report}\n`);
  }
  const { text, code } = summary(rows);
  display.say(text);
  return code;
}

/** @param {string} name */
function suiteNamed(name) {
  const all = [...suites, ...byName];
  const suite = all.find((one) => one.name === name);
  if (suite) return suite;
  throw new Problem(
    `There is no suite ${name}: choose among ${all.map((one) => one.name).join(", ")}.`,
    { code: 2 },
  );
}

/**
 * Runs one suite: its own failure to run, and a suite that never ends, are failures of a test.
 *
 * @param {Suite} suite @param {Room} room
 * @returns {Promise<Outcome>}
 */
export async function runSuite(suite, room) {
  const limit = AbortSignal.timeout(suite.minutes * 60_000);
  try {
    const outcome = await suite.run({ ...room, stopping: AbortSignal.any([room.stopping, limit]) });
    if (!outcome.left && outcome.passed + outcome.failed === 0)
      return { passed: 0, failed: 1, report: `${suite.title}: not one test ran.` };
    return outcome;
  } catch (error) {
    if (room.stopping.aborted) throw error;
    if (error instanceof Interrupted)
      return {
        passed: 0,
        failed: 1,
        report: `${suite.title}: not done after ${suite.minutes} minutes, so it was ended.`,
      };
    return {
      passed: 0,
      failed: 1,
      report: `${suite.title}: ${/** @type {Error} */ (error).stack}`,
    };
  }
}

/** @param {Outcome} outcome */
function counts({ passed, failed, left }) {
  return left ? `left out: ${left}` : `${passed} passed, ${failed} failed`;
}

/**
 * The closing lines; the last one stands alone and counts single tests over all suites.
 *
 * @param {{title: string, outcome: Outcome, time: number}[]} rows
 */
export function summary(rows) {
  const width = Math.max(...rows.map(({ title }) => title.length));
  const lines = rows.map(({ title, outcome, time }) => {
    const sign = outcome.left ? "-" : outcome.failed > 0 ? "✗" : "✓";
    return `${sign} ${title.padEnd(width)}  ${seconds(time).padStart(12)}  ${counts(outcome)}`;
  });
  const passed = rows.reduce((sum, { outcome }) => sum + outcome.passed, 0);
  const failed = rows.reduce((sum, { outcome }) => sum + outcome.failed, 0);
  return {
    text: ["", ...lines, "", `${passed} passed, ${failed} failed`].join("\n"),
    code: failed > 0 || passed === 0 ? 1 : 0,
  };
}
