import { describe, expect, it } from "vitest";
import { type CurvesOptions, curves } from "../../../src/notebook/plot/curves";
import { points } from "../../../src/numerics/points";
import { head, liveOf } from "./plotly";

const x = [-2, -1, 0, 1, 2];
const draw = (more: Partial<CurvesOptions> & Record<string, unknown> = {}) =>
  curves({
    ...head,
    x,
    curves: { cube: x.map((v) => v ** 3), line: x },
    axes: { x: "x", y: "y" },
    ...more,
  } as CurvesOptions);

describe("plot.curves", () => {
  it("draws each curve under its name, over the shared x or its own", () => {
    const { data } = liveOf(
      draw({ curves: { cube: x.map((v) => v ** 3), own: { x: [0, 1], y: [5, 6] } } }),
    );
    expect(data.map((t) => [t.name, t.x, t.y])).toEqual([
      ["cube", x, [-8, -1, 0, 1, 8]],
      ["own", [0, 1], [5, 6]],
    ]);
  });

  it("takes points of dimension 1 for numbers", () => {
    const { data } = liveOf(draw({ x: points(x), curves: { line: points(x) } }));
    expect(data[0]).toMatchObject({ x, y: x });
  });

  it("gives six curves six dashes, six colours and six symbols", () => {
    const six = Object.fromEntries([1, 2, 3, 4, 5, 6].map((k) => [`c${k}`, x]));
    const { data } = liveOf(draw({ curves: six }));
    expect(new Set(data.map((t) => t.line?.dash)).size).toBe(6);
    expect(new Set(data.map((t) => t.line?.color)).size).toBe(6);
    expect(new Set(data.map((t) => t.marker?.symbol)).size).toBe(6);
    expect(() => draw({ curves: { ...six, c7: x } })).toThrow(
      /cannot be told apart without colour/,
    );
  });

  it("has a legend as soon as there are two things to tell apart", () => {
    const legends = (c: CurvesOptions["curves"]) =>
      liveOf(draw({ curves: c })).data.map((t) => t.showlegend);
    expect(legends({ line: x })).toEqual([false]);
    expect(legends({ line: x, cube: x })).toEqual([true, true]);
  });

  it("draws what is alike alike, with one entry in the legend", () => {
    const { data } = liveOf(
      draw({
        curves: { a: x, b: x, c: { y: x, panel: "lower", like: "b" } },
        axes: { x: "x", y: "y", lower: "z" },
      }),
    );
    const [a, b, c] = data;
    expect(c?.line?.dash).toBe(b?.line?.dash);
    expect(c?.line?.color).toBe(b?.line?.color);
    expect(c?.line?.color).not.toBe(a?.line?.color);
    expect(data.map((t) => t.showlegend)).toEqual([true, true, false]);
  });

  it("marks and describes the zeros", () => {
    const wave = [1, -1, 0, 3, -1];
    const figure = draw({ curves: { wave: { y: wave, zeros: true } } });
    const { data } = liveOf(figure);
    expect(data[1]).toMatchObject({
      name: "zeros of wave",
      x: [-1.5, 0, 1.75],
      y: [0, 0, 0],
      mode: "markers",
    });
    expect(figure.description).toContain("It crosses zero at -1.5, 0, 1.75.");
    const positive = draw({ curves: { up: { y: [1, 2, 3, 4, 5], zeros: true } } });
    expect(positive.description).toContain("It does not cross zero.");
  });

  it("draws a second panel over the same x", () => {
    const figure = draw({
      curves: { density: x.map((v) => v * v), score: { y: x.map((v) => -v), panel: "lower" } },
      axes: { x: "x", y: "density", lower: "score" },
    });
    const { data, layout } = liveOf(figure);
    expect(data.map((t) => t.yaxis)).toEqual([undefined, "y2"]);
    expect(layout.xaxis.anchor).toBe("y2");
    const [upper, lower] = [layout.yaxis.domain, layout.yaxis2?.domain] as [number[], number[]];
    expect(lower[1]).toBeLessThan(upper[0]!);
    expect(layout.yaxis2?.title).toMatchObject({ text: "score" });
    const range = (axis: Record<string, unknown> | undefined) => axis?.range as number[];
    expect(range(layout.yaxis)[1]).toBeCloseTo(4.2, 10);
    expect(range(layout.yaxis2)[1]).toBeCloseTo(2.2, 10);
  });

  it("shows estimates with their standard errors, and says what the bars are", () => {
    const y = x.map((v) => ({ value: v, standardError: 0.5, n: 10 }));
    const { data, layout } = liveOf(draw({ curves: { mean: y } }));
    expect(data[0]?.y).toEqual(x);
    expect(data[0]?.error_y?.array).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(JSON.stringify(layout.annotations)).toContain("Error bars: one standard error.");
    expect((layout.yaxis.range as number[])[1]).toBeGreaterThan(2.5);
    expect(JSON.stringify(liveOf(draw()).layout)).not.toContain("Error bars");
  });

  it("has logarithmic axes with a range in powers of ten", () => {
    const log = { title: "sigma", log: true };
    const { layout } = liveOf(
      draw({ x: [0.01, 0.1, 1], curves: { c: [1, 10, 100] }, axes: { x: log, y: log } }),
    );
    expect(layout.xaxis).toMatchObject({ type: "log" });
    const range = layout.xaxis.range as number[];
    expect(range[0]).toBeCloseTo(-2.04, 10);
    expect(range[1]).toBeCloseTo(0.04, 10);
  });

  it.each([
    ["less than two decades: ones, twos and fives", [0.003, 0.07], [0.005, 0.01, 0.02, 0.05]],
    ["just above one decade", [20, 210], [20, 50, 100, 200]],
  ])("labels a logarithmic axis of %s", (_, ends, labels) => {
    const { xaxis } = liveOf(
      draw({
        x: ends,
        curves: { c: [1, 2] },
        axes: { x: { title: "x", log: true, range: ends as [number, number] }, y: "y" },
      }),
    ).layout;
    expect(xaxis).toMatchObject({ tickmode: "array", tickvals: labels });
    expect(xaxis.ticktext).toEqual(labels.map(String));
  });

  it("labels a longer logarithmic axis at powers of ten alone", () => {
    const axis = (to: number) => ({ title: "x", log: true, range: [1, to] as [number, number] });
    const tick = (to: number) =>
      liveOf(draw({ x: [1, to], curves: { c: [1, 2] }, axes: { x: axis(to), y: "y" } })).layout
        .xaxis;
    expect([1e2, 1e8, 1e9].map((to) => tick(to).dtick)).toEqual([1, 1, 2]);
    expect(tick(5).tickvals).toBeUndefined();
  });

  it("keeps error bars that reach below zero off a logarithmic range", () => {
    const y = [1, 2, 3].map((value) => ({ value, standardError: 1.5, n: 4 }));
    const { layout } = liveOf(
      draw({ x: [1, 2, 3], curves: { c: y }, axes: { x: "x", y: { title: "y", log: true } } }),
    );
    expect((layout.yaxis.range as number[]).every(Number.isFinite)).toBe(true);
  });

  it("takes the range that is asked for", () => {
    const { layout } = liveOf(draw({ axes: { x: { title: "x", range: [-9, 9] }, y: "y" } }));
    expect(layout.xaxis.range).toEqual([-9, 9]);
  });

  it("draws marks, and puts labels that would overlap in different rows", () => {
    const marks = [
      { x: 0, label: "the left one" },
      { x: 0.05, label: "the right one" },
      { x: 1.9, label: "far away" },
      { y: 1, label: "level" },
    ];
    const { layout } = liveOf(draw({ marks }));
    expect(layout.shapes.map((s) => [s.x0, s.y0])).toEqual([
      [0, 0],
      [0.05, 0],
      [1.9, 0],
      [0, 1],
    ]);
    const row = (text: string) => layout.annotations.find((a) => a.text === text)?.yshift;
    expect(row("the left one")).toBe(0);
    expect(row("the right one")).toBe(18);
    expect(row("far away")).toBe(0);
  });

  it("places the label of a mark on a logarithmic axis by its logarithm", () => {
    const log = { title: "t", log: true };
    const { layout } = liveOf(
      draw({
        x: [1, 10, 1000],
        curves: { c: [1, 10, 1000] },
        axes: { x: log, y: log },
        marks: [
          { x: 100, label: "a" },
          { y: 10, label: "b" },
        ],
      }),
    );
    const find = (text: string) => layout.annotations.find((a) => a.text === text);
    expect(find("a")?.x).toBe(2);
    expect(find("b")?.y).toBe(1);
    expect(layout.shapes[0]).toMatchObject({ x0: 100 });
  });

  it("shows about twelve rows of long data, the ends included", () => {
    const long = Array.from({ length: 1000 }, (_, i) => i);
    const text = draw({ x: long, curves: { square: long.map((v) => v * v) } }).toText();
    expect(text).toMatch(/\n +0 +0\n/);
    expect(text).toMatch(/\n999 +998000\n/);
    expect(text).toContain("(12 of 1000 rows)");
  });
});

describe("a slider of plot.curves", () => {
  const moving = (more: object = {}) =>
    draw({
      curves: { fixed: x },
      slider: {
        label: "k",
        values: [1, 2, 5],
        shown: 2,
        at: (k: number) => ({ moving: x.map((v) => k * v) }),
        ...more,
      },
    });

  it("has a frame for each value, with the fixed curves in each, and shows the one asked for", () => {
    const { data, frames, layout } = liveOf(moving());
    expect(frames?.map((f) => f.data.map((t) => [t.name, t.y.at(-1)]))).toEqual([
      [
        ["fixed", 2],
        ["moving", 2],
      ],
      [
        ["fixed", 2],
        ["moving", 4],
      ],
      [
        ["fixed", 2],
        ["moving", 10],
      ],
    ]);
    expect(data).toEqual(frames?.[1]?.data);
    const slider = layout.sliders?.[0] as { active: number; steps: { args: unknown[][] }[] };
    expect(slider.active).toBe(1);
    expect(slider.steps.map((s) => s.args[0])).toEqual([["0"], ["1"], ["2"]]);
  });

  it("keeps one range for all frames", () => {
    const { layout } = liveOf(moving());
    expect((layout.yaxis.range as number[])[1]).toBeGreaterThan(10);
  });

  it("says in the description which value is shown", () => {
    expect(moving().description).toMatch(/Shown: k = 2\.$/);
    expect(moving({ shown: undefined }).description).toMatch(/Shown: k = 1\.$/);
  });

  it.each([
    [{ values: [1] }, /^slider\.values = /],
    [{ values: [1, Number.NaN] }, /^slider\.values = /],
    [{ shown: 3 }, /^slider\.shown = 3 is none of the values/],
    [{ label: "" }, /^slider\.label = /],
    [{ at: (k: number) => ({ [`k${k}`]: x }) }, /does not name the same things/],
    [{ at: () => ({ moving: [1, 2] }) }, /^slider\.at\(\.\.\.\)\["moving"\]\.y = .* has 2 numbers/],
  ])("is refused: %j", (more, message) => {
    expect(() => moving(more)).toThrow(message);
  });
});

describe("plot.curves refuses", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ["no curves", { curves: {} }, /^curves = \{\} is empty/],
    [
      "lengths that differ",
      { curves: { c: [1, 2] } },
      /^curves\["c"\]\.y = .* has 2 numbers where x has 5/,
    ],
    [
      "NaN",
      { curves: { c: [1, 2, Number.NaN, 4, 5] } },
      /^curves\["c"\]\.y\[2\] = NaN is not finite/,
    ],
    ["infinity in x", { x: [1, 2, 3, 4, 1 / 0] }, /^x\[4\] = Infinity/],
    ["an empty curve", { x: [], curves: { c: [] } }, /^x = \[\] is empty/],
    ["no x at all", { x: undefined }, /^curves\["cube"\]\.x = undefined is missing/],
    ["points of the plane", { x: points([[1, 2]]) }, /more than one dimension/],
    [
      "a panel without a title",
      { curves: { c: { y: x, panel: "lower" }, d: x } },
      /panel = "lower"/,
    ],
    ["a look of no curve", { curves: { c: { y: x, like: "d" } } }, /like = "d" names no curve/],
    [
      "a look that is borrowed itself",
      { curves: { a: x, b: { y: x, like: "a" }, c: { y: x, like: "b" } } },
      /\["c"\]\.like = "b" names no curve with a look of its own/,
    ],
    [
      "an empty upper panel",
      { curves: { c: { y: x, panel: "lower" } }, axes: { x: "x", y: "y", lower: "z" } },
      /nothing in the upper panel/,
    ],
    [
      "an empty lower panel",
      { axes: { x: "x", y: "y", lower: "z" } },
      /nothing in the lower panel/,
    ],
    [
      "zero on a logarithmic axis",
      { axes: { x: { title: "x", log: true }, y: "y" } },
      /is not positive/,
    ],
    [
      "a range that falls",
      { axes: { x: { title: "x", range: [1, 0] }, y: "y" } },
      /^axes\.x\.range/,
    ],
    [
      "a logarithmic range from 0",
      { axes: { x: "x", y: { title: "y", log: true, range: [0, 1] } } },
      /^axes\.y\.range/,
    ],
    ["a mark at NaN", { marks: [{ x: Number.NaN }] }, /^marks\[0\] = NaN/],
    [
      "a standard error of NaN",
      { x: [1], curves: { c: [{ value: 1, standardError: Number.NaN }] } },
      /^curves\["c"\]\.y\[0\]\.standardError = NaN/,
    ],
  ])("%s", (_, more, message) => {
    expect(() => draw(more)).toThrow(message);
  });
});
