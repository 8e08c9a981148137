import { describe, expect, it } from "vitest";
import { type BarsOptions, bars } from "../../../src/notebook/plot/bars";
import { head, liveOf } from "./plotly";

const draw = (more: Partial<BarsOptions> & Record<string, unknown> = {}) =>
  bars({
    ...head,
    labels: ["implicit", "sliced"],
    series: {
      "d = 2": [
        { value: 1, standardError: 0.1 },
        { value: 2, standardError: 0.2 },
      ],
      "d = 16": [3, 4],
    },
    axes: { x: "objective", y: "variance" },
    ...more,
  } as BarsOptions);

describe("plot.bars", () => {
  it("draws a bar for each label and series, with error bars where there are errors", () => {
    const { data, layout } = liveOf(draw());
    expect(data.map((t) => [t.type, t.name, t.x, t.y])).toEqual([
      ["bar", "d = 2", ["implicit", "sliced"], [1, 2]],
      ["bar", "d = 16", ["implicit", "sliced"], [3, 4]],
    ]);
    expect(data[0]?.error_y?.array).toEqual([0.1, 0.2]);
    expect(data[1]?.error_y).toBeUndefined();
    expect(JSON.stringify(layout.annotations)).toContain("Error bars: one standard error.");
  });

  it("tells the series apart by a pattern as well as a colour", () => {
    const { data } = liveOf(draw());
    const pattern = (k: number) => JSON.stringify(data[k]?.marker?.pattern ?? null);
    expect(pattern(0)).not.toBe(pattern(1));
    expect(data[0]?.marker?.color).not.toBe(data[1]?.marker?.color);
  });

  it("stands on zero, unless a bar is negative", () => {
    const range = (v: number[]) =>
      liveOf(draw({ series: { a: v } })).layout.yaxis.range as number[];
    expect(range([1, 2])[0]).toBe(0);
    expect(range([-1, 2])[0]).toBeLessThan(-1);
  });

  it("keeps a mark inside the picture", () => {
    const { layout } = liveOf(draw({ marks: [{ y: 9, label: "bound" }] }));
    expect((layout.yaxis.range as number[])[1]).toBeGreaterThan(9);
  });

  it("breaks long labels and makes room for them", () => {
    const long = "a label that is much too long to stand on one line";
    const { data, layout } = liveOf(
      draw({ labels: [long, "b", "c", "d"], series: { s: [1, 2, 3, 4] } }),
    );
    expect(String(data[0]?.x[0])).toContain("<br>");
    const short = liveOf(draw({ labels: ["a", "b", "c", "d"], series: { s: [1, 2, 3, 4] } }));
    expect(layout.margin.b).toBeGreaterThan(short.layout.margin.b!);
  });

  it("describes and lists all values", () => {
    expect(draw().description).toBe(
      "d = 2: implicit 1.00 ± 0.10, sliced 2.00 ± 0.20. d = 16: implicit 3, sliced 4.",
    );
    expect(draw().toText()).toContain(
      "objective  d = 2        d = 16\nimplicit   1.00 ± 0.10  3\nsliced     2.00 ± 0.20  4",
    );
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["no labels", { labels: [] }, /^labels = \[\] is empty/],
    ["a label twice", { labels: ["a", "a"] }, /names something twice/],
    ["lengths that differ", { series: { a: [1] } }, /has 1 numbers where labels has 2/],
    ["NaN", { series: { a: [1, Number.NaN] } }, /^series\["a"\]\[1\] = NaN/],
    ["no series", { series: {} }, /has 0 entries/],
    [
      "a negative bar on a logarithmic axis",
      { series: { a: [1, -1] }, axes: { x: "x", y: { title: "y", log: true } } },
      /is not positive/,
    ],
  ])("refuses %s", (_, more, message) => {
    expect(() => draw(more)).toThrow(message);
  });
});
