import { describe, expect, it } from "vitest";
import { type ConvergenceOptions, convergence } from "../../../src/notebook/plot/convergence";
import { head, liveOf } from "./plotly";

const x = [0.5, 0.25, 0.125, 0.0625];
const draw = (more: Partial<ConvergenceOptions> & Record<string, unknown> = {}) =>
  convergence({
    ...head,
    x,
    series: { Euler: x.map((h) => 2 * h), Heun: x.map((h) => 3 * h * h) },
    axes: { x: "h", y: "error" },
    ...more,
  } as ConvergenceOptions);

describe("plot.convergence", () => {
  it("draws each series with the line fitted to it, and its slope in the legend", () => {
    const { data, layout } = liveOf(draw());
    expect(data.map((t) => [t.name, t.mode, t.showlegend])).toEqual([
      ["Euler: slope 1", "markers", true],
      ["fit to Euler", "lines", false],
      ["Heun: slope 2", "markers", true],
      ["fit to Heun", "lines", false],
    ]);
    expect(data[3]?.x).toEqual([0.0625, 0.5]);
    expect(data[3]?.y[0]).toBeCloseTo(3 * 0.0625 ** 2, 8);
    expect(data[3]?.y[1]).toBeCloseTo(0.75, 6);
    expect(layout.xaxis.type).toBe("log");
    expect(layout.yaxis.type).toBe("log");
  });

  it("fits above the rounding floor, but shows the points below", () => {
    const y = [1e-2, 1e-6, 1e-10, 1e-14];
    const figure = draw({ x: [1, 0.1, 0.01, 0.001], series: { a: y } });
    const { data } = liveOf(figure);
    expect(data[0]?.y).toEqual(y);
    expect(data[1]?.x).toEqual([0.01, 1]);
    expect(figure.description).toContain(
      "slope 4 fitted to 3 points, without 1 at the rounding floor",
    );
    const all = draw({ x: [1, 0.1, 0.01, 0.001], series: { a: y }, floor: 1e-15 });
    expect(all.description).toContain("fitted to 4 points.");
  });

  it("weighs estimates by their errors and gives the slope with its own", () => {
    const y = x.map((h) => ({ value: h * h, standardError: 0.05 * h * h, n: 100 }));
    const { data } = liveOf(draw({ series: { sampled: y } }));
    expect(data[0]?.error_y?.array[0]).toBeCloseTo(0.0125, 10);
    expect(data[0]?.name).toMatch(/^sampled: slope 2\.000 ± 0\.032$/);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ["no series", { series: {} }, /^series = \[\] has 0 entries/],
    ["lengths that differ", { series: { a: [1, 2] } }, /has 2 numbers where x has 4/],
    [
      "an error of zero",
      { series: { a: [1, 0.1, 0.01, 0] } },
      /^series\["a"\]\[3\] = 0 is not positive/,
    ],
    ["x of zero", { x: [1, 0.1, 0.01, 0] }, /^x\[3\] = 0 is not positive/],
    ["two points", { x: [1, 0.1], series: { a: [1, 0.1] } }, /a slope needs 3 points/],
    ["all at the floor", { series: { a: [1e-14, 1e-14, 1e-14, 1e-14] } }, /a slope needs 3 points/],
  ])("refuses %s", (_, more, message) => {
    expect(() => draw(more)).toThrow(message);
  });
});
