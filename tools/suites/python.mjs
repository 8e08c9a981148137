import { mkdir, readFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { jupyterEnvironment } from "../setup/lab.mjs";
import { venvPython } from "../setup/paths.mjs";
import { run } from "../setup/processes.mjs";
import { filesBelow } from "../setup/stamps.mjs";
import { excerpt } from "./excerpt.mjs";

/** @type {import("./test.mjs").Suite} */
export const python = {
  name: "kernel",
  title: "Kernel protocol and tools, by pytest",
  minutes: 25,
  run: async (room) => {
    const folders = await foldersOfTests(room.paths.clone);
    return runPytest(
      room,
      folders.filter((folder) => basename(folder) !== "coursework"),
    );
  },
};

/**
 * @param {import("./test.mjs").Room} room
 * @param {string[]} folders or files; each is a run of its own
 * @param {string[]} [more] words for pytest
 * @returns {Promise<import("./test.mjs").Outcome>}
 */
export async function runPytest({ paths, stopping, reports, step }, folders, more = []) {
  const jupyter = join(paths.lab, "tests", "jupyter");
  await mkdir(join(jupyter, "ipython"), { recursive: true });
  const env = {
    ...jupyterEnvironment(paths, jupyter),
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONUNBUFFERED: "1",
  };
  let done = 0;
  let last = "";
  const total = { passed: 0, failed: 0 };
  const failures = [];
  for (const folder of folders) {
    const name = `pytest-${folder.replaceAll(/[\\/]/g, "-")}`;
    const report = join(reports, `${name}.xml`);
    const log = join(reports, `${name}.log`);
    const { code, output } = await run(
      venvPython(paths.venv),
      [
        ...["-m", "pytest", folder, ...more, "-v", "--color=no", "-p", "no:cacheprovider"],
        `--junitxml=${report}`,
      ],
      {
        cwd: paths.clone,
        env,
        stopping,
        log,
        heard: (text) => {
          // A test's name and its outcome may come in two pieces.
          last = [...text.matchAll(/::(\S+)/g)].at(-1)?.[1] ?? last;
          done += text.match(/(?:PASSED|FAILED|ERROR)\s/g)?.length ?? 0;
          step.note(`${done} tests, at ${last}`);
        },
      },
    );
    const { passed, failed } = countJunit(await readFile(report, "utf8").catch(() => ""));
    const broken = code !== 0 && failed === 0 ? 1 : 0;
    total.passed += passed;
    total.failed += failed + broken;
    if (failed + broken > 0) failures.push(excerpt(output, log));
  }
  return { ...total, ...(failures.length > 0 ? { report: failures.join("\n\n") } : {}) };
}

/**
 * pytest runs once a folder: it reads a conftest.py before it starts only where it is pointed, and
 * knows one module of that name.
 *
 * @param {string} clone
 */
async function foldersOfTests(clone) {
  const files = await filesBelow(join(clone, "test"), (name) => /^test_.*\.py$/.test(name));
  return [...new Set(files.map((file) => relative(clone, dirname(file))))].sort();
}

/** @param {string} xml pytest's report */
export function countJunit(xml) {
  const head = xml.match(/<testsuite [^>]*>/)?.[0] ?? "";
  /** @param {string} name */
  const number = (name) => Number(head.match(new RegExp(` ${name}="(\\d+)"`))?.[1] ?? 0);
  const failed = number("failures") + number("errors");
  return { passed: Math.max(0, number("tests") - failed - number("skipped")), failed };
}
