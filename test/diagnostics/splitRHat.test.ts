import { describe, expect, it } from "vitest";
import { splitRHat } from "../../src/diagnostics/splitRHat";
import { rng } from "../../src/numerics/rng";
import { coordinate } from "../../src/numerics/rows";
import { asHistory, autoregressive, several } from "./chains";
import fixture from "./fixtures/diagnostics.json";

const r = rng(1, "split R");

it.each(fixture.chains)("is NumPy's for chains that are $name", ({ chains, rHat }) => {
  expect(Math.abs(splitRHat(chains) / rHat - 1)).toBeLessThan(1e-11);
});

describe("chains that have met", () => {
  it("tend to 1 as they grow", () => {
    const excess = (n: number) => splitRHat(several(4, n, 0, r.split(n))) - 1;
    expect(excess(100)).toBeLessThan(0.05);
    expect(excess(4000)).toBeLessThan(2e-3);
  });
});

describe("chains that have not met are above 1.05", () => {
  it("if they lie apart", () => {
    const chains = several(3, 400, 0.3, r.split("apart"));
    expect(splitRHat(chains)).toBeLessThan(1.03);
    expect(
      splitRHat(chains.map((row, k) => (k === 0 ? row.map((x) => x + 1) : row))),
    ).toBeGreaterThan(1.05);
  });

  it("if they differ in width only", () => {
    const chains = several(2, 500, 0, r.split("width"));
    expect(splitRHat([chains[0]!, chains[1]!.map((x) => 3 * x)])).toBeGreaterThan(1.1);
  });

  it("if one chain drifts", () => {
    const chain = autoregressive(1000, 0, r.split("drift"));
    expect(splitRHat([chain])).toBeLessThan(1.01);
    expect(splitRHat([chain.map((x, i) => x + i / 500)])).toBeGreaterThan(1.1);
  });

  it("if each keeps to its own mode", () => {
    const modes = several(2, 300, 0, r.split("modes")).map((row, k) =>
      row.map((x) => 0.1 * x + 2 * k),
    );
    expect(splitRHat(modes)).toBeGreaterThan(1.5);
  });

  it("and infinitely far apart if they stand still, but for one that moves", () => {
    const moving = autoregressive(40, 0, r.split("moving"));
    const still = [1, 2, 3].map((x) => new Float64Array(40).fill(x));
    expect(splitRHat([...still, moving])).toBeGreaterThan(1.2);
    const jumps = Float64Array.from({ length: 40 }, (_, i) => (i < 20 ? 0 : 1));
    expect(splitRHat([jumps])).toBe(Infinity);
  });
});

it("two values that are equally far from the median have no width to compare", () => {
  const coin = Float64Array.from({ length: 100 }, (_, i) => ((i * i) % 3 === 0 ? 0 : i % 2));
  const fair = Float64Array.from({ length: 100 }, (_, i) => ((i >> 1) + i) % 2);
  expect(splitRHat([fair])).toBeLessThan(1.01);
  expect(splitRHat([coin])).toBeLessThan(1.05);
});

it("takes rows, or the points that a sampler keeps from time to time", () => {
  const rows = several(3, 60, 0.4, r.split("forms"));
  expect(splitRHat(asHistory(rows, 1))).toBe(splitRHat(rows));
  expect(splitRHat(asHistory(rows, 2), { of: (x) => coordinate(x, 0) })).toBe(splitRHat(rows));
});

it("refuses what makes no sense", () => {
  expect(() => splitRHat([])).toThrow(/^chains = .*is empty/);
  expect(() => splitRHat([new Float64Array(19)])).toThrow(/^chains\[0\] = .*at least 20/);
});
