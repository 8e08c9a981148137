import { describe, expect, it } from "vitest";
import { autocovariance } from "../../src/diagnostics/autocovariance";
import { effectiveSampleSize } from "../../src/diagnostics/effectiveSampleSize";
import { fourierTransform } from "../../src/diagnostics/fourierTransform";
import { rng } from "../../src/numerics/rng";
import { coordinate } from "../../src/numerics/rows";
import { average } from "../../src/numerics/statistics/average";
import { chainAverage } from "../../src/numerics/statistics/chainAverage";
import { initialMonotoneSum } from "../../src/numerics/statistics/initialMonotoneSum";
import { asHistory, autoregressive, several } from "./chains";
import fixture from "./fixtures/diagnostics.json";

const r = rng(1, "effective sample size");
const relative = (value: number, truth: number) => Math.abs(value / truth - 1);

describe("the effective sample size", () => {
  it.each(fixture.chains)("is that of Stan's algorithm for chains that are $name", (truth) => {
    const size = effectiveSampleSize(truth.chains);
    expect(relative(size.mean, truth.mean)).toBeLessThan(1e-9);
    expect(relative(size.bulk, truth.bulk)).toBeLessThan(1e-9);
    expect(relative(size.tail, truth.tail)).toBeLessThan(1e-9);
    expect(size.chains).toBe(truth.chains.length);
    expect(size.draws).toBe(truth.chains.length * truth.chains[0]!.length);
  });

  it("agrees with the error bar of chainAverage on one long chain", () => {
    const chain = autoregressive(4000, 0.7, r.split("long"));
    const { standardError, n } = chainAverage(chain);
    const spread = average(chain).standardError * Math.sqrt(n);
    const size = effectiveSampleSize([chain]).mean;
    expect(relative(size, (spread / standardError) ** 2)).toBeLessThan(0.1);
  });

  it("of chains that have not met is small, however well each of them mixes", () => {
    const chains = several(4, 500, 0, r.split("apart"));
    expect(effectiveSampleSize(chains).bulk).toBeGreaterThan(1500);
    const apart = chains.map((row, k) => row.map((x) => x + 4 * k));
    expect(effectiveSampleSize(apart).bulk).toBeLessThan(12);
    expect(effectiveSampleSize(apart).mean).toBeLessThan(12);
  });

  it("sees in the tails what the bulk hides: one chain wider than the other", () => {
    const [a, b] = several(2, 2000, 0, r.split("widths")) as [Float64Array, Float64Array];
    const size = effectiveSampleSize([a, b.map((x) => 4 * x)]);
    expect(size.tail).toBeLessThan(size.bulk / 5);
  });

  it("does not change with scale and place; for the bulk, with any increasing function", () => {
    const chains = several(2, 300, 0.5, r.split("scale"));
    const size = effectiveSampleSize(chains);
    const moved = effectiveSampleSize(chains.map((row) => row.map((x) => 1e6 * (x + 3))));
    const bent = effectiveSampleSize(chains.map((row) => row.map((x) => x ** 3)));
    for (const key of ["mean", "bulk", "tail"] as const) {
      expect(relative(moved[key], size[key])).toBeLessThan(1e-6);
    }
    expect(relative(bent.bulk, size.bulk)).toBeLessThan(1e-12);
    expect(relative(bent.mean, size.mean)).toBeGreaterThan(0.01);
  });

  it("is at most S log10(S), for chains that jump back and forth", () => {
    const chain = autoregressive(1000, -0.99, r.split("jumps"));
    expect(effectiveSampleSize([chain]).mean).toBeCloseTo(3000, 6);
  });

  it("of chains that rarely leave one value takes the bulk for the tails", () => {
    const rare = Float64Array.from({ length: 400 }, (_, i) => (i % 40 === 7 ? -1 : 0));
    const size = effectiveSampleSize([rare]);
    expect(size.tail).toBe(size.bulk);
  });
});

describe("chains", () => {
  const rows = several(3, 101, 0.4, r.split("forms"));

  it("can be rows, or the points that a sampler keeps from time to time", () => {
    const direct = effectiveSampleSize(rows);
    const { toMimeBundle: _, ...numbers } = direct;
    expect(effectiveSampleSize(asHistory(rows, 1))).toMatchObject(numbers);
    const first = { of: (x: Parameters<typeof coordinate>[0]) => coordinate(x, 0) };
    expect(effectiveSampleSize(asHistory(rows, 2), first)).toMatchObject(numbers);
  });

  it("can be looked at through any function of the points", () => {
    const squares = { of: (x: { data: Float64Array }) => x.data.map((value) => value ** 2) };
    const direct = effectiveSampleSize(rows.map((row) => row.map((x) => x ** 2)));
    expect(effectiveSampleSize(asHistory(rows, 1), squares).mean).toBe(direct.mean);
  });

  it.each([
    ["chains", [], /is empty/],
    ["chains[0]", [[1, 2, 3]], /holds 3 draws, where at least 20/],
    ["chains[1]", [rows[0]!, rows[1]!.subarray(1)], /holds 100 draws where chains\[0\] holds 101/],
    ["chains[1][5]", [rows[0]!, rows[1]!.map((x, i) => (i < 5 ? x : Number.NaN))], /not finite/],
    ["chains", [new Float64Array(30).fill(2), new Float64Array(30).fill(3)], /do not move/],
    ["of", asHistory(rows, 2), /is missing for points of dimension 2/],
  ] as const)("%s are refused where they make no sense", (argument, chains, problem) => {
    const refused = () => effectiveSampleSize(chains as never);
    expect(refused).toThrow(problem);
    expect(refused).toThrow(`${argument} = `);
  });

  it("are refused where the numbers do not belong to the points", () => {
    const history = asHistory(rows, 1);
    const half = { of: () => new Float64Array(2) };
    expect(() => effectiveSampleSize(history, half)).toThrow(/^of = .*gives 2 numbers at time 0/);
    const torn = [...history.slice(0, 50), ...asHistory(rows.slice(1), 1)];
    expect(() => effectiveSampleSize(torn)).toThrow(/^chains\[50\] = .*2 numbers at time 50/);
  });
});

it("the result is shown as a table of whole numbers", () => {
  const { data } = effectiveSampleSize(several(2, 50, 0.5, r)).toMimeBundle() as {
    data: Record<string, string>;
  };
  expect(data["text/plain"]).toMatch(
    /^Effective sample size of 100 draws in 2 chains\nfor the mean +for the bulk +for the tails\n +\d+ +\d+ +\d+$/,
  );
  const one = effectiveSampleSize([autoregressive(50, 0, r)]).toMimeBundle();
  expect((one as { data: Record<string, string> }).data["text/plain"]).toContain("in 1 chain\n");
});

describe("autocovariances", () => {
  it("are the sums that define them, at every lag", () => {
    for (const n of [5, 16, 33]) {
      const x = r.split(n).uniform(n);
      const mean = x.reduce((sum, value) => sum + value, 0) / n;
      const found = autocovariance(x);
      expect(found).toHaveLength(n);
      for (let lag = 0; lag < n; lag++) {
        let sum = 0;
        for (let i = 0; i + lag < n; i++) sum += (x[i]! - mean) * (x[i + lag]! - mean);
        expect(Math.abs(found[lag]! - sum / n)).toBeLessThan(1e-15);
      }
    }
  });

  it("rest on a Fourier transform that is its sum", () => {
    const n = 16;
    const [re, im] = [r.split("re").normal(n), r.split("im").normal(n)];
    const [a, b] = [re.slice(), im.slice()];
    fourierTransform(a, b);
    for (let j = 0; j < n; j++) {
      let [x, y] = [0, 0];
      for (let k = 0; k < n; k++) {
        const angle = (-2 * Math.PI * j * k) / n;
        x += re[k]! * Math.cos(angle) - im[k]! * Math.sin(angle);
        y += re[k]! * Math.sin(angle) + im[k]! * Math.cos(angle);
      }
      expect(Math.hypot(a[j]! - x, b[j]! - y)).toBeLessThan(1e-13);
    }
  });
});

it("the effective sample size does not depend on the unit, however large or small", () => {
  const chain = autoregressive(200, 0.6, r.split("unit"));
  const { mean, bulk, tail } = effectiveSampleSize([chain]);
  for (const unit of [2 ** 520, 2 ** -520, 2 ** 1015, 2 ** -1000]) {
    const scaled = effectiveSampleSize([chain.map((x) => x * unit)]);
    expect(scaled).toMatchObject({ mean, bulk, tail });
  }
  expect(effectiveSampleSize([chain.map((x) => x * 1e155)]).mean).toBeCloseTo(mean, 8);
});

describe("the initial monotone sequence", () => {
  const sumOf = (values: readonly number[], options = {}) =>
    initialMonotoneSum((lag) => values[lag] ?? 0, { lags: values.length, ...options });

  it("takes pairs while positive, none larger than the one before, and says where it stopped", () => {
    expect(sumOf([1, 0.5, 0.25, 0.125, -0.1, 0.05, 9, 9])).toEqual({ sum: 1.875, cutAt: 4 });
    expect(sumOf([1, -0.5, 0.5, 0.5, 0.25, 0, -1, 0])).toEqual({ sum: 1.25, cutAt: 6 });
  });

  it("ends at the last lag, and where the sum is enough", () => {
    expect(sumOf([1, 1, 1, 1, 1])).toEqual({ sum: 4, cutAt: 4 });
    expect(sumOf([1, 1, 1, 1, 1, 1], { enough: 1.5 })).toEqual({ sum: 2, cutAt: 2 });
    expect(sumOf([1, 1, 1, 1, 1, 1], { enough: 2 })).toEqual({ sum: 4, cutAt: 4 });
  });
});
