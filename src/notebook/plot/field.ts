import { ensure } from "../../numerics/errors";
import { type Points, points } from "../../numerics/points";
import { inDigits } from "../number";
import { type Arrow, arrowStrokes } from "./arrows";
import { type Axis, axisOptions } from "./axis";
import { compose, LEFT, type Trace, WIDTH } from "./compose";
import { dataTable } from "./dataTable";
import { type DensityLike, valuesOf } from "./density";
import type { Figure } from "./figure";
import type { FigureHead } from "./head";
import { frameContents, type SliderOptions } from "./slider";
import { INK } from "./style";

/** What is drawn on a plane; names appear in the legend and beside the colours. */
export interface FieldContent {
  /** Filled contours of a density, or of any function on the plane. */
  readonly contours?: { readonly name: string; readonly of: DensityLike };
  /** Arrows of a vector field, longer where it is stronger (by the square root). */
  readonly arrows?: {
    readonly name: string;
    readonly of: { score(x: Points): Points } | ((x: Points) => Points);
  };
  /** Single points, of dimension 2. */
  readonly points?: { readonly name: string; readonly of: Points };
}

export interface FieldOptions extends FigureHead, FieldContent {
  /** The rectangle that is shown; both axes have the same scale. */
  readonly range: { readonly x: readonly [number, number]; readonly y: readonly [number, number] };
  readonly axes: { readonly x: Axis; readonly y: Axis };
  /** What moves; it is drawn in place of what has the same key, or with it. */
  readonly slider?: SliderOptions<FieldContent>;
}

const GRID = 61;
const LEVELS = 15;
const ARROWS_ACROSS = 17;
const COLOUR_BAR = 104;
const HEIGHTS = [240, 560] as const;
// Light enough for dark arrows everywhere, and getting darker throughout, so that it reads in grey.
const COLOURS = [
  [0, "#ffffff"],
  [0.35, "#cfe3f2"],
  [0.7, "#8fbfe0"],
  [1, "#4a94c8"],
] as const;

interface Drawn {
  readonly contours: { readonly name: string; readonly z: readonly number[][] } | undefined;
  readonly arrows: { readonly name: string; readonly arrows: readonly Arrow[] } | undefined;
  readonly points: { readonly name: string; readonly of: Points } | undefined;
}

/**
 * A plane with filled contours, arrows and points, any of them; optionally with a slider.
 *
 * @throws InvalidArgument if there is nothing to draw, a value is not finite, or points are not of
 *   dimension 2.
 */
export function field(options: FieldOptions): Figure {
  const { range, slider } = options;
  const x = axisOptions(withRange(options.axes.x, range.x), "range.x");
  const y = axisOptions(withRange(options.axes.y, range.y), "range.y");
  const plane = planeOf(range);
  const moving = slider && frameContents(slider);
  const contents = moving ? moving.contents.map((c) => ({ ...options, ...c })) : [options];
  const frames = contents.map((content) => read(content, plane));
  const drawn = frames[moving?.shown ?? 0] as Drawn;
  const top = Math.max(0, ...frames.flatMap((f) => f.contours?.z.flat() ?? []));
  const bottom = Math.min(top, ...frames.flatMap((f) => f.contours?.z.flat() ?? []));
  const draw = (frame: Drawn) => tracesOf(frame, plane, [bottom, top]);
  const right = drawn.contours ? COLOUR_BAR : 24;
  const shape = (range.y[1] - range.y[0]) / (range.x[1] - range.x[0]);
  const height = Math.round((WIDTH - LEFT - right) * shape);
  return compose({
    head: options,
    traces: draw(drawn),
    x: { options: x, range: range.x, extra: { constrain: "domain", zeroline: false } },
    y: {
      options: y,
      range: range.y,
      extra: { scaleanchor: "x", constrain: "domain", zeroline: false },
    },
    height: Math.min(Math.max(height, HEIGHTS[0]), HEIGHTS[1]),
    right,
    slider: moving && { ...moving, frames: frames.map(draw) },
    description: describe(drawn, plane),
    table: tableOf(drawn, plane, [x.title, y.title]),
  });
}

function withRange(axis: Axis, range: readonly [number, number]) {
  return { ...(typeof axis === "string" ? { title: axis } : axis), range };
}

/** The places where the contours and the arrows are computed. */
interface Plane {
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly grid: Points;
  readonly arrowGrid: Points;
  readonly spacing: number;
}

function planeOf({ x, y }: FieldOptions["range"]): Plane {
  const between = ([from, to]: readonly [number, number], count: number) =>
    Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
  const [xs, ys] = [between(x, GRID), between(y, GRID)];
  const spacing = Math.max(x[1] - x[0], y[1] - y[0]) / ARROWS_ACROSS;
  const centres = ([from, to]: readonly [number, number]) => {
    const count = Math.max(2, Math.round((to - from) / spacing));
    return Array.from({ length: count }, (_, i) => from + ((to - from) * (i + 0.5)) / count);
  };
  const arrowXs = centres(x);
  return {
    xs,
    ys,
    grid: points(ys.flatMap((b) => xs.map((a) => [a, b]))),
    arrowGrid: points(centres(y).flatMap((b) => arrowXs.map((a) => [a, b]))),
    spacing,
  };
}

function read({ contours, arrows, points: dots }: FieldContent, plane: Plane): Drawn {
  ensure(contours !== undefined || arrows !== undefined, () => ({
    argument: "options",
    value: {},
    problem: "has neither contours nor arrows",
    consequence: "the plane would be empty",
    remedy: "give one of them, or both",
  }));
  ensure(!dots || dots.of.dim === 2, () => ({
    argument: "points.of.dim",
    value: dots?.of.dim,
    problem: "is not 2",
    consequence: "the points have no place on the plane",
    remedy: "give points of dimension 2",
  }));
  const z = contours && valuesOf(contours.of, plane.grid, "contours.of");
  return {
    contours: contours &&
      z && { name: contours.name, z: plane.ys.map((_, i) => z.slice(i * GRID, (i + 1) * GRID)) },
    arrows: arrows && { name: arrows.name, arrows: arrowsOf(arrows.of, plane.arrowGrid) },
    points: dots,
  };
}

function arrowsOf(of: NonNullable<FieldContent["arrows"]>["of"], at: Points): readonly Arrow[] {
  const vectors = typeof of === "function" ? of(at) : of.score(at);
  ensure(vectors.dim === 2 && vectors.n === at.n && vectors.data.every(Number.isFinite), () => ({
    argument: "arrows.of",
    value: vectors.data,
    problem: `does not give a finite vector of dimension 2 at each of ${at.n} points`,
    consequence: "the arrows could not be drawn",
    remedy: "give a field on the plane that is defined on all of the range",
  }));
  const number = (data: Float64Array, i: number) => Number((data[i] as number).toPrecision(7));
  return Array.from({ length: at.n }, (_, i) => ({
    x: number(at.data, 2 * i),
    y: number(at.data, 2 * i + 1),
    dx: number(vectors.data, 2 * i),
    dy: number(vectors.data, 2 * i + 1),
  }));
}

function tracesOf(
  { contours, arrows, points: dots }: Drawn,
  { xs, ys, spacing }: Plane,
  [bottom, top]: readonly [number, number],
): readonly Trace[] {
  const traces: Trace[] = [];
  if (contours) {
    const size = roundStep((top - bottom) / LEVELS || 1);
    const start = size * (Math.floor(bottom / size) + 1);
    traces.push({
      type: "contour",
      name: contours.name,
      x: xs,
      y: ys,
      z: contours.z,
      colorscale: COLOURS,
      zmin: bottom,
      zmax: top,
      contours: { start, end: top, size, coloring: "fill" },
      line: { color: "#5b7f99", width: 0.7 },
      colorbar: {
        title: { text: contours.name, side: "right" },
        thickness: 16,
        outlinewidth: 0.5,
        exponentformat: "power",
        tick0: 0,
        dtick: ((top - bottom) / size > 10 ? 4 : 2) * size,
      },
      showlegend: false,
    });
  }
  if (arrows) {
    traces.push({
      type: "scatter",
      mode: "lines",
      name: `${arrows.name} (length: its square root)`,
      ...arrowStrokes(arrows.arrows, 0.92 * spacing),
      line: { color: INK, width: 1.3 },
      hoverinfo: "skip",
      showlegend: true,
    });
  }
  if (dots) {
    const coordinate = (k: number) =>
      Array.from({ length: dots.of.n }, (_, i) =>
        Number((dots.of.data[2 * i + k] as number).toPrecision(5)),
      );
    traces.push({
      type: "scatter",
      mode: "markers",
      name: dots.name,
      x: coordinate(0),
      y: coordinate(1),
      marker: {
        color: "#d55e00",
        size: dots.of.n > 300 ? 4 : 7,
        line: { color: "#ffffff", width: dots.of.n > 300 ? 0.4 : 1 },
      },
      showlegend: true,
    });
  }
  return traces;
}

/** A step of 1, 2, 2.5 or 5 times a power of ten, not smaller than the one asked for. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 2.5, 5, 10].find((f) => f * power >= step * (1 - 1e-9)) ?? 10;
  return Number((factor * power).toPrecision(3));
}

function describe({ contours, arrows, points: dots }: Drawn, { xs, ys }: Plane): string {
  const sentences: string[] = [];
  if (contours) {
    const z = contours.z.flat();
    const high = z.indexOf(Math.max(...z));
    const place = [xs[high % GRID], ys[Math.floor(high / GRID)]].map((v) =>
      inDigits(v as number, 3),
    );
    sentences.push(
      `Filled contours of ${contours.name}, from ${inDigits(Math.min(...z))} to ${inDigits(Math.max(...z))}, greatest at (${place.join(", ")}).`,
    );
  }
  if (arrows) {
    const sizes = arrows.arrows.map(({ dx, dy }) => Math.hypot(dx, dy));
    sentences.push(
      `Arrows of ${arrows.name}, of lengths from ${inDigits(Math.min(...sizes))} to ${inDigits(Math.max(...sizes))}, drawn by their square root.`,
    );
  }
  if (dots) sentences.push(`${dots.of.n} points: ${dots.name}.`);
  return sentences.join(" ");
}

function tableOf({ contours, arrows }: Drawn, plane: Plane, titles: readonly [string, string]) {
  const [xTitle, yTitle] = titles;
  if (arrows) {
    const column = (name: string, key: keyof Arrow) => ({
      name,
      values: arrows.arrows.map((arrow) => arrow[key]),
    });
    return dataTable([
      column(xTitle, "x"),
      column(yTitle, "y"),
      column(`${arrows.name} along ${xTitle}`, "dx"),
      column(`${arrows.name} along ${yTitle}`, "dy"),
    ]);
  }
  const flat = (k: number) =>
    Array.from({ length: plane.grid.n }, (_, i) => plane.grid.data[2 * i + k] as number);
  return dataTable([
    { name: xTitle, values: flat(0) },
    { name: yTitle, values: flat(1) },
    { name: contours?.name ?? "", values: contours?.z.flat() ?? [] },
  ]);
}
