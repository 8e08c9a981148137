import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { escaped } from "../../reporting/html";
import type { FigureParts } from "./figure";
import { textWidth } from "./textWidth";

// Plotly draws into a page; jsdom is one without a screen. Its fonts have no size, so the few measures
// that Plotly takes of a text are estimated here.

interface Page {
  eval(script: string): unknown;
  readonly document: { createElement(name: string): unknown };
  readonly Math: { random(): number };
  readonly URL: { createObjectURL?: () => string };
  readonly Element: { prototype: Record<string, unknown> };
  readonly SVGElement: { prototype: Record<string, unknown> };
  readonly HTMLCanvasElement: { prototype: Record<string, unknown> };
  readonly Plotly: { toImage(figure: unknown, options: Record<string, unknown>): Promise<string> };
}

interface PageElement {
  readonly tagName: string;
  readonly textContent: string | null;
  readonly children: ArrayLike<PageElement>;
  readonly parentNode: PageElement | null;
  readonly style?: { readonly fontSize?: string };
  getAttribute(name: string): string | null;
}

let page: Page | undefined;
let drawing: Promise<unknown> = Promise.resolve();

/** The figure as a self-contained SVG document. Figures are drawn one after the other. */
export function drawSVG(parts: FigureParts): Promise<string> {
  const next = drawing.then(() => draw(parts));
  drawing = next.catch(() => undefined);
  return next;
}

async function draw({ id, title, caption, description, still }: FigureParts): Promise<string> {
  page ??= open();
  // The names that Plotly gives to clip paths are random; made from the id of the figure they are the
  // same each time, and two figures in one page do not share them.
  page.Math.random = repeatable(id);
  const { width, height } = still.layout as { width: number; height: number };
  const raw = await page.Plotly.toImage(structuredClone(still), {
    format: "svg",
    imageDataOnly: true,
    width,
    height,
  });
  const head = `<title id="${id}-title">${escaped(title)}</title><desc id="${id}-desc">${escaped(`${caption} ${description}`)}</desc>`;
  return raw.replace(
    /^<svg([^>]*)>/,
    (_, attributes: string) =>
      `<svg${attributes} role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc">${head}`,
  );
}

function open(): Page {
  const load = createRequire(__filename);
  const { JSDOM } = load("jsdom") as {
    JSDOM: new (html: string, options: Record<string, unknown>) => { window: Page };
  };
  const { window } = new JSDOM("<!doctype html><body></body>", {
    runScripts: "outside-only",
    pretendToBeVisual: true,
  });
  window.URL.createObjectURL = () => "blob:none";
  window.HTMLCanvasElement.prototype.getContext = () => null;
  window.Element.prototype.getBoundingClientRect = function (this: PageElement) {
    return boxOf(this);
  };
  window.SVGElement.prototype.getBBox = function (this: PageElement) {
    return boxOf(this);
  };
  window.SVGElement.prototype.getComputedTextLength = function (this: PageElement) {
    return boxOf(this).width;
  };
  window.eval(readFileSync(load.resolve("plotly.js-dist/plotly.js"), "utf8"));
  return window;
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly width: number;
  readonly height: number;
}

/** The box around a text, or around the texts of a group; nothing else is ever measured. */
function boxOf(element: PageElement): Box {
  const tag = element.tagName.toLowerCase();
  return moved(tag === "text" || tag === "tspan" ? textBox(element) : groupBox(element), element);
}

function groupBox(element: PageElement): Box {
  const inner = Array.from(element.children, boxOf).filter((b) => b.width > 0);
  return inner.length === 0 ? box(0, 0, 0, 0) : around(inner.flatMap(corners));
}

/** The box after the element's own `transform`, of which Plotly uses translations and rotations. */
function moved(measured: Box, element: PageElement): Box {
  const steps = (element.getAttribute("transform") ?? "").matchAll(
    /(translate|rotate)\(([^)]*)\)/g,
  );
  let points = corners(measured);
  for (const [, kind, list] of Array.from(steps).reverse()) {
    const [a = 0, b = 0, c = 0] = (list as string).split(/[\s,]+/).map(Number);
    const [sin, cos] = [Math.sin((a * Math.PI) / 180), Math.cos((a * Math.PI) / 180)];
    points = points.map(([x, y]) =>
      kind === "translate"
        ? [x + a, y + b]
        : [b + cos * (x - b) - sin * (y - c), c + sin * (x - b) + cos * (y - c)],
    );
  }
  return around(points);
}

function corners({ left, top, right, bottom }: Box): [number, number][] {
  return [left, right].flatMap((x) => [top, bottom].map((y): [number, number] => [x, y]));
}

function around(points: readonly (readonly [number, number])[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  return box(left, top, Math.max(...xs) - left, Math.max(...ys) - top);
}

function textBox(element: PageElement): Box {
  const size = fontSize(element);
  const lines = Array.from(element.children).filter((c) => c.getAttribute("class") === "line");
  const texts = (lines.length > 0 ? lines : [element]).map((line) => line.textContent ?? "");
  const width = Math.max(...texts.map((text) => textWidth(text, size)));
  const height = 1.2 * size + (texts.length - 1) * 1.3 * size;
  const x = Number(element.getAttribute("x") ?? 0);
  const y = Number(element.getAttribute("y") ?? 0);
  const anchor = element.getAttribute("text-anchor");
  const shift = anchor === "middle" ? width / 2 : anchor === "end" ? width : 0;
  return box(x - shift, y - size, width, height);
}

function box(x: number, y: number, width: number, height: number): Box {
  return { x, y, left: x, top: y, right: x + width, bottom: y + height, width, height };
}

function fontSize(element: PageElement | null): number {
  for (let at = element; at; at = at.parentNode) {
    const size = Number.parseFloat(at.style?.fontSize ?? "");
    if (size > 0) return size;
  }
  return 13;
}

/** A small linear congruential generator, seeded by a text (Numerical Recipes, 1992, section 7.1). */
function repeatable(seed: string): () => number {
  let state = 0;
  for (const character of seed) state = (Math.imul(state, 31) + character.charCodeAt(0)) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
