import { ensure } from "../../numerics/errors";
import type { Points } from "../../numerics/points";
import { inDigits } from "../number";
import { compose, LEFT, type Trace, WIDTH } from "./compose";
import { dataTable } from "./dataTable";
import type { Figure } from "./figure";
import type { FigureHead } from "./head";
import { frameContents, type SliderOptions } from "./slider";
import { wrapped } from "./textWidth";

/** Images by name: each point is one, its grey values row by row from the top left. */
export type Images = Readonly<Record<string, Points>>;

export interface ImagesOptions extends FigureHead {
  /** Image i of each name stands in one column. */
  readonly images?: Images;
  /** The values that are drawn white and black; what lies beyond looks like them. */
  readonly greys: readonly [white: number, black: number];
  /** Height and width in pixels; a square if left out. */
  readonly shape?: readonly [height: number, width: number];
  /** Images beside each other before the next row begins; 12 if left out. */
  readonly columns?: number;
  /** Images that move, drawn below the others. */
  readonly slider?: SliderOptions<Images>;
}

// A step of a sixteenth is about what an eye tells apart.
const GREYS = 17;
const RIGHT = 24;
/** Between images, and between one row of all names and the next, in pixels of the images. */
const GAP = { image: 2, block: 3 };
const NO_AXIS = { title: { text: "" }, showgrid: false, zeroline: false, showline: false };

interface Grid {
  readonly height: number;
  readonly width: number;
  readonly columns: number;
  readonly greys: readonly [number, number];
}

/**
 * Grey images in rows, one row for each name, optionally with a slider.
 *
 *     plot.images({ ..., images: { drawn, "nearest in training": nearest }, greys: [0, 16] })
 *
 * @throws InvalidArgument if there is no image, the names have different numbers of images, a value is not
 *   finite, or the shape does not fit the points.
 */
export function images(options: ImagesOptions): Figure {
  const moving = options.slider && frameContents(options.slider);
  const contents = moving
    ? moving.contents.map((content) => ({ ...options.images, ...content }))
    : [options.images ?? {}];
  const grid = gridOf(options, contents);
  const drawn = contents[moving?.shown ?? 0] as Images;
  const names = Object.keys(drawn);
  const count = (drawn[names[0] as string] as Points).n;
  const blocks = Math.ceil(count / grid.columns);
  const pixel = pixelSize(grid);
  // One pixel of the screen on each side, for the frames.
  const edge = 1 / pixel;
  const rowHeight = grid.height + GAP.image;
  const blockHeight = names.length * rowHeight + GAP.block;
  const high = blocks * blockHeight - GAP.block - GAP.image;
  const rows = Array.from({ length: blocks }, (_, b) =>
    names.map((name, k) => ({ name, top: b * blockHeight + k * rowHeight })),
  ).flat();
  const draw = (content: Images) => tracesOf(content, grid, rowHeight, blockHeight);
  return compose({
    head: options,
    traces: draw(drawn),
    x: {
      options: { title: "x" },
      range: [-edge, panelWidth() / pixel - edge],
      extra: { ...NO_AXIS, showticklabels: false, ticks: "" },
    },
    y: {
      options: { title: "y" },
      range: [-high - edge, edge],
      extra: {
        ...NO_AXIS,
        ticks: "",
        tickvals: rows.map(({ top }) => -(top + grid.height / 2)),
        ticktext: rows.map(({ name }) => wrapped(name, 12, LEFT - 14).join("<br>")),
      },
    },
    height: high * pixel + 2,
    // Nothing is written below the panel.
    axisRoom: -44,
    slider: moving && { ...moving, frames: contents.map(draw) },
    description: names
      .map((name) => describe(name, drawn[name] as Points, grid))
      .concat(`Drawn white: ${inDigits(grid.greys[0])}, black: ${inDigits(grid.greys[1])}.`)
      .join(" "),
    table: dataTable([
      { name: "image", values: Array.from({ length: count }, (_, i) => i + 1) },
      ...names.map((name) => ({ name: `mean of ${name}`, values: means(drawn[name] as Points) })),
    ]),
  });
}

function panelWidth(): number {
  return WIDTH - LEFT - RIGHT;
}

/** On the screen; a whole number, so that the edges of pixels lie on those of the screen. */
function pixelSize({ columns, width }: Grid): number {
  return Math.floor(panelWidth() / (columns * (width + GAP.image) - GAP.image));
}

function gridOf(options: ImagesOptions, contents: readonly Images[]): Grid {
  const { greys, columns = 12 } = options;
  const all = contents.flatMap((content) => Object.entries(content));
  const [, first] = all[0] ?? [];
  ensure(first !== undefined && first.n > 0, () => ({
    argument: "images",
    value: options.images,
    problem: "holds no image",
    consequence: "the figure would be empty",
    remedy: "give points, each of them an image",
  }));
  const { n, dim } = first as Points;
  const side = Math.round(Math.sqrt(dim));
  const [height, width] = options.shape ?? [side, side];
  ensure(Number.isInteger(height) && Number.isInteger(width) && height * width === dim, () => ({
    argument: "shape",
    value: options.shape,
    problem: `does not hold ${dim} values`,
    consequence: "the rows of the images would be torn",
    remedy: options.shape ? "give [height, width]" : "they are no square: give [height, width]",
  }));
  ensure(greys.every(Number.isFinite) && greys[0] !== greys[1], () => ({
    argument: "greys",
    value: greys,
    problem: "are not two different numbers",
    consequence: "nothing would say what is white and what is black",
    remedy: "give the values of white and of black",
  }));
  for (const [name, images] of all) {
    ensure(images.n === n && images.dim === dim, () => ({
      argument: `images["${name}"]`,
      value: images,
      problem: `holds ${images.n} images of ${images.dim} values where the first holds ${n} of ${dim}`,
      consequence: "they could not stand in columns",
      remedy: "give as many images of the same shape under each name",
    }));
    const bad = images.data.findIndex((value) => !Number.isFinite(value));
    ensure(bad < 0, () => ({
      argument: `images["${name}"][${bad}]`,
      value: images.data[bad],
      problem: "is not finite",
      consequence: "it has no grey value",
      remedy: "look for a division by zero where it was computed",
    }));
  }
  const grid = { height, width, columns: Math.min(columns, n), greys };
  ensure(Number.isInteger(columns) && columns >= 1 && pixelSize(grid) >= 1, () => ({
    argument: "columns",
    value: columns,
    problem: "is not a number of images that fit beside each other",
    consequence: "the images could not be drawn",
    remedy: "give a smaller whole number",
  }));
  return grid;
}

/** A polygon; null lifts the pen. */
interface Outline {
  readonly x: (number | null)[];
  readonly y: (number | null)[];
}

function tracesOf(
  content: Images,
  { height, width, columns, greys: [white, black] }: Grid,
  rowHeight: number,
  blockHeight: number,
): readonly Trace[] {
  const outlines = Array.from({ length: GREYS }, (): Outline => ({ x: [], y: [] }));
  const rectangle = (grey: number, left: number, top: number, w: number, h: number) => {
    const { x, y } = outlines[grey] as Outline;
    x.push(left, left + w, left + w, left, left, null);
    y.push(-top, -top, -top - h, -top - h, -top, null);
  };
  const greyOf = (value: number) => {
    const share = Math.min(Math.max((value - white) / (black - white), 0), 1);
    return Math.round(share * (GREYS - 1));
  };
  Object.values(content).forEach((all, k) => {
    for (let i = 0; i < all.n; i++) {
      const left = (i % columns) * (width + GAP.image);
      const top = Math.floor(i / columns) * blockHeight + k * rowHeight;
      rectangle(0, left, top, width, height);
      for (let row = 0; row < height; row++) {
        const at = (column: number) =>
          greyOf(all.data[i * all.dim + row * width + column] as number);
        // Neighbours of one grey are one rectangle: there is no seam, and the figure stays small.
        for (let from = 0, to = 1; from < width; from = to, to++) {
          while (to < width && at(to) === at(from)) to++;
          if (at(from) > 0) rectangle(at(from), left + from, top + row, to - from, 1);
        }
      }
    }
  });
  return outlines.map(({ x, y }, grey) => {
    const level = Math.round(255 * (1 - grey / (GREYS - 1)));
    return {
      type: "scatter",
      // White has the frame of the image.
      mode: grey === 0 ? "lines" : "none",
      name: `grey ${grey}`,
      x,
      y,
      fill: "toself",
      fillcolor: `rgb(${level},${level},${level})`,
      line: { color: "#9a9a9a", width: 1 },
      hoverinfo: "skip",
      showlegend: false,
    };
  });
}

function means(images: Points): readonly number[] {
  return Array.from({ length: images.n }, (_, i) => {
    const one = images.data.subarray(i * images.dim, (i + 1) * images.dim);
    return one.reduce((sum, value) => sum + value, 0) / images.dim;
  });
}

function describe(name: string, { n }: Points, { height, width }: Grid): string {
  return `${name}: ${n} ${n === 1 ? "image" : "images"} of ${height} by ${width} pixels.`;
}
