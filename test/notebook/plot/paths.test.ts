import { describe, expect, it } from "vitest";
import { type PathsOptions, paths } from "../../../src/notebook/plot/paths";
import { points } from "../../../src/numerics/points";
import { head, liveOf } from "./plotly";

const draw = (more: Partial<PathsOptions> & Record<string, unknown> = {}) =>
  paths({
    ...head,
    times: [0, 1, 2],
    paths: {
      walks: [
        [0, 1, 0],
        [0, -1, -2],
      ],
      drift: [Float64Array.of(0, 2, 4)],
    },
    axes: { x: "t", y: "X" },
    ...more,
  } as PathsOptions);
const plane = (more: object = {}) =>
  draw({
    times: undefined,
    paths: {
      walk: [
        points([
          [0, 1],
          [2, 3],
          [4, 6],
        ]),
        points([
          [1, 1],
          [0, 0],
        ]),
      ],
    },
    ...more,
  });

describe("plot.paths", () => {
  it("draws the paths of a group as one line with gaps, one style a group", () => {
    const { data } = liveOf(draw());
    expect(data.map((t) => [t.name, t.x, t.y])).toEqual([
      ["walks", [0, 1, 2, null, 0, 1, 2], [0, 1, 0, null, 0, -1, -2]],
      ["drift", [0, 1, 2], [0, 2, 4]],
    ]);
    expect(data[0]?.line?.dash).not.toBe(data[1]?.line?.dash);
  });

  it("in the plane marks the start and the end of each path", () => {
    const { data } = liveOf(plane());
    expect(data.map((t) => [t.name, t.x, t.y])).toEqual([
      ["walk", [0, 2, 4, null, 1, 0], [1, 3, 6, null, 1, 0]],
      ["start of walk", [0, 1], [1, 1]],
      ["end of walk", [4, 0], [6, 0]],
    ]);
  });

  it("describes each group and gives the numbers", () => {
    expect(draw().description).toBe(
      "walks: 2 paths for t from 0 to 2, between -2 and 1; the ends have mean -1. drift: 1 path for t from 0 to 2, between 0 and 4; the ends have mean 4.",
    );
    expect(draw().toText()).toMatch(/t of path 1 +X of path 1 +X of path 2\n/);
    expect(plane().toText()).toMatch(/t of path 1 +X of path 1 +t of path 2 +X of path 2\n/);
  });

  it.each<[string, () => unknown, RegExp]>([
    ["no groups", () => draw({ paths: {} }), /^paths = \[\] has 0 groups/],
    ["an empty group", () => draw({ paths: { a: [] } }), /^paths\["a"\] = \[\] holds no path/],
    [
      "a short path",
      () => draw({ paths: { a: [[1, 2]] } }),
      /^paths\["a"\]\[0\] = .* has 2 numbers/,
    ],
    ["NaN", () => draw({ paths: { a: [[1, 2, Number.NaN]] } }), /^paths\["a"\]\[0\]\[2\] = NaN/],
    [
      "numbers without times",
      () => plane({ paths: { a: [[1, 2]] } }),
      /^paths\["a"\]\[0\] = .*dimension 2/,
    ],
    [
      "zero on a logarithmic axis",
      () => draw({ axes: { x: { title: "t", log: true }, y: "X" } }),
      /is not positive/,
    ],
    [
      "seven groups",
      () => draw({ paths: Object.fromEntries([..."abcdefg"].map((k) => [k, [[1, 2, 3]]])) }),
      /has 7 groups/,
    ],
  ])("refuses %s", (_, make, message) => {
    expect(make).toThrow(message);
  });
});
