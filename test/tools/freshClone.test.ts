import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { here } from "../../tools/setup/paths.mjs";
import { temporaryFolder } from "./temporary.js";

vi.setConfig({ testTimeout: 60_000 });

/** A clone on its first day, as far as the command lines need one. */
let clone: string;
beforeEach(() => {
  clone = temporaryFolder();
  cpSync(join(here, "tools"), join(clone, "tools"), { recursive: true });
  mkdirSync(join(clone, "notebooks"));
  mkdirSync(join(clone, "lessons"));
  writeFileSync(join(clone, "notebooks", "01-first.ipynb"), "{}");
  writeFileSync(join(clone, "lessons", "01-first.md"), 'check.equal("B2", "so", {});');
});

function command(...words: string[]): Promise<{ code: number | null; text: string }> {
  const [program, ...rest] = words;
  const child = spawn(process.execPath, [join(clone, "tools", program as string), ...rest], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (piece) => {
      text += piece;
    });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, text })));
}

describe("in a fresh clone a slip in the command line is named before anything is set up:", () => {
  test.each([
    [["course.mjs", "zz"], 1, /^\s*zz is no lesson, .* The lessons are: 01\./],
    [["course.mjs", "01", "B9x"], 1, /^\s*B9x is no lesson/],
    [["course.mjs", "--seeds", "3..1"], 2, /write a range such as 1\.\.20/],
    [["course.mjs", "--sed", "3"], 2, /unrecognized arguments: --sed/],
    [["start.mjs", "--port", "abc"], 2, /^\s*--port takes a number from 1 to 65535/],
    [["start.mjs", "--reset", "77"], 2, /^\s*There is no lesson 77 to reset: choose one of 01\./],
  ])("%j", async (words, code, sentence) => {
    const result = await command(...words);
    expect(result.text).toMatch(sentence);
    expect(result.text).not.toContain("1/5");
    expect(result.code).toBe(code);
    expect(existsSync(join(clone, ".lab"))).toBe(false);
  });

  test("a port that another program has", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const { port } = other.address() as AddressInfo;
    const { code, text } = await command("start.mjs", "--port", String(port));
    other.close();
    expect(text).toMatch(new RegExp(`^\\s*Port ${port} is taken by another program`));
    expect(code).toBe(1);
    expect(existsSync(join(clone, ".lab"))).toBe(false);
  });
});

test("the help needs no set-up either", async () => {
  const { code, text } = await command("course.mjs", "--help");
  expect(text).toContain("--seeds A..B");
  expect(text).not.toContain("1/5");
  expect(code).toBe(0);
});
