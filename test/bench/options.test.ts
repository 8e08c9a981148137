import { describe, expect, it } from "vitest";
import { parseOptions } from "../../bench/options.mjs";

const names = ["W1-512", "W1-4096", "W4"];
const parse = (...argv: string[]) => parseOptions(argv, names);

describe("npm run bench", () => {
  it("runs everything, seven rounds, on one and on two threads, unless told otherwise", () => {
    expect(parse()).toMatchObject({ chosen: names, rounds: 7, threads: [1, 2], whole: true });
  });

  it("chooses workloads by how their names begin", () => {
    expect(parse("--only", "W1")).toMatchObject({ chosen: ["W1-512", "W1-4096"], whole: false });
    expect(() => parse("--only", "W9")).toThrow(/No workload begins with W9/);
  });

  it("does not let a quick look take the place of the results", () => {
    expect(parse("--quick")).toMatchObject({ rounds: 3, whole: false });
    expect(parse("--peers", "NumPy,jax")).toMatchObject({ peers: ["numpy", "jax"], whole: false });
  });

  it.each([
    ["--rounds", "0"],
    ["--rounds", "many"],
    ["--threads", "1,x"],
    ["--speed", "11"],
  ])("refuses %s %s in a sentence", (...argv) => {
    expect(() => parse(...argv)).toThrow(/takes|Unknown option/);
  });
});
