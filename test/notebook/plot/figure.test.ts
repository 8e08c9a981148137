import { createRequire } from "node:module";
import { afterEach, describe, expect, it, vi } from "vitest";
import { plot } from "../../../src/notebook/plot";
import { hooked, unhook } from "../../reporting/hook";
import { head, liveOf } from "./plotly";

afterEach(unhook);

// The first figure loads ten megabytes of drawing library.
vi.setConfig({ testTimeout: 60_000 });

const loaded = () =>
  Object.keys(createRequire(import.meta.url).cache).filter((file) =>
    /node_modules.jsdom/.test(file),
  );
const line = (more: object = {}) =>
  plot.curves({
    ...head,
    x: [0, 1, 2],
    curves: { parabola: [0, 1, 4] },
    axes: { x: "the x axis", y: "the y axis" },
    ...more,
  });

describe("a figure", () => {
  it("loads the drawing library when it is first drawn, and not before", async () => {
    await import("../../../src/index");
    const figure = line();
    expect(loaded()).toEqual([]);
    await figure.toSVG();
    expect(loaded().length).toBeGreaterThan(10);
  });

  it("has three forms and no HTML", async () => {
    const { data } = await line().toMimeBundle();
    expect(Object.keys(data)).toEqual([
      "application/vnd.plotly.v1+json",
      "image/svg+xml",
      "text/plain",
    ]);
  });

  it("names itself in the metadata, for whoever writes it to a file", async () => {
    const { metadata } = await line({ description: "A parabola." }).toMimeBundle();
    expect(metadata).toEqual({
      "score-matching": {
        figure: "a-figure",
        caption: "It shows something.",
        description: "A parabola.",
      },
    });
  });

  it("in words gives title, caption, description and the data", async () => {
    const { data } = await line().toMimeBundle();
    expect(data["text/plain"]).toBe(
      [
        "A title",
        "It shows something.",
        "parabola: from 0 at the x axis = 0 to 4 at the x axis = 2; least 0 at the x axis = 0, greatest 4 at the x axis = 2.",
        "the x axis  parabola\n         0         0\n         1         1\n         2         4",
      ].join("\n\n"),
    );
  });

  it("sends no reader's data anywhere", async () => {
    const { config } = liveOf(line());
    expect(config).toMatchObject({ showSendToCloud: false, plotlyServerURL: "" });
  });

  it("is shown in the middle of a cell by show()", async () => {
    const shown = hooked();
    expect(await line().show()).toBeUndefined();
    expect(shown).toHaveLength(1);
    expect(shown[0]?.bundle.data["image/svg+xml"]).toContain("<svg");
  });

  it("shows its caption below the axes in the live form", async () => {
    const caption = "word ".repeat(60).trim();
    const { layout } = liveOf(line({ caption }));
    const shown = layout.annotations.find((a) => String(a.text).startsWith("word"))!;
    expect(shown).toMatchObject({ y: 0, yanchor: "top", yref: "paper" });
    const lines = String(shown.text).split("<br>");
    expect(lines.join(" ")).toBe(caption);
    expect(lines.length).toBeGreaterThan(1);
    // Each line has its room in the margin.
    expect(layout.margin.b! + Number(shown.yshift)).toBeGreaterThanOrEqual(lines.length * 18);
  });

  it.each([
    ["id", "An Id"],
    ["id", "a_b"],
    ["id", "a--b"],
    ["id", ""],
    ["title", " "],
    ["caption", ""],
    ["description", ""],
  ])("is refused with the %s %j", (argument, value) => {
    expect(() => line({ [argument]: value })).toThrow(new RegExp(`^${argument} = `));
  });

  it("is refused without a title on an axis", () => {
    expect(() => line({ axes: { x: "", y: "y" } })).toThrow(/^axes\.x = "" has no title/);
    expect(() => line({ axes: { x: "x", y: { title: " " } } })).toThrow(/^axes\.y = .* no title/);
  });
});
