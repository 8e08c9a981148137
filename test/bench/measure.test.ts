import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measure } from "../../bench/bench.mjs";
import { temporaryFolder } from "../tools/temporary";

/** A workload whose two implementations compute these numbers, in this many milliseconds. */
async function plan(ours: string, theirs: string) {
  const folder = temporaryFolder();
  await mkdir(join(folder, "w"));
  const part = (result: string, time: number) =>
    `export const prepare = ({ x }) => ({
       check: () => ({ y: ${result} }),
       run: () => ${time},
     });`;
  await writeFile(join(folder, "w", "ours.mjs"), part(ours, 2));
  await writeFile(join(folder, "w", "theirs.mjs"), part(theirs, 6));
  const implementation = (file: string, peer: boolean) => ({ name: file, file, peer });
  return {
    workloads: [
      {
        name: "W",
        title: "a workload",
        unit: "ms",
        folder: "w",
        tolerance: 1e-9,
        inputs: () => ({ arrays: { x: [[1, 2, 3], [3]] as [number[], number[]] }, numbers: {} }),
      },
    ],
    folder,
    // Both run in Node here: a peer is what is compared, whatever it is written in.
    implementations: [implementation("ours.mjs", false), implementation("theirs.mjs", false)],
    threads: [1],
    rounds: 3,
    quick: true,
    python: "",
    room: join(folder, "room"),
    say: () => {},
    leftOut: () => {},
  };
}

describe("measuring", { timeout: 120_000 }, () => {
  it("gives the times of implementations that compute the same", async () => {
    const rows = await measure(await plan("x.map((v) => v * v)", "[1, 4, 9]"));
    expect(rows.map(({ implementation, median }) => [implementation, median])).toEqual([
      ["ours.mjs", 2],
      ["theirs.mjs", 6],
    ]);
  });

  it("refuses to time one that computes something else", async () => {
    const wrong = measure(await plan("x.map((v) => v * v)", "[1, 4, 9.001]"));
    await expect(wrong).rejects.toThrow(/theirs.mjs computes something else.*y\[2\] is 9.001/);
  });

  it("says which one failed, and with what words", async () => {
    const failing = measure(await plan("[1, 4, 9]", "missing(x)"));
    await expect(failing).rejects.toThrow(/W: theirs.mjs failed: .*missing is not defined/);
  });

  it("goes on without a peer that cannot do the work, and says so", async () => {
    const whole = await plan("[1, 4, 9]", "[1, 4, 9]");
    const [ours, theirs] = whole.implementations;
    const said: string[] = [];
    const rows = await measure({
      ...whole,
      implementations: [ours!, { ...theirs!, peer: true }],
      python: "/no/such/python",
      leftOut: (text: string) => said.push(text),
    });
    expect(rows.map(({ implementation }) => implementation)).toEqual(["ours.mjs"]);
    expect(said).toEqual([expect.stringMatching(/^W: theirs.mjs failed: .* It is left out\.$/s)]);
  });
});
