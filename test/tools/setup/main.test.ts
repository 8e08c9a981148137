import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test, vi } from "vitest";
import { here } from "../../../tools/setup/paths.mjs";
import { isAlive } from "../../../tools/setup/processes.mjs";
import { temporaryFolder } from "../temporary.js";

vi.setConfig({ testTimeout: 60_000 });

/** Starts a command of ours whose body is given, with the names of tools/setup in reach. */
function start(folder: string, body: string) {
  const file = join(folder, "command.mjs");
  const from = (name: string) =>
    JSON.stringify(pathToFileURL(join(here, "tools/setup", name)).href);
  writeFileSync(
    file,
    `import { main } from ${from("main.mjs")};
     import { Problem } from ${from("problem.mjs")};
     import { run } from ${from("processes.mjs")};
     import { readStamp, writeStamp } from ${from("stamps.mjs")};
     import { appendFileSync } from "node:fs";
     const folder = ${JSON.stringify(folder)};
     await main(async ({ stopping, display, onStop }) => { ${body} });`,
  );
  const child = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "pipe"] });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8");
    stream.on("data", (piece: string) => {
      text += piece;
    });
  }
  const ended = new Promise<{ code: number | null; text: string }>((resolve) =>
    child.on("close", (code) => resolve({ code, text })),
  );
  return { child, ended };
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 2000 && !condition(); i++) await new Promise((done) => setTimeout(done, 20));
  expect(condition()).toBe(true);
}

/**
 * Two steps: the first is done at once; the second runs a program which starts another that ends a
 * minute later. Both tell their process numbers.
 */
const slow = `
  const child = (program) => program + ";console.log(process.pid);";
  const parent = (program) => child("require('node:child_process').spawn(process.execPath, ['-e', " +
    JSON.stringify(child(program)) + "], { stdio: 'inherit' }).on('exit', () => process.exit())");
  for (const [name, program] of [["one", ""], ["two", process.env.LAST ?? "setTimeout(() => {}, 60000)"]]) {
    await display.step(name, async () => {
      if (await readStamp(folder, name)) return { said: "already there" };
      const heard = (text) => appendFileSync(folder + "/" + name + ".pids", text);
      await run(process.execPath, ["-e", parent(program)], { stopping, heard });
      await writeStamp(folder, name, { done: true });
    });
  }`;

function pidsOf(folder: string): number[] {
  return readFileSync(join(folder, "two.pids"), "utf8").split(/\s+/).filter(Boolean).map(Number);
}

async function interrupt(child: ChildProcess, folder: string, signal: NodeJS.Signals) {
  await until(() => existsSync(join(folder, "two.pids")) && pidsOf(folder).length === 2);
  child.kill(signal);
}

test.each([
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)(
  "%s ends every process that was started, says that it can go on, and exits with %d",
  async (signal, code) => {
    const folder = temporaryFolder();
    const { child, ended } = start(folder, slow);
    await interrupt(child, folder, signal);
    const began = Date.now();
    const result = await ended;
    expect(result.code).toBe(code);
    expect(Date.now() - began).toBeLessThan(10_000);
    expect(result.text).toContain("The same command continues where this one ended.");
    expect(result.text).not.toMatch(/\n\s+at /);
    expect(pidsOf(folder).filter(isAlive)).toEqual([]);
  },
);

test("a program that ignores the request to end is ended all the same", async () => {
  const folder = temporaryFolder();
  const stubborn = `process.env.LAST = "process.on('SIGTERM', () => {}); setTimeout(() => {}, 60000)"; ${slow}`;
  const { child, ended } = start(folder, stubborn);
  await interrupt(child, folder, "SIGINT");
  expect((await ended).code).toBe(130);
  expect(pidsOf(folder).filter(isAlive)).toEqual([]);
});

test("after Ctrl-C the same command repeats only what was not done", async () => {
  const folder = temporaryFolder();
  const first = start(folder, slow);
  await interrupt(first.child, folder, "SIGINT");
  await first.ended;
  const second = await start(folder, `process.env.LAST = "0"; ${slow}`).ended;
  expect(second.code).toBe(0);
  expect(second.text).toMatch(/✓ one {2}already there/);
  expect(second.text).toMatch(/✓ two {2}\d/);
});

test("a problem is one sentence without a stack trace, and exit code 1", async () => {
  const { code, text } = await start(
    temporaryFolder(),
    `throw new Problem("No Python was found.");`,
  ).ended;
  expect(code).toBe(1);
  expect(text.trim()).toBe("No Python was found.");
});

test("a disk that is full is one sentence too", async () => {
  const body = `throw Object.assign(new Error("write"), { code: "ENOSPC", path: "/x" });`;
  const { code, text } = await start(temporaryFolder(), body).ended;
  expect(code).toBe(1);
  expect(text).toMatch(/^\s*The disk is full \(while writing \/x\)/);
  expect(text).not.toMatch(/\n\s+at /);
});

test("a defect of ours shows where it is", async () => {
  const { code, text } = await start(temporaryFolder(), `null.x;`).ended;
  expect(code).toBe(1);
  expect(text).toMatch(/TypeError[\s\S]+command\.mjs/);
});
