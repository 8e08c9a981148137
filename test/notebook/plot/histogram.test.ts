import { describe, expect, it } from "vitest";
import { binsOf } from "../../../src/notebook/plot/bins";
import { type HistogramOptions, histogram } from "../../../src/notebook/plot/histogram";
import type { Points } from "../../../src/numerics/points";
import { head, liveOf } from "./plotly";

// Quantiles of the exponential law: skewed, and free of chance.
const samples = Array.from({ length: 2000 }, (_, i) => -Math.log(1 - (i + 0.5) / 2000));
const exponential = (p: Points) => p.data.map((v) => (v < 0 ? 0 : Math.exp(-v)));
const draw = (more: Partial<HistogramOptions> & Record<string, unknown> = {}) =>
  histogram({
    ...head,
    samples: { name: "samples", of: samples },
    densities: { exponential },
    axes: { x: { title: "x", range: [0, 6] } },
    ...more,
  } as HistogramOptions);

describe("plot.histogram", () => {
  it("has bars of area one, less what lies outside", () => {
    const figure = draw();
    const bars = liveOf(figure).data[0] as unknown as { y: number[]; width: number };
    const outside = samples.filter((v) => v > 6).length;
    expect(outside).toBeGreaterThan(0);
    const area = bars.y.reduce((a, b) => a + b, 0) * bars.width;
    expect(area).toBeCloseTo(1 - outside / samples.length, 5);
    expect(figure.description).toContain(`${outside} samples lie outside.`);
  });

  it("has bars where the samples are, so high as the density", () => {
    const { data } = liveOf(draw());
    const [bars] = data;
    for (const [i, x] of bars!.x.entries()) {
      expect(bars!.y[i]).toBeCloseTo(Math.exp(-(x as number)), 1);
    }
    expect(data[1]).toMatchObject({ name: "exponential", mode: "lines" });
    expect(data[1]!.y[0]).toBe(1);
  });

  it("gives each bar the standard error of a binomial fraction", () => {
    const bars = liveOf(draw()).data[0] as unknown as {
      y: number[];
      width: number;
      error_y: { array: number[] };
    };
    const fraction = bars.y[0]! * bars.width;
    const expected = Math.sqrt((fraction * (1 - fraction)) / samples.length) / bars.width;
    expect(bars.error_y.array[0]).toBeCloseTo(expected, 6);
  });

  it("draws the exponential of a log density", () => {
    const density = { logDensity: (p: Points) => p.data.map((v) => -v), normalised: true };
    const { data } = liveOf(draw({ densities: { p: density } }));
    expect(data[1]!.y[0]).toBe(1);
  });

  it("tells how many bars agree with each curve, and gives the numbers", () => {
    const uniform = (p: Points) => p.data.map(() => 1 / 6);
    const figure = draw({ densities: { exponential, uniform } });
    const [, right, all] = /exponential: (\d+) of (\d+) bars/.exec(figure.description)!;
    const [, wrong] = /uniform: (\d+) of/.exec(figure.description)!;
    expect(Number(right)).toBeGreaterThan(Number(all) * 0.9);
    expect(Number(wrong)).toBeLessThan(Number(all) * 0.2);
    expect(figure.toText()).toMatch(
      /x \(centre of bin\) +height +standard error +exponential +uniform\n/,
    );
  });

  it("moves with a slider", () => {
    const at = (k: number) => ({ samples: { name: "samples", of: samples.map((v) => v / k) } });
    const { frames } = liveOf(draw({ slider: { label: "k", values: [1, 2], at } }));
    const first = frames!.map((f) => f.data[0]!.y[0] as number);
    expect(first[1]).toBeGreaterThan(1.5 * first[0]!);
    expect(frames!.map((f) => f.data.length)).toEqual([2, 2]);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["no samples", { samples: { name: "s", of: [] } }, /^samples\.of = \[\] is empty/],
    ["a missing sample", { samples: undefined }, /^samples = undefined is missing/],
    ["NaN", { samples: { name: "s", of: [1, Number.NaN] } }, /^samples\.of\[1\] = NaN/],
    [
      "a density of infinity",
      { densities: { p: (p: Points) => p.data.map(() => 1 / 0) } },
      /^densities\["p"\]/,
    ],
    [
      "a density that is not normalised",
      { densities: { p: { logDensity: exponential, normalised: false } } },
      /is not normalised/,
    ],
    ["a logarithmic axis", { axes: { x: { title: "x", log: true } } }, /^axes = /],
    [
      "five curves",
      { densities: Object.fromEntries([1, 2, 3, 4, 5].map((k) => [`p${k}`, exponential])) },
      /hide the histogram/,
    ],
  ])("refuses %s", (_, more, message) => {
    expect(() => draw(more)).toThrow(message);
  });
});

describe("the bins of a histogram", () => {
  it("count each sample once, the right end included", () => {
    const { counts, outside, width } = binsOf([0, 0.1, 0.5, 1, 1.1, -0.1], [0, 1]);
    expect(counts.reduce((a, b) => a + b)).toBe(4);
    expect(outside).toBe(2);
    expect(counts[0]).toBe(1);
    expect(counts.at(-1)).toBe(1);
    expect(width * counts.length).toBeCloseTo(1, 12);
  });

  it("follow the rule of Freedman and Diaconis between 12 and 60", () => {
    const uniform = (n: number) => Array.from({ length: n }, (_, i) => (i + 0.5) / n);
    expect(binsOf(uniform(8), [0, 1]).counts).toHaveLength(12);
    expect(binsOf(uniform(8000), [0, 1]).counts).toHaveLength(20);
    expect(binsOf(uniform(1e6), [0, 1]).counts).toHaveLength(60);
    expect(binsOf([3, 3, 3], [0, 5]).counts).toHaveLength(12);
  });
});
