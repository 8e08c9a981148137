import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder for one test, with a path that careless code splits: a space, a quote, Chinese. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "lab 课程 'x "));
  made.push(folder);
  return folder;
}

/** Writes a program that a shell runs, such as a Python that is none. */
export function fakeProgram(file: string, script: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}
