import { expect, test } from "vitest";
import { alreadyRunning } from "../../../tools/setup/start.mjs";

const url = "http://127.0.0.1:8888/lab?token=abc";

test("a lab that is running already is named with its address", () => {
  expect(alreadyRunning({ pid: 12, url }, undefined)).toBe(
    `JupyterLab of this clone is already running (process 12):\n\n    ${url}\n`,
  );
  expect(alreadyRunning({ pid: 12 }, undefined)).toMatch(/\(process 12\)\.$/);
});

test("that it does not move to another port is said, if one was asked for", () => {
  expect(alreadyRunning({ pid: 12, url }, 9000)).toMatch(
    /:8888[\s\S]*\nIt keeps its port: for port 9000, stop it \(Ctrl-C where it was started\)/,
  );
  expect(alreadyRunning({ pid: 12 }, 9000)).toContain("for port 9000");
  expect(alreadyRunning({ pid: 12, url }, 8888)).not.toContain("keeps its port");
});
