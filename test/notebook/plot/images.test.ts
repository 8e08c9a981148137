import { describe, expect, it, vi } from "vitest";
import { type ImagesOptions, images } from "../../../src/notebook/plot/images";
import { points } from "../../../src/numerics/points";
import { head, liveOf, type Trace } from "./plotly";

vi.setConfig({ testTimeout: 60_000 });

// Two images of two rows and three columns; the first is black at the top right.
const two = points([
  [0, 0, 16, 0, 0, 0],
  [8, 8, 0, 0, 0, 4],
]);
const draw = (more: Partial<ImagesOptions> & Record<string, unknown> = {}) =>
  images({ ...head, images: { drawn: two }, greys: [0, 16], shape: [2, 3], ...more });

/** The rectangles of a grey: [left, right, bottom, top]. */
function rectangles(trace: Trace): number[][] {
  const list = [];
  for (let i = 0; i < trace.x.length; i += 6) {
    const [xs, ys] = [trace.x, trace.y].map((values) => values.slice(i, i + 5) as number[]);
    list.push([Math.min(...xs!), Math.max(...xs!), Math.min(...ys!), Math.max(...ys!)]);
  }
  return list;
}

const ofGrey = (grey: number, figure = draw()) =>
  rectangles(liveOf(figure).data.find((trace) => trace.name === `grey ${grey}`)!);

describe("plot.images", () => {
  it("puts each value where it belongs: row by row from the top left, images from left to right", () => {
    expect(ofGrey(16)).toEqual([[2, 3, -1, 0]]);
    expect(ofGrey(4)).toEqual([[5 + 2, 5 + 3, -2, -1]]);
  });

  it("draws neighbours of one grey as one rectangle", () => {
    expect(ofGrey(8)).toEqual([[5, 5 + 2, -1, 0]]);
  });

  it("draws black what is beyond black, and white what is beyond white", () => {
    const beyond = points([[-5, 99, 0, 0, 0, 0]]);
    const figure = draw({ images: { drawn: beyond } });
    expect(ofGrey(16, figure)).toEqual([[1, 2, -1, 0]]);
    const { data } = liveOf(figure);
    expect(data.flatMap((trace) => (trace.x.length > 0 ? [trace.name] : []))).toEqual([
      "grey 0",
      "grey 16",
    ]);
    expect(data.at(-1)).toMatchObject({ fillcolor: "rgb(0,0,0)" });
    expect(data[0]).toMatchObject({ fillcolor: "rgb(255,255,255)" });
  });

  it("puts image i of every name into one column, and names the rows", () => {
    const figure = draw({ images: { drawn: two, nearest: two } });
    expect(ofGrey(16, figure)).toEqual([
      [2, 3, -1, 0],
      [2, 3, -5, -4],
    ]);
    const { layout } = liveOf(figure);
    expect(layout.yaxis.ticktext).toEqual(["drawn", "nearest"]);
    expect(layout.yaxis.tickvals).toEqual([-1, -5]);
  });

  it("begins a new row after so many columns", () => {
    expect(ofGrey(4, draw({ columns: 1 }))).toEqual([[2, 3, -9, -8]]);
  });

  it("makes the pixels of images whole numbers of pixels of the screen", () => {
    const { layout } = liveOf(draw());
    const [from, to] = layout.xaxis.range as [number, number];
    const scale = (layout.width - layout.margin.l! - layout.margin.r!) / (to - from);
    expect(scale).toBeCloseTo(Math.round(scale), 10);
    const panel = layout.height - layout.margin.t! - layout.margin.b!;
    const [bottom, top] = layout.yaxis.range as [number, number];
    expect(panel / (top - bottom)).toBeCloseTo(scale, 10);
  });

  it("moves images by a slider and leaves the others", () => {
    const slider = {
      label: "level",
      values: [1, 2],
      shown: 2,
      at: (level: number) => ({
        moving: points(
          two.data.map((v) => v / level),
          6,
        ),
      }),
    };
    const { frames, data } = liveOf(draw({ slider }));
    const blackIn = (traces: readonly Trace[]) => rectangles(traces.at(-1)!).length;
    expect(frames!.map(({ data }) => blackIn(data))).toEqual([2, 1]);
    expect(blackIn(data)).toBe(1);
  });

  it("has a form without a canvas, and says in words what it shows", async () => {
    const figure = draw();
    expect(await figure.toSVG()).toContain("rgb(0, 0, 0)");
    expect(figure.description).toBe("drawn: 2 images of 2 by 3 pixels. Drawn white: 0, black: 16.");
    expect(figure.toText()).toContain("mean of drawn");
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["no images", { images: {} }, /holds no image/],
    ["a shape that does not fit", { shape: [2, 2] }, /does not hold 6 values/],
    ["values that are no square, without a shape", { shape: undefined }, /They are no square/i],
    ["numbers that differ", { images: { a: two, b: points([[0, 0, 0, 0, 0, 0]]) } }, /holds 1/],
    ["one grey", { greys: [1, 1] }, /^greys = \[1, 1\]/],
    ["no column", { columns: 0 }, /^columns = 0/],
    [
      "more columns than fit",
      { columns: 400, images: { a: points(new Float64Array(2400), 6) } },
      /fit/,
    ],
    [
      "NaN",
      {
        images: {
          a: points([[0, 0, 0, 0, 0, 0]]),
          b: { n: 1, dim: 6, data: new Float64Array([0, 0, Number.NaN, 0, 0, 0]) },
        },
      },
      /^images\["b"\]\[2\] = NaN/,
    ],
  ])("refuses %s", (_, more, message) => {
    expect(() => draw(more)).toThrow(message);
  });
});
