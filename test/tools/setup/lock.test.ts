import { spawnSync } from "node:child_process";
import { existsSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { readHolder, takeLock } from "../../../tools/setup/lock.mjs";
import { startTime } from "../../../tools/setup/processes.mjs";
import { temporaryFolder } from "../temporary.js";

vi.setConfig({ testTimeout: 60_000 });

test("the second of two waits until the first gives the lock back", async () => {
  const file = join(temporaryFolder(), "setup.lock");
  const first = await takeLock(file);
  const order: string[] = [];
  const second = takeLock(file, {
    held: ({ pid }) => {
      order.push(`held by ${pid}`);
      return "wait";
    },
  }).then((lock) => {
    order.push("second");
    return lock;
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  order.push("first ends");
  await first?.release();
  await (await second)?.release();
  expect(order).toEqual([`held by ${process.pid}`, "first ends", "second"]);
  expect(existsSync(file)).toBe(false);
});

test("the second can give up instead, and reads what the first has told", async () => {
  const file = join(temporaryFolder(), "lab.lock");
  const first = await takeLock(file);
  await first?.tell({ url: "http://127.0.0.1:8888/lab" });
  expect(await takeLock(file, { held: () => "give up" })).toBeUndefined();
  expect((await readHolder(file))?.url).toBe("http://127.0.0.1:8888/lab");
});

test("of many at once, one at a time has it", async () => {
  const file = join(temporaryFolder(), "setup.lock");
  let inside = 0;
  let most = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const lock = await takeLock(file);
      inside++;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside--;
      await lock?.release();
    }),
  );
  expect(most).toBe(1);
});

test("the lock of a process that died is taken over at once", async () => {
  const file = join(temporaryFolder(), "setup.lock");
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  writeFileSync(file, JSON.stringify({ pid }));
  const lock = await takeLock(file, { held: () => "give up" });
  expect(lock).toBeDefined();
  expect((await readHolder(file))?.pid).toBe(process.pid);
});

test.runIf(process.platform === "linux")(
  "a process number that was given anew does not keep a dead process's lock",
  async () => {
    const file = join(temporaryFolder(), "setup.lock");
    const began = startTime(process.ppid);
    writeFileSync(file, JSON.stringify({ pid: process.ppid, began }));
    expect(await takeLock(file, { held: () => "give up" })).toBeUndefined();
    writeFileSync(file, JSON.stringify({ pid: process.ppid, began: `${began}0` }));
    expect(await takeLock(file, { held: () => "give up" })).toBeDefined();
  },
);

test("a lock that its writer left empty is taken over after a moment", async () => {
  const file = join(temporaryFolder(), "setup.lock");
  writeFileSync(file, "");
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(file, longAgo, longAgo);
  expect(await takeLock(file)).toBeDefined();
});
