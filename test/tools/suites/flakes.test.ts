import { describe, expect, test } from "vitest";
import { Problem } from "../../../tools/setup/problem.mjs";
import { beyond, parse, summarise } from "../../../tools/suites/flakes.mjs";

/** Vitest's report of one seed, on one file of tests. */
function run(...tests: { title: string; status?: string; distances?: number[] }[]) {
  return {
    testResults: [
      {
        name: "/somewhere/test/samplers/mala.test.ts",
        assertionResults: tests.map(({ title, status = "passed", distances }) => ({
          fullName: title,
          status,
          ...(distances ? { meta: { distances } } : {}),
        })),
      },
    ],
  };
}

describe("the command line", () => {
  test("names tests and seeds, 20 if nothing is said", () => {
    expect(parse(["test/flows", "--seeds", "3..5", "-t", "bias"])).toEqual({
      filters: ["test/flows"],
      name: "bias",
      seeds: [3, 4, 5],
    });
    expect(parse(["test/flows"]).seeds).toHaveLength(20);
  });

  test.each([
    [[]],
    [["test/flows", "--seeds", "5..3"]],
    [["test/flows", "--seeds", "7"]],
    [["--x"]],
  ])("is explained when it is %j", (argv) => {
    expect(() => parse(argv)).toThrow(Problem);
  });
});

describe("the summary", () => {
  test("has the root mean square and the largest distance of all runs", () => {
    const rows = summarise([
      run({ title: "a", distances: [1, -3] }),
      run({ title: "a", distances: [1, -1] }),
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      test: "samplers/mala: a",
      runs: 2,
      failed: 0,
      distances: 4,
      rms: Math.sqrt(3),
      largest: 3,
    });
    // Two distances a run, each of which may fail.
    expect(rows[0]!.rate).toBeCloseTo(2 * beyond(5 / Math.sqrt(3)), 15);
  });

  test("leaves out tests without distances, but not where they failed", () => {
    const rows = summarise([
      run({ title: "exact" }, { title: "broken", status: "failed" }),
      run({ title: "exact" }, { title: "broken" }, { title: "left out", status: "skipped" }),
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ test: "samplers/mala: broken", failed: 1, runs: 2, rate: 0 });
  });

  test("counts a file that could not be loaded as a failure", () => {
    expect(summarise([run()])[0]).toMatchObject({ failed: 1, runs: 1 });
  });

  test("begins with the test that fails most often, by count, then by chance", () => {
    const rows = summarise([
      run(
        { title: "right", distances: [1] },
        { title: "narrow", distances: [2] },
        { title: "broken", status: "failed", distances: [0.1] },
      ),
    ]);
    expect(rows.map(({ test }) => test.slice(15))).toEqual(
      [" broken", " narrow", " right"].map((t) => t.trim()),
    );
  });
});

test.each([
  [1, 0.31731050786291],
  [3.890591886413, 1e-4],
  [5, 5.7330314375838e-7],
])("a normal number lies further than %s from 0 with probability %s", (z, probability) => {
  expect(beyond(z) / probability).toBeCloseTo(1, 9);
});
