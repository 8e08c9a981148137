import { ensure } from "../../numerics/errors";
import { inDigits } from "../number";
import { type Axis, axisOptions, axisRange } from "./axis";
import { type Bins, binsOf } from "./bins";
import { compose, type Trace } from "./compose";
import { dataTable } from "./dataTable";
import { type DensityLike, spaced, valuesOf } from "./density";
import type { Figure } from "./figure";
import type { FigureHead } from "./head";
import type { Mark } from "./marks";
import { extent, type Numbers, numbers } from "./numbers";
import { frameContents, type SliderOptions } from "./slider";
import { style } from "./style";

export interface HistogramContent {
  readonly samples?: { readonly name: string; readonly of: Numbers };
  /** Curves to compare with, by name: normalised densities in dimension 1. At most four. */
  readonly densities?: Readonly<Record<string, DensityLike>>;
}

export interface HistogramOptions extends FigureHead, HistogramContent {
  readonly axes: { readonly x: Axis; readonly y?: Axis };
  readonly marks?: readonly Mark[];
  /** What moves: the samples, the densities or both, in place of those given above. */
  readonly slider?: SliderOptions<HistogramContent>;
}

const CURVE_POINTS = 201;
const MOST_DENSITIES = 4;

interface Drawn {
  readonly name: string;
  readonly n: number;
  readonly bins: Bins;
  readonly heights: readonly number[];
  readonly errors: readonly number[];
  readonly curves: readonly (readonly [string, readonly number[]])[];
}

/**
 * Samples as a histogram of area one, each bar with its standard error, against density curves.
 *
 * @throws InvalidArgument if there are no samples, a number is not finite, or a density is not
 *   normalised.
 */
export function histogram(options: HistogramOptions): Figure {
  const x = axisOptions(options.axes.x, "axes.x");
  const y = axisOptions(options.axes.y ?? "density", "axes.y");
  ensure(!x.log && !y.log, () => ({
    argument: "axes",
    value: options.axes,
    problem: "asks for a logarithmic axis",
    consequence: "areas would no longer be fractions of the samples",
    remedy: "take the logarithm of the samples instead",
  }));
  const moving = options.slider && frameContents(options.slider);
  const contents = moving ? moving.contents.map((c) => ({ ...options, ...c })) : [options];
  const samples = contents.map(samplesOf);
  const range = x.range ?? axisRange(x, extent(...samples.map((s) => s.values)), 0.02);
  const curveAt = spaced(range, CURVE_POINTS);
  const frames = contents.map(({ densities = {} }, i): Drawn => {
    const { name, values } = samples[i] as Samples;
    ensureDensities(densities);
    const bins = binsOf(values, range);
    const unit = values.length * bins.width;
    return {
      name,
      n: values.length,
      bins,
      heights: bins.counts.map((count) => rounded(count / unit)),
      errors: bins.counts.map((c) => rounded(Math.sqrt(c * (1 - c / values.length)) / unit)),
      curves: Object.entries(densities).map(([key, density]) => [
        key,
        valuesOf(density, curveAt, `densities["${key}"]`),
      ]),
    };
  });
  const drawn = frames[moving?.shown ?? 0] as Drawn;
  const top = Math.max(
    ...frames.flatMap((f) => [
      ...f.heights.map((h, i) => h + (f.errors[i] as number)),
      ...f.curves.flatMap(([, values]) => values),
    ]),
  );
  const draw = (frame: Drawn) => tracesOf(frame, Array.from(curveAt.data, rounded));
  return compose({
    head: options,
    traces: draw(drawn),
    x: { options: x, range },
    y: { options: y, range: y.range ?? [0, top * 1.06] },
    layout: { bargap: 0, barmode: "overlay" },
    errorBars: true,
    marks: options.marks,
    slider: moving && { ...moving, frames: frames.map(draw) },
    description: describe(drawn, curveAt.data),
    table: tableOf(drawn, x.title, curveAt.data),
  });
}

interface Samples {
  readonly name: string;
  readonly values: readonly number[];
}

function samplesOf({ samples }: HistogramContent): Samples {
  ensure(samples !== undefined, () => ({
    argument: "samples",
    value: samples,
    problem: "is missing",
    consequence: "there would be no histogram",
    remedy: "give { name, of }; for densities alone use plot.curves",
  }));
  return { name: samples.name, values: numbers(samples.of, "samples.of") };
}

function ensureDensities(densities: Readonly<Record<string, DensityLike>>): void {
  const names = Object.keys(densities);
  ensure(names.length <= MOST_DENSITIES, () => ({
    argument: "densities",
    value: names,
    problem: `has ${names.length} curves`,
    consequence: "they would hide the histogram",
    remedy: `give at most ${MOST_DENSITIES}`,
  }));
  for (const [name, density] of Object.entries(densities)) {
    ensure(typeof density === "function" || density.normalised !== false, () => ({
      argument: `densities["${name}"]`,
      value: density,
      problem: "is not normalised",
      consequence: "its height says nothing beside a histogram of area one",
      remedy: "divide it by its integral",
    }));
  }
}

function tracesOf(frame: Drawn, curveX: readonly number[]): readonly Trace[] {
  const { name, bins, heights, errors, curves } = frame;
  const bars: Trace = {
    type: "bar",
    name,
    x: centres(bins),
    y: heights,
    width: bins.width,
    marker: { color: "#dce6ee", line: { color: "#6f8796", width: 1 } },
    error_y: { type: "data", array: errors, color: "#4a5a66", thickness: 1.1, width: 2 },
    showlegend: true,
  };
  const lines = curves.map(([key, y], k): Trace => {
    const { colour, dash } = style(k);
    return {
      type: "scatter",
      mode: "lines",
      name: key,
      x: curveX,
      y,
      line: { color: colour, dash, width: 2.4 },
      showlegend: true,
    };
  });
  return [bars, ...lines];
}

function centres({ from, width, counts }: Bins): readonly number[] {
  return counts.map((_, i) => rounded(from + width * (i + 0.5)));
}

function describe({ name, n, bins, heights, errors, curves }: Drawn, curveX: Float64Array): string {
  const at = centres(bins);
  const high = heights.indexOf(Math.max(...heights));
  const sentences = [
    `Histogram of ${n} samples (${name}) in ${heights.length} bins from ${inDigits(bins.from)} to ${inDigits(bins.from + bins.width * heights.length)}; the highest bar is ${inDigits(heights[high] as number)} at ${inDigits(at[high] as number)}.`,
  ];
  if (bins.outside > 0) sentences.push(`${bins.outside} samples lie outside.`);
  for (const [key, values] of curves) {
    const within = heights.filter((h, i) => {
      const difference = Math.abs(h - interpolated(curveX, values, at[i] as number));
      return difference <= 2 * (errors[i] as number);
    }).length;
    sentences.push(
      `${key}: ${within} of ${heights.length} bars are within two standard errors of the curve.`,
    );
  }
  return sentences.join(" ");
}

function tableOf({ bins, heights, errors, curves }: Drawn, title: string, curveX: Float64Array) {
  const at = centres(bins);
  return dataTable([
    { name: `${title} (centre of bin)`, values: at },
    { name: "height", values: heights },
    { name: "standard error", values: errors },
    ...curves.map(([name, values]) => ({
      name,
      values: at.map((x) => interpolated(curveX, values, x)),
    })),
  ]);
}

/** The value of a curve on evenly spaced x between its points. */
function interpolated(xs: Float64Array, values: readonly number[], x: number): number {
  const first = xs[0] as number;
  const step = (xs[1] as number) - first;
  const i = Math.min(Math.max(Math.floor((x - first) / step), 0), values.length - 2);
  const [a, b] = [values[i] as number, values[i + 1] as number];
  return a + (b - a) * ((x - first) / step - i);
}

function rounded(value: number): number {
  return Number(value.toPrecision(7));
}
