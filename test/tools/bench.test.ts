import { join } from "node:path";
import { expect, it } from "vitest";
import { measure } from "../../bench/bench.mjs";
import { names } from "../../bench/command.mjs";
import { implementations } from "../../bench/implementations.mjs";
import { workloads } from "../../bench/workloads/index.mjs";
import { here, pathsOf, venvPython } from "../../tools/setup/paths.mjs";
import { temporaryFolder } from "./temporary";

it("knows the workloads by name before the library is built", () => {
  expect(workloads.map(({ name }) => name)).toEqual(names);
});

it("finds that NumPy computes the same Langevin steps, and times both", {
  timeout: 300_000,
}, async () => {
  const rows = await measure({
    workloads: workloads.filter(({ name }) => name === "W4"),
    folder: join(here, "bench", "workloads"),
    implementations: implementations.filter(({ name }) => /score-matching|NumPy/.test(name)),
    threads: [1],
    rounds: 1,
    quick: true,
    // Of the peers only NumPy is also in the lab.
    python: venvPython(pathsOf(here).venv),
    room: temporaryFolder(),
    say: () => {},
    leftOut: () => {},
  });
  expect(rows.map(({ implementation, peer }) => [implementation, peer])).toEqual([
    ["score-matching", false],
    ["NumPy", true],
  ]);
  for (const row of rows) expect(row.median).toBeGreaterThan(1);
});
