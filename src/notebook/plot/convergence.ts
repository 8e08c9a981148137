import { ensure } from "../../numerics/errors";
import { fitOrder, type OrderFit } from "../check/order";
import { inDigits, inWords } from "../number";
import { type Axis, axisOptions, axisRange, ensureOnAxis } from "./axis";
import { compose, type Trace } from "./compose";
import { dataTable } from "./dataTable";
import type { Figure } from "./figure";
import type { FigureHead } from "./head";
import type { Mark } from "./marks";
import { type Measurements, measured, reach } from "./measured";
import { ensureSameLength, extent, type Numbers, numbers } from "./numbers";
import { MOST_STYLES, style } from "./style";

export interface ConvergenceOptions extends FigureHead {
  /** Step sizes, noise levels, sample sizes: positive. */
  readonly x: Numbers;
  /** What should be a power of x, by name: positive numbers, or estimates with their errors. */
  readonly series: Readonly<Record<string, Measurements>>;
  readonly axes: { readonly x: string; readonly y: string };
  /** Where rounding takes over, in the units of y, as in `check.slope`; 1e-12 by default. */
  readonly floor?: number;
  readonly marks?: readonly Mark[];
}

const FLOOR = 1e-12;

interface Series {
  readonly name: string;
  readonly values: readonly number[];
  readonly errors: readonly number[] | undefined;
  readonly fit: OrderFit;
}

/**
 * Errors against step sizes on two logarithmic axes, each series with the line fitted above the
 * rounding floor and its slope in the legend. The fit is that of `check.slope`.
 *
 * @throws InvalidArgument if lengths differ, a number is not positive, or there are too few points for
 *   a slope.
 */
export function convergence(options: ConvergenceOptions): Figure {
  const logAxis = (title: Axis, argument: string) => ({
    ...axisOptions(title, argument),
    log: true,
  });
  const axes = { x: logAxis(options.axes.x, "axes.x"), y: logAxis(options.axes.y, "axes.y") };
  const x = numbers(options.x, "x");
  ensureOnAxis(x, "x", axes.x);
  const series = Object.entries(options.series).map(([name, given]): Series => {
    const argument = `series["${name}"]`;
    const { values, errors } = measured(given, argument);
    ensureSameLength(values, argument, x, "x");
    ensureOnAxis(values, argument, axes.y);
    return { name, values, errors, fit: fitted(x, values, errors, argument, options.floor) };
  });
  ensure(series.length > 0 && series.length <= MOST_STYLES, () => ({
    argument: "series",
    value: Object.keys(options.series),
    problem: `has ${series.length} entries`,
    consequence: "nothing, or too much to tell apart without colour, would be drawn",
    remedy: `give between 1 and ${MOST_STYLES}`,
  }));
  return compose({
    head: options,
    traces: series.flatMap((one, k) => tracesOf(one, x, k)),
    x: { options: axes.x, range: axisRange(axes.x, extent(x)) },
    y: {
      options: axes.y,
      range: axisRange(axes.y, extent(...series.map((one) => reach(one, axes.y))), 0.07),
    },
    errorBars: series.some((one) => one.errors !== undefined),
    marks: options.marks,
    description: series.map((one) => describe(one, x, axes.x.title)).join(" "),
    table: dataTable([
      { name: axes.x.title, values: x },
      ...series.flatMap(({ name, values, errors }) => [
        { name, values },
        ...(errors ? [{ name: `standard error of ${name}`, values: errors }] : []),
      ]),
    ]),
  });
}

function fitted(
  x: readonly number[],
  values: readonly number[],
  errors: readonly number[] | undefined,
  argument: string,
  floor = FLOOR,
): OrderFit {
  const entries = values.map((value, i) => {
    const standardError = errors?.[i] ?? 0;
    return { value, standardError, random: standardError > 0 };
  });
  try {
    return fitOrder(x, entries, floor);
  } catch (error) {
    ensure(false, () => ({
      argument,
      value: values,
      problem: "has no slope to fit",
      consequence: error instanceof Error ? error.message : String(error),
      remedy: "give more points, or draw it with plot.curves on logarithmic axes",
    }));
    throw error;
  }
}

function slopeInWords({ slope, standardError }: OrderFit): string {
  return standardError < 5e-4 ? inDigits(slope, 4) : inWords({ value: slope, standardError });
}

function tracesOf({ name, values, errors, fit }: Series, x: readonly number[], k: number): Trace[] {
  const { colour, dash, symbol } = style(k);
  const ends = extent(fit.used.map((i) => x[i] as number));
  const line = ends.map((at) => Math.exp(fit.intercept + fit.slope * Math.log(at)));
  return [
    {
      type: "scatter",
      mode: "markers",
      name: `${name}: slope ${slopeInWords(fit)}`,
      x,
      y: values,
      marker: { color: colour, symbol, size: 9 },
      ...(errors && { error_y: { type: "data", array: errors, color: colour, thickness: 1.4 } }),
      showlegend: true,
    },
    {
      type: "scatter",
      mode: "lines",
      name: `fit to ${name}`,
      x: ends,
      y: line.map((v) => Number(v.toPrecision(7))),
      line: { color: colour, dash, width: 2 },
      showlegend: false,
    },
  ];
}

function describe({ name, values, fit }: Series, x: readonly number[], xTitle: string): string {
  const [first, last] = [0, x.length - 1];
  const at = (i: number) =>
    `${inDigits(values[i] as number)} at ${xTitle} = ${inDigits(x[i] as number)}`;
  const dropped = fit.dropped > 0 ? `, without ${fit.dropped} at the rounding floor` : "";
  return `${name}: ${at(first)}, ${at(last)}; slope ${slopeInWords(fit)} fitted to ${fit.used.length} points${dropped}.`;
}
