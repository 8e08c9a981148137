import { JSDOM } from "jsdom";
import { describe, expect, it, vi } from "vitest";
import { plot } from "../../../src/notebook/plot";
import { points } from "../../../src/numerics/points";
import { head, liveOf } from "./plotly";

// The first figure loads ten megabytes of drawing library.
vi.setConfig({ testTimeout: 60_000 });

const x = Array.from({ length: 41 }, (_, i) => -2 + i / 10);
const line = (more: object = {}) =>
  plot.curves({
    ...head,
    x,
    curves: { parabola: x.map((v) => v * v), line: x },
    axes: { x: "the x axis", y: "the y axis" },
    marks: [{ x: 1, label: "a mark" }],
    ...more,
  });
const plane = () =>
  plot.field({
    ...head,
    range: { x: [-1, 1], y: [-1, 1] },
    axes: { x: "x1", y: "x2" },
    contours: { name: "height", of: (p) => p.data.filter((_, i) => i % 2 === 0).map((v) => v * v) },
    arrows: {
      name: "field",
      of: (p) =>
        points(
          p.data.map((v) => -v),
          2,
        ),
    },
  });

describe("the SVG of a figure", () => {
  it("is the same, byte for byte, each time", async () => {
    const first = await line().toSVG();
    await plane().toSVG();
    expect((await line().toSVG()) === first).toBe(true);
  });

  it("shares no name with another figure, so that two can stand in one page", async () => {
    const names = (svg: string) => new Set([...svg.matchAll(/ id="([^"]+)"/g)].map((m) => m[1]));
    const one = names(await line({ id: "one" }).toSVG());
    const two = names(await line({ id: "two" }).toSVG());
    expect(one.size).toBeGreaterThan(3);
    expect([...one].filter((name) => two.has(name))).toEqual([]);
  });

  it.each([18, 19, 20])(
    "has room above the panel for all rows of the legend, with names of %d letters",
    async (letters) => {
      const names = ["a", "b", "c", "d", "e", "f"].map((name) => name.repeat(letters));
      const figure = line({ curves: Object.fromEntries(names.map((name) => [name, x])) });
      const { document } = new JSDOM(await figure.toSVG(), { contentType: "image/svg+xml" }).window;
      const rows = new Set(
        [...document.querySelectorAll(".legend .traces")].map(
          (trace) => /,\s*([\d.]+)/.exec(trace.getAttribute("transform") ?? "")?.[1],
        ),
      );
      const [edge, title, gap, mark] = [14, 22, 8, 20];
      const room = liveOf(figure).layout.margin.t! - edge - title - gap - mark;
      expect(rows.size).toBeGreaterThan(0);
      expect(rows.size * 21).toBeLessThanOrEqual(room);
    },
  );

  it("is an image with a title and a description", async () => {
    const svg = await line({ title: "p < q & r", description: "It <rises>." }).toSVG();
    const { document } = new JSDOM(svg, { contentType: "image/svg+xml" }).window;
    const root = document.documentElement;
    expect(root.getAttribute("role")).toBe("img");
    const named = (attribute: string) =>
      document.getElementById(root.getAttribute(attribute) ?? "")?.textContent;
    expect(named("aria-labelledby")).toBe("p < q & r");
    expect(named("aria-describedby")).toBe("It shows something. It <rises>.");
  });

  it("shows axis titles, tick labels, legend, marks and caption", async () => {
    const svg = await line().toSVG();
    const { document } = new JSDOM(svg, { contentType: "image/svg+xml" }).window;
    const texts = [...document.querySelectorAll("text")].map((t) => t.textContent);
    for (const expected of ["A title", "the x axis", "the y axis", "−1", "parabola", "line"]) {
      expect(texts).toContain(expected);
    }
    expect(texts).toContain("a mark");
    expect(texts).toContain("It shows something.");
  });

  it("needs nothing from outside and contains no impossible number", async () => {
    for (const figure of [line(), plane()]) {
      const svg = await figure.toSVG();
      const links = svg.match(/(https?:|data:|blob:|url\((?!['"]?#))[^"' )]*/g) ?? [];
      expect(links.filter((link) => !link.startsWith("http://www.w3.org/"))).toEqual([]);
      expect(svg).not.toMatch(/NaN|Infinity|undefined|<image|<foreignObject|<script/);
      expect(svg).toContain("sans-serif");
    }
  });

  it("stands on an opaque white ground, so that it reads in a dark theme", async () => {
    expect(await line().toSVG()).toMatch(
      /<rect x="0" y="0" width="720" height="\d+" style="fill: rgb\(255, 255, 255\); fill-opacity: 1/,
    );
  });

  it("draws filled contours and arrows", async () => {
    const svg = await plane().toSVG();
    expect(svg.match(/class="contourlevel"|contourfill/g)?.length).toBeGreaterThan(0);
    expect(svg).toContain("scatterlayer");
  });

  it("leaves the slider out and says which frame it shows", async () => {
    const moving = plot.curves({
      ...head,
      x,
      axes: { x: "x", y: "y" },
      slider: { label: "k", values: [1, 2], shown: 2, at: (k) => ({ c: x.map((v) => k * v) }) },
    });
    const svg = await moving.toSVG();
    expect(svg).toContain("(Shown: k = 2.)");
    expect(svg).not.toContain("slider");
  });

  it("does not depend on which other figures are drawn at the same time", async () => {
    const bars = () => {
      const series = { a: [1, 2], b: [2, 1] };
      return plot.bars({ ...head, labels: ["p", "q"], series, axes: { x: "x", y: "y" } });
    };
    const alone = [await line().toSVG(), await plane().toSVG(), await bars().toSVG()];
    const together = await Promise.all([line().toSVG(), plane().toSVG(), bars().toSVG()]);
    // Booleans, since the difference of two drawings fills the screen.
    expect(together.map((svg, i) => svg === alone[i])).toEqual([true, true, true]);
  });
});
