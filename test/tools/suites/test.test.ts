import { expect, test } from "vitest";
import { countLastLine } from "../../../tools/suites/lessons.mjs";
import { countJunit } from "../../../tools/suites/python.mjs";
import { runSuite, summary } from "../../../tools/suites/test.mjs";
import { countVitest } from "../../../tools/suites/vitest.mjs";

const step = { note() {}, watch() {}, size() {} };
const room = { stopping: new AbortController().signal, step, reports: "", paths: {} as never };

function suite(run: (room: { stopping: AbortSignal }) => Promise<unknown>, minutes = 1) {
  return { name: "one", title: "One", minutes, run } as never;
}

test("the last line stands alone and counts over all suites", () => {
  const { text, code } = summary([
    { title: "Lint", outcome: { passed: 3, failed: 0 }, time: 1500 },
    { title: "Units", outcome: { passed: 40, failed: 2 }, time: 61_000 },
    { title: "Browser", outcome: { passed: 0, failed: 0, left: "no Chromium" }, time: 3 },
  ]);
  expect(text.split("\n")).toEqual([
    "",
    "✓ Lint            1.5 s  3 passed, 0 failed",
    "✗ Units      1 min 01 s  40 passed, 2 failed",
    "- Browser         0.0 s  left out: no Chromium",
    "",
    "43 passed, 2 failed",
  ]);
  expect(code).toBe(1);
});

test("the exit code is 0 only when something passed and nothing failed", () => {
  const row = (passed: number, failed: number) => ({
    title: "x",
    outcome: { passed, failed },
    time: 0,
  });
  expect(summary([row(1, 0)]).code).toBe(0);
  expect(summary([row(1, 0), row(0, 1)]).code).toBe(1);
  expect(summary([row(0, 0)]).code).toBe(1);
});

test("a suite in which no test ran has failed", async () => {
  const outcome = await runSuite(
    suite(async () => ({ passed: 0, failed: 0 })),
    room,
  );
  expect(outcome).toEqual({ passed: 0, failed: 1, report: "One: not one test ran." });
});

test("a suite that cannot run is a failure, and the others go on", async () => {
  const broken = suite(async () => {
    throw new Error("no such program");
  });
  const outcome = await runSuite(broken, room);
  expect(outcome).toMatchObject({ passed: 0, failed: 1 });
  expect(outcome.report).toContain("no such program");
});

test("a suite that never ends is ended", async () => {
  const { run } = await import("../../../tools/setup/processes.mjs");
  const hanging = suite(async ({ stopping }) => {
    await run(process.execPath, ["-e", "setTimeout(() => {}, 60000)"], { stopping });
  }, 0.01);
  const outcome = await runSuite(hanging, room);
  expect(outcome.report).toBe("One: not done after 0.01 minutes, so it was ended.");
});

test("a file of tests that cannot be loaded counts as one failure", () => {
  const report = {
    numPassedTests: 5,
    numFailedTests: 1,
    testResults: [
      { status: "failed", assertionResults: [{ status: "failed" }, { status: "passed" }] },
      { status: "failed", assertionResults: [] },
      { status: "passed", assertionResults: [{ status: "passed" }] },
    ],
  };
  expect(countVitest(report)).toEqual({ passed: 5, failed: 2 });
  expect(countVitest(undefined)).toEqual({ passed: 0, failed: 0 });
});

test("pytest's report is counted with its errors, and without what was skipped", () => {
  const xml =
    '<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="20" time="1.5">';
  expect(countJunit(xml)).toEqual({ passed: 14, failed: 3 });
  expect(countJunit("")).toEqual({ passed: 0, failed: 0 });
});

test("the lessons are counted from their last line, and from no other", () => {
  expect(countLastLine("1 passed, 1 failed\nmore\n17 passed, 2 failed\n")).toEqual({
    passed: 17,
    failed: 2,
  });
  expect(countLastLine("17 passed, 0 failed\nTraceback ...")).toEqual({ passed: 0, failed: 0 });
});
