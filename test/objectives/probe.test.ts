import { describe, expect, it } from "vitest";
import { expectation } from "../../src/numerics/expectation";
import { rng } from "../../src/numerics/rng";
import { dot } from "../../src/numerics/rows";
import { average } from "../../src/numerics/statistics/average";
import { hutchinsonTrace } from "../../src/objectives/hutchinsonTrace";
import { type Probe, probes } from "../../src/objectives/probe";
import { expectEstimate } from "./support";

describe("random directions", () => {
  const all: readonly Probe[] = ["normal", "rademacher", "sphere"];

  it("have E[v v'] = I, but I / d on the unit sphere", () => {
    for (const kind of all) {
      const v = probes(kind, 20_000, 3, rng(61, kind));
      const product = (i: number, j: number) =>
        average(
          Float64Array.from({ length: v.n }, (_, k) => v.data[3 * k + i]! * v.data[3 * k + j]!),
        );
      expectEstimate(product(0, 1), 0, [0.2]);
      if (kind !== "rademacher")
        expectEstimate(product(2, 2), kind === "sphere" ? 1 / 3 : 1, [0.6]);
    }
  });

  it("have signs for coordinates, or length one", () => {
    const signs = probes("rademacher", 100, 4, rng(62));
    expect(new Set(signs.data)).toEqual(new Set([-1, 1]));
    const sphere = probes("sphere", 100, 4, rng(63));
    for (const square of dot(sphere, sphere)) expect(square).toBeCloseTo(1, 14);
  });

  it("are those that an expectation draws", () => {
    const matrix = [
      [1, 2],
      [0, 3],
    ];
    for (const probe of all) {
      const trace = hutchinsonTrace(matrix, { probe });
      const r = rng(64, probe);
      const v = probes(probe, 50, 2, r.split("noise"));
      expect(average(trace.evaluate(v, v)).value).toBe(
        expectation(trace, { samples: 50, rng: r }).value,
      );
    }
  });

  it.each<[Probe, number, number, RegExp]>([
    ["cube" as Probe, 5, 2, /^probe = "cube" is no known law of directions/],
    ["normal", 0, 2, /^n = 0/],
    ["sphere", 5, 1.5, /^dim = 1\.5/],
  ])("are refused for %s, n = %d, dim = %d", (kind, n, dim, message) => {
    expect(() => probes(kind, n, dim, rng(65))).toThrow(message);
  });
});
