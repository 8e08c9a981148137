import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cleanEnvironment, run, tailOf } from "../../../tools/setup/processes.mjs";
import { fakeProgram, temporaryFolder } from "../temporary.js";

test("arguments and paths reach the program as they are", async () => {
  const folder = temporaryFolder();
  const program = join(folder, "say $HOME");
  fakeProgram(program, 'pwd; for word in "$@"; do echo "[$word]"; done');
  const { code, output } = await run(program, ["a b", "$HOME", "'\"`", "分"], { cwd: folder });
  expect(code).toBe(0);
  expect(output).toBe(`${folder}\n[a b]\n[$HOME]\n['"\`]\n[分]\n`);
});

test("what a program prints is in its log, with the command", async () => {
  const folder = temporaryFolder();
  const log = join(folder, "logs", "x.log");
  const { code } = await run(process.execPath, ["-e", "console.error('why'); process.exit(3)"], {
    log,
  });
  expect(code).toBe(3);
  expect(readFileSync(log, "utf8")).toMatch(/^\$ .*node.* -e .*\nwhy\n$/);
});

test("children see neither npm's project nor another Python or Jupyter", () => {
  const environment = cleanEnvironment({
    PATH: "/bin",
    HOME: "/home/ana",
    npm_config_registry: "https://mirror",
    npm_config_local_prefix: "/clone",
    npm_package_name: "x",
    npm_lifecycle_event: "start",
    npm_config_omit: "dev",
    NODE_ENV: "production",
    INIT_CWD: "/clone",
    PYTHONPATH: "/elsewhere",
    PYTHONHOME: "/elsewhere",
    VIRTUAL_ENV: "/elsewhere",
    JUPYTER_PATH: "/elsewhere",
    JUPYTER_CONFIG_DIR: "/elsewhere",
    PIP_INDEX_URL: "https://mirror",
  });
  expect(environment).toEqual({
    PATH: "/bin",
    HOME: "/home/ana",
    npm_config_registry: "https://mirror",
    PIP_INDEX_URL: "https://mirror",
    PYTHONNOUSERSITE: "1",
    PYTHONUTF8: "1",
  });
});

test("the tail is the last lines", () => {
  expect(tailOf("1\n2\n3\n4\n", 2)).toBe("3\n4");
});
