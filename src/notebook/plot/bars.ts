import { ensure } from "../../numerics/errors";
import { inDigits, inWords } from "../number";
import { type Axis, axisOptions, axisRange, ensureOnAxis } from "./axis";
import { compose, type Trace } from "./compose";
import type { Figure } from "./figure";
import type { FigureHead } from "./head";
import type { Mark } from "./marks";
import { type Measurements, measured, reach } from "./measured";
import { ensureSameLength, extent } from "./numbers";
import { MOST_STYLES, style } from "./style";
import { wrapped } from "./textWidth";

export interface BarsOptions extends FigureHead {
  /** What the groups of bars stand for, from left to right. */
  readonly labels: readonly string[];
  /** One bar for each label, by name: numbers, or estimates with their errors. */
  readonly series: Readonly<Record<string, Measurements>>;
  readonly axes: { readonly x: string; readonly y: Axis };
  /** Horizontal lines to compare with. */
  readonly marks?: readonly Extract<Mark, { readonly y: number }>[];
}

interface Series {
  readonly name: string;
  readonly values: readonly number[];
  readonly errors: readonly number[] | undefined;
}

/**
 * Bars side by side, with error bars where the values are estimates.
 *
 * @throws InvalidArgument if lengths differ, a label occurs twice, or a number is not finite.
 */
export function bars(options: BarsOptions): Figure {
  const { labels } = options;
  const x = axisOptions(options.axes.x, "axes.x");
  const y = axisOptions(options.axes.y, "axes.y");
  ensure(labels.length > 0 && new Set(labels).size === labels.length, () => ({
    argument: "labels",
    value: labels,
    problem: labels.length === 0 ? "is empty" : "names something twice",
    consequence: "the bars could not be told apart",
    remedy: "give each group of bars a name of its own",
  }));
  const series = Object.entries(options.series).map(([name, given]): Series => {
    const argument = `series["${name}"]`;
    const one = measured(given, argument);
    ensureSameLength(one.values, argument, labels, "labels");
    ensureOnAxis(one.values, argument, y);
    return { name, ...one };
  });
  ensure(series.length > 0 && series.length <= MOST_STYLES, () => ({
    argument: "series",
    value: Object.keys(options.series),
    problem: `has ${series.length} entries`,
    consequence: "nothing, or too much to tell apart without colour, would be drawn",
    remedy: `give between 1 and ${MOST_STYLES}`,
  }));
  const marked = options.marks?.map((mark) => mark.y) ?? [];
  const heights = extent(...series.map((one) => reach(one, y)), y.log ? marked : [0, ...marked]);
  const [low, high] = axisRange(y, heights, 0.08);
  const wrappedLabels = labels.map((label) => wrapped(label, 13, 600 / labels.length));
  return compose({
    head: options,
    traces: series.map((one, k) => trace(one, k, wrappedLabels, series.length > 1)),
    x: {
      options: x,
      range: [-0.5, labels.length - 0.5],
      extra: { type: "category", showgrid: false, dtick: 1 },
    },
    // Bars stand on the axis unless some are negative.
    y: { options: y, range: [!y.log && !y.range && heights[0] === 0 ? 0 : low, high] },
    axisRoom: (Math.max(...wrappedLabels.map((lines) => lines.length)) - 1) * 17,
    layout: { barmode: "group", bargap: 0.35, bargroupgap: 0.08 },
    errorBars: series.some((one) => one.errors !== undefined),
    marks: options.marks,
    description: series.map((one) => describe(one, labels)).join(" "),
    table: tableOf(series, labels, x.title),
  });
}

function trace(
  { name, values, errors }: Series,
  k: number,
  labels: readonly (readonly string[])[],
  several: boolean,
): Trace {
  const { colour, pattern } = style(k);
  return {
    type: "bar",
    name,
    x: labels.map((lines) => lines.join("<br>")),
    y: values,
    marker: {
      color: colour,
      line: { color: colour, width: 1.5 },
      ...(pattern && { pattern: { shape: pattern, bgcolor: "#ffffff", fgcolor: colour, size: 7 } }),
    },
    ...(errors && { error_y: { type: "data", array: errors, color: "#222222", thickness: 1.6 } }),
    showlegend: several,
  };
}

function worded({ values, errors }: Series, i: number): string {
  const value = values[i] as number;
  return errors ? inWords({ value, standardError: errors[i] as number }, 4) : inDigits(value);
}

function describe(series: Series, labels: readonly string[]): string {
  return `${series.name}: ${labels.map((label, i) => `${label} ${worded(series, i)}`).join(", ")}.`;
}

function tableOf(series: readonly Series[], labels: readonly string[], title: string): string {
  const columns = [
    [title, ...labels],
    ...series.map((one) => [one.name, ...labels.map((_, i) => worded(one, i))]),
  ].map((cells) => {
    const width = Math.max(...cells.map((cell) => cell.length));
    return cells.map((cell) => cell.padEnd(width));
  });
  return Array.from({ length: labels.length + 1 }, (_, i) =>
    columns
      .map((column) => column[i])
      .join("  ")
      .trimEnd(),
  ).join("\n");
}
