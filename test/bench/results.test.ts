import { describe, expect, it } from "vitest";
import { median, type Row, ratioToBestPeer, table } from "../../bench/results.mjs";

const row = (implementation: string, middle: number, threads = 1): Row => ({
  workload: "W",
  implementation,
  peer: implementation !== "ours",
  threads,
  unit: "ms",
  min: middle / 2,
  median: middle,
});

describe("the ratio to the best peer", () => {
  const rows = [row("ours", 10), row("slow", 80), row("fast", 30), row("fast", 5, 2)];

  it("is the shortest median of a peer over ours", () => {
    expect(ratioToBestPeer(rows, "W", 1)).toBe(3);
  });

  it("compares equal numbers of threads only", () => {
    expect(ratioToBestPeer(rows, "W", 2)).toBeUndefined();
  });

  it("is missing without a peer", () => {
    expect(ratioToBestPeer([row("ours", 10)], "W", 1)).toBeUndefined();
  });
});

it("a median of an even number of times is the mean of the middle two", () => {
  expect(median([10, 1, 9, 2])).toBe(5.5);
  expect(median([100, 2, 3])).toBe(3);
});

it("the table has a line for each row, with the ratio behind ours", () => {
  const lines = table([row("ours", 10), row("fast", 30)]).split("\n");
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/^W\s+1\s+ours\s+5\.00\s+10\.0\s+ms\s+3\.00$/);
  expect(lines[2]).toMatch(/^W\s+1\s+fast\s+15\.0\s+30\.0\s+ms$/);
});
