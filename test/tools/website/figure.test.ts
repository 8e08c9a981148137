import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { JSDOM } from "jsdom";
import { describe, expect, it } from "vitest";
import { here } from "../../../tools/setup/paths.mjs";
import { croppedSvg, liveFigure, titleOf } from "../../../tools/website/figure.mjs";

const figures = readdirSync(join(here, "figures")).filter((name) => /^\d\d-.*\.svg$/.test(name));

describe("the picture of a page", () => {
  it.each(figures)("%s loses its title and its caption, and nothing else", (name) => {
    const whole = readFileSync(join(here, "figures", name), "utf8");
    const cropped = croppedSvg(whole);
    const [before, after] = [whole, cropped].map(read);
    expect(after!.title).toBe(before!.title);
    expect(before!.texts.slice(0, -2)).toEqual(after!.texts);
    const [, top, width, height] = cropped.match(/viewBox="0 (\d+) (\d+) (\d+)"/)!.map(Number);
    const [, full] = whole.match(/ height="(\d+)"/)!.map(Number);
    expect(width).toBe(720);
    expect(top).toBeGreaterThan(20);
    expect(height).toBeGreaterThan(full! / 2);
    expect(top! + height!).toBeLessThan(full!);
  });

  it("is refused where there is no title and no caption to take away", () => {
    expect(() => croppedSvg('<svg width="720" height="100"></svg>')).toThrow(/no title/);
  });
});

function read(svg: string) {
  const { document } = new JSDOM(svg, { contentType: "image/svg+xml" }).window;
  return {
    title: document.querySelector("title")!.textContent,
    texts: [...document.querySelectorAll(".annotation")].map((group) => group.textContent),
  };
}

describe("the live figure of a page", () => {
  const annotations = [{ text: "a mark" }, { text: "<b>The title</b>" }, { text: "The caption." }];
  const layout = { annotations, margin: { t: 73, b: 192 }, width: 720, height: 695 };
  const slider = {
    currentvalue: { prefix: "sigma = " },
    active: 1,
    steps: ["0.5", "1"].map((label, i) => ({ label, args: [[String(i)]] })),
  };

  it("leaves title and caption to the page, and the room that they took", () => {
    const live = liveFigure({ data: [], layout });
    expect(live.layout.annotations).toEqual([{ text: "a mark" }]);
    expect(live.layout.height).toBe(695 - 40 - 130);
    expect(live.layout).not.toHaveProperty("width");
    expect(titleOf({ data: [], layout })).toBe("The title");
  });

  it("tells the page what moves, in place of Plotly's own slider", () => {
    const live = liveFigure({
      data: [],
      layout: { ...layout, sliders: [slider] },
      frames: [{}, {}],
    });
    expect(live.slider).toEqual({
      label: "sigma",
      names: ["0.5", "1"],
      frames: ["0", "1"],
      shown: 1,
    });
    expect(live.layout).not.toHaveProperty("sliders");
  });
});
