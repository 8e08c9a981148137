import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { jupyterEnvironment } from "../setup/lab.mjs";
import { venvPython } from "../setup/paths.mjs";
import { run } from "../setup/processes.mjs";
import { filesBelow } from "../setup/stamps.mjs";
import { excerpt } from "./test.mjs";

/** @type {import("./test.mjs").Suite} */
export const python = {
  name: "kernel",
  title: "Kernel protocol and tools, by pytest",
  minutes: 25,
  run: async ({ paths, stopping, reports, step }) => {
    const report = join(reports, "pytest.xml");
    const log = join(reports, "pytest.log");
    const jupyter = join(paths.lab, "tests", "jupyter");
    await mkdir(join(jupyter, "ipython"), { recursive: true });
    let done = 0;
    const { code, output } = await run(
      venvPython(paths.venv),
      [
        ...["-m", "pytest", ...(await foldersOfTests(paths.clone)), "-v", "--color=no"],
        ...["-p", "no:cacheprovider", `--junitxml=${report}`],
      ],
      {
        cwd: paths.clone,
        env: {
          ...jupyterEnvironment(paths, jupyter),
          PYTHONDONTWRITEBYTECODE: "1",
        },
        stopping,
        log,
        heard: (text) => {
          for (const [, name] of text.matchAll(/::(\S+).* (?:PASSED|FAILED|ERROR)/g)) {
            done++;
            step.note(`${done} tests, last ${name}`);
          }
        },
      },
    );
    const { passed, failed } = countJunit(await readFile(report, "utf8").catch(() => ""));
    const more = code !== 0 && failed === 0 ? 1 : 0;
    return {
      passed,
      failed: failed + more,
      ...(failed + more > 0 ? { report: excerpt(output, log) } : {}),
    };
  },
};

/**
 * Each folder is named to pytest, since it reads only the named ones' conftest.py before it starts.
 *
 * @param {string} clone
 */
async function foldersOfTests(clone) {
  const files = await filesBelow(join(clone, "test"), (name) => /^test_.*\.py$/.test(name));
  return [...new Set(files.map(dirname))].sort();
}

/** @param {string} xml pytest's report */
export function countJunit(xml) {
  const head = xml.match(/<testsuite [^>]*>/)?.[0] ?? "";
  /** @param {string} name */
  const number = (name) => Number(head.match(new RegExp(` ${name}="(\\d+)"`))?.[1] ?? 0);
  const failed = number("failures") + number("errors");
  return { passed: Math.max(0, number("tests") - failed - number("skipped")), failed };
}
