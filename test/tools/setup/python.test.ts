import { join } from "node:path";
import { expect, test } from "vitest";
import { findPython } from "../../../tools/setup/python.mjs";
import { fakeProgram, temporaryFolder } from "../temporary.js";

/** A PATH with the named Pythons, each of which answers with a version and whether it has venv. */
function pathWith(pythons: Record<string, string>): string {
  const folder = temporaryFolder();
  for (const [name, answer] of Object.entries(pythons))
    fakeProgram(join(folder, name), `echo "${answer}"`);
  return folder;
}

function find(pythons: Record<string, string>, more: NodeJS.ProcessEnv = {}) {
  return findPython({ environment: { PATH: pathWith(pythons), ...more }, platform: "linux" });
}

test("the first Python that is new enough and has venv is taken, passing over the others", async () => {
  const found = await find({
    python3: "3.9.18 True",
    python: "3.13.0 False",
    "python3.12": "3.12.1 True",
    "python3.11": "3.11.7 True",
  });
  expect(found).toEqual({ command: ["python3.12"], version: "3.12.1", venv: true });
});

test("PYTHON names the one to take", async () => {
  const folder = pathWith({ mine: "3.10.13 True" });
  const found = await find({ python3: "3.12.1 True" }, { PYTHON: join(folder, "mine") });
  expect(found.version).toBe("3.10.13");
});

test("Windows is asked by its launcher", async () => {
  const environment = { PATH: pathWith({ py: "3.12.1 True" }) };
  const found = await findPython({ environment, platform: "win32" });
  expect(found.command).toEqual(["py", "-3"]);
});

test("no Python: a sentence that says what to install", async () => {
  await expect(find({})).rejects.toMatchObject({
    name: "Problem",
    message: expect.stringMatching(/^No Python was found: install Python 3\.10 or newer/),
  });
});

test("a Python that is too old: a sentence with its version", async () => {
  await expect(find({ python3: "3.9.18 True" })).rejects.toThrow(
    /^Python 3\.9\.18 was found, and the course needs 3\.10 or newer/,
  );
});

test("a Python without venv: a sentence with the package to install", async () => {
  await expect(find({ python3: "3.11.2 False" })).rejects.toThrow(
    /^Python 3\.11\.2 was found, but it cannot make virtual environments.*apt install python3-venv, or python3\.11-venv/,
  );
});

test("PYTHON that is no Python: a sentence that says so", async () => {
  await expect(find({ python3: "3.12.1 True" }, { PYTHON: "/no/such/python" })).rejects.toThrow(
    /^PYTHON is set to \/no\/such\/python, which does not run as a Python/,
  );
});

test("a program named python that fails or prints something else is none", async () => {
  const folder = pathWith({ "python3.11": "3.11.7 True" });
  fakeProgram(
    join(folder, "python3"),
    "echo 'Python was not found; run without arguments'; exit 9",
  );
  fakeProgram(join(folder, "python"), "echo 3.12.1 True; exit 1");
  const found = await findPython({ environment: { PATH: folder }, platform: "linux" });
  expect(found.version).toBe("3.11.7");
});
