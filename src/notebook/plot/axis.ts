import { ensure } from "../../numerics/errors";
import { GRID, INK } from "./style";

/** An axis: its title, or its title and how it is scaled. */
export type Axis = string | AxisOptions;

export interface AxisOptions {
  readonly title: string;
  readonly log?: boolean;
  /** By default what the data need. */
  readonly range?: readonly [number, number];
}

/** @throws InvalidArgument if the title is empty or the range is not one. */
export function axisOptions(axis: Axis, argument: string): AxisOptions {
  const options = typeof axis === "string" ? { title: axis } : axis;
  ensure(typeof options?.title === "string" && options.title.trim() !== "", () => ({
    argument,
    value: axis,
    problem: "has no title",
    consequence: "a reader could not tell what is drawn along it",
    remedy: "name the quantity, and its unit if it has one",
  }));
  const { range, log } = options;
  ensure(!range || (range.every(Number.isFinite) && range[0] < range[1]), () => ({
    argument: `${argument}.range`,
    value: range,
    problem: "does not rise from a number to a larger one",
    consequence: "nothing could be drawn",
    remedy: "give [from, to]",
  }));
  ensure(!range || !log || range[0] > 0, () => ({
    argument: `${argument}.range`,
    value: range,
    problem: "does not begin above 0",
    consequence: "a logarithmic axis has no place for it",
    remedy: "begin at a positive number",
  }));
  return options;
}

/** @throws InvalidArgument if the axis is logarithmic and a value is not positive. */
export function ensureOnAxis(
  values: readonly number[],
  argument: string,
  { log, title }: AxisOptions,
): void {
  const bad = log ? values.findIndex((value) => value <= 0) : -1;
  ensure(bad < 0, () => ({
    argument: `${argument}[${bad}]`,
    value: values[bad],
    problem: "is not positive",
    consequence: `the axis "${title}" is logarithmic and has no place for it`,
    remedy: "leave the point out, or use a linear axis",
  }));
}

/** The range of an axis that leaves a little room on both sides of the data, in Plotly's units. */
export function axisRange(
  { log, range }: AxisOptions,
  [low, high]: readonly [number, number],
  room = 0.05,
): readonly [number, number] {
  const place = (value: number) => (log ? Math.log10(value) : value);
  if (range) return [place(range[0]), place(range[1])];
  const [from, to] = [place(low), place(high)];
  const pad = from === to ? Math.max(Math.abs(from) * 0.1, 0.1) : (to - from) * room;
  return [from - pad, to + pad];
}

/** The axis as Plotly takes it. */
export function plotlyAxis(
  options: AxisOptions,
  range: readonly [number, number],
): Record<string, unknown> {
  return {
    title: { text: options.title, standoff: 10 },
    type: options.log ? "log" : "linear",
    range,
    autorange: false,
    showline: true,
    linecolor: INK,
    ticks: "outside",
    tickcolor: INK,
    gridcolor: GRID,
    zerolinecolor: "#9a9a9a",
    exponentformat: "power",
    showexponent: "all",
    ...(options.log && logTicks(range)),
  };
}

/** Where a logarithmic axis has its labels; below one decade that is left to Plotly. */
function logTicks([from, to]: readonly [number, number]): Record<string, unknown> {
  const decades = to - from;
  if (decades < 1) return {};
  // The digits between the powers of ten crowd an axis, unless it is so short that it has but one power.
  if (decades >= 2) return { dtick: Math.ceil(decades / 8) };
  const powers = Array.from({ length: 4 }, (_, i) => Math.floor(from) + i);
  const tickvals = powers
    .flatMap((power) => [1, 2, 5].map((digit) => Number(`${digit}e${power}`)))
    .filter((value) => Math.log10(value) >= from && Math.log10(value) <= to);
  return { tickmode: "array", tickvals, ticktext: tickvals.map(String) };
}
