import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { jupyterEnvironment, labSettings, removeIfDamaged } from "../../../tools/setup/lab.mjs";
import { pathsOf, venvPython } from "../../../tools/setup/paths.mjs";
import { temporaryFolder } from "../temporary.js";

test("every folder of Jupyter lies inside the clone", () => {
  const environment = jupyterEnvironment(pathsOf("/clone"));
  const folders = Object.entries(environment).filter(([name]) =>
    /^(JUPYTER.*_DIR|IPYTHONDIR)$/.test(name),
  );
  expect(folders.map(([name]) => name).sort()).toEqual([
    "IPYTHONDIR",
    "JUPYTERLAB_SETTINGS_DIR",
    "JUPYTERLAB_WORKSPACES_DIR",
    "JUPYTER_CONFIG_DIR",
    "JUPYTER_DATA_DIR",
    "JUPYTER_RUNTIME_DIR",
  ]);
  for (const [, folder] of folders) expect(folder).toMatch(/^\/clone\/\.lab\/jupyter\//);
});

test("the server is for this machine alone, offers our kernel alone and asks no one for news", () => {
  const settings = labSettings({ root: "/clone/my-notebooks", port: 8888, browser: false });
  expect(settings.ServerApp).toMatchObject({
    ip: "127.0.0.1",
    port: 8888,
    port_retries: 0,
    open_browser: false,
    root_dir: "/clone/my-notebooks",
  });
  // A token that is not set is drawn by the server; an empty one would let everyone in.
  expect(JSON.stringify(settings)).not.toMatch(/token|password/);
  expect(settings.KernelSpecManager).toEqual({
    ensure_native_kernel: false,
    allowed_kernelspecs: ["score-matching"],
  });
  expect(settings.LabApp).toMatchObject({
    news_url: null,
    check_for_updates_class: "jupyterlab.NeverCheckForUpdate",
  });
});

test("the first lesson opens, whatever its name holds", () => {
  const options = { root: "/x", port: 1, browser: true };
  expect(labSettings({ ...options, open: "01 分数.ipynb" }).LabApp.default_url).toBe(
    "/lab/tree/01%20%E5%88%86%E6%95%B0.ipynb",
  );
  expect(labSettings(options).LabApp.default_url).toBe("/lab");
});

test.each([
  ["cannot be imported", 1, true],
  ["can be imported", 0, false],
])("an environment from which JupyterLab %s", async (_, exitCode, damaged) => {
  const paths = pathsOf(temporaryFolder());
  const python = venvPython(paths.venv);
  mkdirSync(dirname(python), { recursive: true });
  mkdirSync(paths.stamps, { recursive: true });
  writeFileSync(python, `#!/bin/sh\nexit ${exitCode}\n`);
  chmodSync(python, 0o755);
  writeFileSync(`${paths.stamps}/python.json`, "{}");
  expect(await removeIfDamaged(paths)).toBe(damaged);
  expect(existsSync(paths.venv)).toBe(!damaged);
  expect(existsSync(`${paths.stamps}/python.json`)).toBe(!damaged);
});
