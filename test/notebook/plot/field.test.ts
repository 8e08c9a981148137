import { describe, expect, it } from "vitest";
import { type FieldOptions, field } from "../../../src/notebook/plot/field";
import { type Points, points } from "../../../src/numerics/points";
import { head, liveOf } from "./plotly";

const bump = (p: Points) =>
  Float64Array.from({ length: p.n }, (_, i) =>
    Math.exp(-((p.data[2 * i]! - 2) ** 2) - (p.data[2 * i + 1]! + 1) ** 2),
  );
const inward = (p: Points) =>
  points(
    p.data.map((v, i) => (i % 2 ? -v : 1 - v)),
    2,
  );
const draw = (more: Partial<FieldOptions> & Record<string, unknown> = {}) =>
  field({
    ...head,
    range: { x: [-2, 4], y: [-2, 2] },
    axes: { x: "x1", y: "x2" },
    contours: { name: "density", of: bump },
    arrows: { name: "score", of: inward },
    ...more,
  } as FieldOptions);

/** The arrows of a trace: tail, tip and the length of the shaft. */
function shafts(trace: { x: readonly (number | null)[]; y: readonly (number | null)[] }) {
  const list = [];
  for (let i = 0; i < trace.x.length; i += 7) {
    const [x0, x1] = [trace.x[i] as number, trace.x[i + 1] as number];
    const [y0, y1] = [trace.y[i] as number, trace.y[i + 1] as number];
    list.push({ x: (x0 + x1) / 2, y: (y0 + y1) / 2, dx: x1 - x0, dy: y1 - y0 });
  }
  return list;
}

describe("plot.field", () => {
  it("draws the height where it is: row by row from below", () => {
    const { data } = liveOf(draw());
    const contours = data[0]!;
    const high = contours.z!.flat().indexOf(1);
    expect(contours.type).toBe("contour");
    expect(contours.x[high % 61]).toBeCloseTo(2, 10);
    expect(contours.y[Math.floor(high / 61)]).toBeCloseTo(-1, 10);
  });

  it("draws the exponential of a log density", () => {
    const density = { logDensity: (p: Points) => bump(p).map((v) => Math.log(2 * v)) };
    const { data } = liveOf(draw({ contours: { name: "p", of: density } }));
    expect(Math.max(...data[0]!.z!.flat())).toBeCloseTo(2, 6);
  });

  it("draws arrows along the field, centred on their points, by the square root of its length", () => {
    const { data } = liveOf(draw());
    const arrows = shafts(data[1]!);
    expect(arrows.length).toBeGreaterThan(100);
    const rates = arrows.map(({ x, y, dx, dy }) => {
      const [sx, sy] = [1 - x, -y];
      expect(dx * sy - dy * sx).toBeCloseTo(0, 3);
      expect(dx * sx + dy * sy).toBeGreaterThan(0);
      return Math.hypot(dx, dy) ** 2 / Math.hypot(sx, sy);
    });
    expect(Math.max(...rates) / Math.min(...rates)).toBeLessThan(1.01);
    expect(data[1]?.name).toBe("score (length: its square root)");
  });

  it("takes a field with a score method", () => {
    const { data } = liveOf(draw({ arrows: { name: "score", of: { score: inward } } }));
    expect(data[1]).toEqual(liveOf(draw()).data[1]);
  });

  it("has the same scale on both axes", () => {
    const { layout } = liveOf(draw());
    expect(layout.yaxis.scaleanchor).toBe("x");
    const { l, r, t, b } = layout.margin as { l: number; r: number; t: number; b: number };
    expect((layout.height - t - b) / (layout.width - l - r)).toBeCloseTo(4 / 6, 2);
  });

  it("draws points on top", () => {
    const dots = points([
      [0, 1],
      [2, -1],
    ]);
    const { data } = liveOf(draw({ points: { name: "samples", of: dots } }));
    expect(data[2]).toMatchObject({ name: "samples", x: [0, 2], y: [1, -1] });
  });

  it("has contour levels at round numbers, from the first above the least height", () => {
    const { data } = liveOf(draw());
    const { start, size } = (data[0] as unknown as { contours: { start: number; size: number } })
      .contours;
    expect([start, size]).toEqual([0.1, 0.1]);
  });

  it("describes heights and arrows, and gives the field as a table", () => {
    const figure = draw();
    expect(figure.description).toMatch(
      /^Filled contours of density, from [\d.e-]+ to 1, greatest at \(2, -1\)\. Arrows of score, of lengths from [\d.]+ to [\d.]+, drawn by their square root\.$/,
    );
    expect(figure.toText()).toMatch(/ x1 +x2 +score along x1 +score along x2\n/);
    expect(draw({ arrows: undefined }).toText()).toMatch(/ x1 +x2 +density\n/);
  });

  it("moves with a slider, with one scale of colours", () => {
    const at = (k: number) => ({
      contours: { name: "density", of: (p: Points) => bump(p).map((v) => k * v) },
    });
    const { frames, data } = liveOf(draw({ slider: { label: "k", values: [1, 3], at } }));
    expect(frames?.map((f) => Math.max(...f.data[0]!.z!.flat()))).toEqual([1, 3]);
    expect(frames?.map((f) => (f.data[0] as unknown as { zmax: number }).zmax)).toEqual([3, 3]);
    expect(frames?.map((f) => f.data.length)).toEqual([2, 2]);
    expect(data).toEqual(frames?.[0]?.data);
  });
});

describe("plot.field refuses", () => {
  const line = points([1, 2]);
  it.each<[string, Record<string, unknown>, RegExp]>([
    ["nothing to draw", { contours: undefined, arrows: undefined }, /neither contours nor arrows/],
    [
      "a height of NaN",
      { contours: { name: "p", of: (p: Points) => bump(p).map(() => Number.NaN) } },
      /^contours\.of/,
    ],
    [
      "too few heights",
      { contours: { name: "p", of: () => new Float64Array(3) } },
      /^contours\.of/,
    ],
    ["arrows on a line", { arrows: { name: "s", of: () => line } }, /^arrows\.of/],
    [
      "an infinite arrow",
      { arrows: { name: "s", of: (p: Points) => ({ ...p, data: p.data.map(() => 1 / 0) }) } },
      /^arrows\.of/,
    ],
    ["points on a line", { points: { name: "x", of: line } }, /^points\.of\.dim = 1/],
    ["a range that falls", { range: { x: [2, 1], y: [0, 1] } }, /^range\.x/],
    [
      "frames with different things",
      {
        slider: {
          label: "k",
          values: [1, 2],
          at: (k: number) => ({ arrows: { name: `k${k}`, of: inward } }),
        },
      },
      /does not name the same things/,
    ],
  ])("%s", (_, more, message) => {
    expect(() => draw(more)).toThrow(message);
  });
});
