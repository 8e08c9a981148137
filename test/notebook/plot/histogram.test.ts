import { describe, expect, it } from "vitest";
import { binNumber, binsOf } from "../../../src/notebook/plot/bins";
import { type HistogramOptions, histogram } from "../../../src/notebook/plot/histogram";
import type { Points } from "../../../src/numerics/points";
import { head, liveOf } from "./plotly";

// Quantiles of the exponential law: skewed, and free of chance.
const samples = Array.from({ length: 2000 }, (_, i) => -Math.log(1 - (i + 0.5) / 2000));
const exponential = (p: Points) => p.data.map((v) => (v < 0 ? 0 : Math.exp(-v)));
const draw = (more: Partial<HistogramOptions> & Record<string, unknown> = {}) =>
  histogram({
    ...head,
    samples: { samples },
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
    const at = (k: number) => ({ samples: { samples: samples.map((v) => v / k) } });
    const { frames } = liveOf(draw({ slider: { label: "k", values: [1, 2], at } }));
    const first = frames!.map((f) => f.data[0]!.y[0] as number);
    expect(first[1]).toBeGreaterThan(1.5 * first[0]!);
    expect(frames!.map((f) => f.data.length)).toEqual([2, 2]);
  });

  describe("of several samples", () => {
    const figure = draw({ samples: { long: samples, short: samples.slice(0, 1500) } });
    const [bars, outline, curve] = liveOf(figure).data as unknown as {
      name: string;
      type: string;
      x: number[];
      y: number[];
      width: number;
      line: { shape?: string; dash: string };
    }[];

    it("draws the first as bars, the others as outlines alike in no dash to the curves", () => {
      expect([bars!.name, bars!.type]).toEqual(["long", "bar"]);
      expect([outline!.name, outline!.line.shape]).toEqual(["short", "hv"]);
      expect([curve!.name, curve!.line.shape]).toEqual(["exponential", undefined]);
      expect(curve!.line.dash).not.toBe(outline!.line.dash);
    });

    it("keeps each step of an outline over its bin, and its area one", () => {
      expect(outline!.x[0]).toBe(0);
      expect(outline!.x.at(-1)).toBeCloseTo(6, 6);
      expect(outline!.y).toHaveLength(outline!.x.length);
      for (const [i, x] of bars!.x.entries()) {
        expect((outline!.x[i]! + outline!.x[i + 1]!) / 2).toBeCloseTo(x, 5);
      }
      const area = outline!.y.slice(0, -1).reduce((a, b) => a + b, 0) * bars!.width;
      expect(area).toBeCloseTo(1, 5);
      expect(outline!.y[0]).toBeGreaterThan(bars!.y[0]!);
    });

    it("has bins fine enough for the narrowest", () => {
      const narrow = samples.map((v) => v / 4);
      const bins = (of: HistogramOptions["samples"]) => liveOf(draw({ samples: of })).data[0]!.x;
      expect(bins({ samples, narrow })).toHaveLength(bins({ narrow }).length);
      expect(bins({ samples })!.length).toBeLessThan(bins({ narrow }).length);
    });

    it("says of each how it lies, promises no error bars, and gives all numbers", () => {
      expect(figure.description).toMatch(/2000 samples \(long\).*1500 samples \(short\)/);
      expect(JSON.stringify(liveOf(figure).layout)).not.toContain("Error bars");
      expect(JSON.stringify(liveOf(draw()).layout)).toContain("Error bars");
      expect(figure.toText()).toMatch(/height of long +standard error of long +height of short/);
    });
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["no samples", { samples: { s: [] } }, /^samples\["s"\] = \[\] is empty/],
    ["a missing sample", { samples: undefined }, /^samples = \{\} is empty/],
    ["NaN", { samples: { s: [1, Number.NaN] } }, /^samples\["s"\]\[1\] = NaN/],
    [
      "more lines than can be told apart",
      { samples: Object.fromEntries([1, 2, 3, 4, 5, 6].map((k) => [`s${k}`, samples])) },
      /^samples = .* has 6 entries beside 1 densities/,
    ],
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
    const { counts, outside, width } = binsOf([0, 0.1, 0.5, 1, 1.1, -0.1], [0, 1], 12);
    expect(counts.reduce((a, b) => a + b)).toBe(4);
    expect(outside).toBe(2);
    expect(counts[0]).toBe(1);
    expect(counts.at(-1)).toBe(1);
    expect(width * counts.length).toBeCloseTo(1, 12);
  });

  it("follow the rule of Freedman and Diaconis between 12 and 60", () => {
    const uniform = (n: number) => Array.from({ length: n }, (_, i) => (i + 0.5) / n);
    expect(binNumber(uniform(8), [0, 1])).toBe(12);
    expect(binNumber(uniform(8000), [0, 1])).toBe(20);
    expect(binNumber(uniform(1e6), [0, 1])).toBe(60);
    expect(binNumber([3, 3, 3], [0, 5])).toBe(12);
  });
});
