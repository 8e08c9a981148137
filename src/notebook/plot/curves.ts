import { ensure } from "../../numerics/errors";
import { type Axis, type AxisOptions, axisOptions, axisRange, ensureOnAxis } from "./axis";
import { compose, type Trace } from "./compose";
import { dataTable } from "./dataTable";
import { describeCurve } from "./describe";
import type { Figure } from "./figure";
import type { FigureHead } from "./head";
import type { Mark } from "./marks";
import { type Measurements, measured, reach } from "./measured";
import { ensureSameLength, extent, type Numbers, numbers } from "./numbers";
import { frameContents, type SliderOptions } from "./slider";
import { MOST_STYLES, style } from "./style";
import { crossings } from "./zeros";

/** A line through points. */
export interface Curve {
  /** Numbers, or estimates, which get error bars of one standard error. */
  readonly y: Measurements;
  /** By default the x that all curves share. */
  readonly x?: Numbers;
  /** Show the points: "with line" or "only". */
  readonly points?: "with line" | "only";
  /** Draw it in the second panel, which `axes.lower` names. */
  readonly panel?: "lower";
  /** Mark the places where it crosses zero. */
  readonly zeros?: boolean;
  /** Look like the curve of this name, which speaks for both in the legend: the same thing in two panels. */
  readonly like?: string;
}

/** Curves by name; the values alone if nothing else is to be said. */
export type Curves = Readonly<Record<string, Measurements | Curve>>;

export interface CurvesOptions extends FigureHead {
  /** The x of every curve that has none of its own. */
  readonly x?: Numbers;
  /** At most six, by name. */
  readonly curves?: Curves;
  readonly axes: { readonly x: Axis; readonly y: Axis; readonly lower?: Axis };
  /** Straight lines across the figure, with labels. */
  readonly marks?: readonly Mark[];
  /** Curves that move, drawn after the others. */
  readonly slider?: SliderOptions<Curves>;
}

const PANELS = [
  ["upper", false],
  ["lower", true],
] as const;

interface Drawn {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly errors: readonly number[] | undefined;
  readonly points: Curve["points"];
  readonly lower: boolean;
  readonly zeros: readonly number[] | undefined;
  readonly like: string | undefined;
}

/**
 * Named lines over x, alike in neither colour nor dash; optionally in two panels over one x axis, with
 * marked zeros, error bars, logarithmic axes, and a slider.
 *
 * @throws InvalidArgument if lengths differ, a number is not finite, there is nothing to draw, or there
 *   are more curves than can be told apart.
 */
export function curves(options: CurvesOptions): Figure {
  const axes = {
    x: axisOptions(options.axes.x, "axes.x"),
    y: axisOptions(options.axes.y, "axes.y"),
    lower: options.axes.lower ? axisOptions(options.axes.lower, "axes.lower") : undefined,
  };
  const fixed = read(options.curves ?? {}, options.x, "curves");
  const moving = options.slider && frameContents(options.slider);
  const frames = moving?.contents.map((content) => [
    ...fixed,
    ...read(content, options.x, "slider.at(...)"),
  ]);
  const drawn = frames?.[moving?.shown ?? 0] ?? fixed;
  ensureDrawable(drawn, axes.lower !== undefined);
  const all = frames?.flat() ?? fixed;
  for (const { name, x, y, lower } of all) {
    ensureOnAxis(x, `the x of "${name}"`, axes.x);
    const axis = lower ? axes.lower : axes.y;
    ensure(axis !== undefined, () => ({
      argument: `curves["${name}"].panel`,
      value: "lower",
      problem: "asks for a panel that axes.lower does not name",
      consequence: "its axis would have no title",
      remedy: "give axes.lower",
    }));
    ensureOnAxis(y, `the y of "${name}"`, axis);
  }
  const heights = (axis: AxisOptions, lower: boolean) => {
    const inPanel = all.filter((curve) => curve.lower === lower);
    return axisRange(
      axis,
      extent(...inPanel.map((curve) => reach({ values: curve.y, errors: curve.errors }, axis))),
    );
  };
  const xRange = axisRange(axes.x, extent(...all.map((curve) => curve.x)), 0.02);
  return compose({
    head: options,
    traces: tracesOf(drawn),
    x: { options: axes.x, range: xRange },
    y: { options: axes.y, range: heights(axes.y, false) },
    lower: axes.lower && { options: axes.lower, range: heights(axes.lower, true) },
    marks: options.marks,
    errorBars: all.some((curve) => curve.errors !== undefined),
    slider: moving && frames && { ...moving, frames: frames.map(tracesOf) },
    description: drawn.map((curve) => describeCurve(curve, axes.x.title)).join(" "),
    table: tableOf(drawn, axes.x.title),
  });
}

function read(given: Curves, shared: Numbers | undefined, argument: string): readonly Drawn[] {
  return Object.entries(given).map(([name, curve]) => {
    const at = `${argument}["${name}"]`;
    const full: Curve = isCurve(curve) ? curve : { y: curve };
    const own = full.x ?? shared;
    ensure(own !== undefined, () => ({
      argument: `${at}.x`,
      value: own,
      problem: "is missing, and there is no shared x",
      consequence: "the curve has no place on the axis",
      remedy: "give x for the curve, or one for all curves",
    }));
    const x = numbers(own, full.x ? `${at}.x` : "x");
    const { values: y, errors } = measured(full.y, `${at}.y`);
    ensureSameLength(y, `${at}.y`, x, "x");
    const zeros = full.zeros ? crossings(x, y) : undefined;
    const { points, like, panel } = full;
    return { name, x, y, errors, points, lower: panel === "lower", zeros, like };
  });
}

function isCurve(curve: Measurements | Curve): curve is Curve {
  return "y" in curve;
}

function ensureDrawable(drawn: readonly Drawn[], twoPanels: boolean): void {
  ensure(drawn.length > 0, () => ({
    argument: "curves",
    value: {},
    problem: "is empty",
    consequence: "the figure would show nothing",
    remedy: "give at least one curve",
  }));
  for (const [panel, lower] of twoPanels ? PANELS : PANELS.slice(0, 1)) {
    ensure(
      drawn.some((curve) => curve.lower === lower),
      () => ({
        argument: "curves",
        value: drawn.map((curve) => curve.name),
        problem: `has nothing in the ${panel} panel`,
        consequence: "the panel would be empty",
        remedy: 'put a curve there: panel: "lower" stands for the second, nothing for the first',
      }),
    );
  }
  for (const { name, like } of drawn) {
    ensure(like === undefined || drawn.some((c) => c.name === like && !c.like), () => ({
      argument: `curves["${name}"].like`,
      value: like,
      problem: "names no curve with a look of its own",
      consequence: "a reader could not tell what the curve is",
      remedy: "give the name of another curve of the figure",
    }));
  }
  const looks = drawn.filter((curve) => curve.like === undefined).length;
  ensure(looks <= MOST_STYLES, () => ({
    argument: "curves",
    value: drawn.map((curve) => curve.name),
    problem: `has ${looks} curves with looks of their own`,
    consequence: `more than ${MOST_STYLES} cannot be told apart without colour`,
    remedy: "leave some out, or make two figures",
  }));
}

function tracesOf(drawn: readonly Drawn[]): readonly Trace[] {
  const several = drawn.length > 1 || drawn.some((curve) => curve.zeros);
  const own = drawn.filter((curve) => curve.like === undefined).map((curve) => curve.name);
  const lookOf = ({ name, like }: Drawn) => own.indexOf(like ?? name);
  const lines = drawn.map((curve): Trace => {
    const { name, x, y, errors, points, lower } = curve;
    const k = lookOf(curve);
    const { colour, dash, symbol } = style(k);
    return {
      type: "scatter",
      name,
      x,
      y,
      mode: points === "only" ? "markers" : points ? "lines+markers" : "lines",
      // The later on top and thinner, so that curves that coincide are both seen.
      line: { color: colour, dash, width: Math.max(1.8, 3 - 0.4 * k), simplify: false },
      marker: { color: colour, symbol, size: 8 },
      ...(errors && { error_y: { type: "data", array: errors, color: colour, thickness: 1.4 } }),
      ...(lower && { yaxis: "y2" }),
      showlegend: several && curve.like === undefined,
    };
  });
  const zeros = drawn.flatMap((curve): Trace[] => {
    const { name, zeros, lower } = curve;
    if (!zeros) return [];
    return [
      {
        type: "scatter",
        name: `zeros of ${name}`,
        x: zeros,
        y: zeros.map(() => 0),
        mode: "markers",
        marker: {
          color: "#ffffff",
          size: 10,
          line: { color: style(lookOf(curve)).colour, width: 2.5 },
        },
        ...(lower && { yaxis: "y2" }),
        showlegend: true,
      },
    ];
  });
  return [...lines, ...zeros];
}

function tableOf(drawn: readonly Drawn[], xTitle: string): string {
  const first = drawn[0] as Drawn;
  const same = drawn.every(
    ({ x }) => x.length === first.x.length && x.every((v, i) => v === first.x[i]),
  );
  const y = ({ name, y, errors }: Drawn) => [
    { name, values: y },
    ...(errors ? [{ name: `error of ${name}`, values: errors }] : []),
  ];
  if (same) return dataTable([{ name: xTitle, values: first.x }, ...drawn.flatMap(y)]);
  return drawn
    .map((curve) => dataTable([{ name: xTitle, values: curve.x }, ...y(curve)]))
    .join("\n\n");
}
