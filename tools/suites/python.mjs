import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { jupyterEnvironment } from "../setup/lab.mjs";
import { venvPython } from "../setup/paths.mjs";
import { run } from "../setup/processes.mjs";
import { excerpt } from "./test.mjs";

/** @type {import("./test.mjs").Suite} */
export const python = {
  name: "kernel",
  title: "Kernel protocol and tools, by pytest",
  minutes: 25,
  run: async ({ paths, stopping, reports, step }) => {
    const report = join(reports, "pytest.xml");
    const log = join(reports, "pytest.log");
    let done = 0;
    const { code, output } = await run(
      venvPython(paths.venv),
      [
        ...["-m", "pytest", "test", "--ignore=test/browser", "-v", "--color=no"],
        ...["-p", "no:cacheprovider", `--junitxml=${report}`],
      ],
      {
        cwd: paths.clone,
        env: {
          ...jupyterEnvironment(paths, join(paths.lab, "tests", "jupyter")),
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

/** @param {string} xml pytest's report */
export function countJunit(xml) {
  const head = xml.match(/<testsuite [^>]*>/)?.[0] ?? "";
  /** @param {string} name */
  const number = (name) => Number(head.match(new RegExp(` ${name}="(\\d+)"`))?.[1] ?? 0);
  const failed = number("failures") + number("errors");
  return { passed: Math.max(0, number("tests") - failed - number("skipped")), failed };
}
