import { ensure } from "../../numerics/errors";
import { inDigits } from "../number";
import { type Axis, axisOptions, axisRange } from "./axis";
import { type Bins, binNumber, binsOf } from "./bins";
import { compose, type Trace } from "./compose";
import { dataTable } from "./dataTable";
import { type DensityLike, spaced, valuesOf } from "./density";
import type { Figure } from "./figure";
import type { FigureHead } from "./head";
import type { Mark } from "./marks";
import { extent, type Numbers, numbers } from "./numbers";
import { frameContents, type SliderOptions } from "./slider";
import { MOST_STYLES, style } from "./style";

export interface HistogramContent {
  /** By name: the first as bars, others as outlines over the same bins. */
  readonly samples?: Readonly<Record<string, Numbers>>;
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

interface Sample {
  readonly name: string;
  readonly values: readonly number[];
}

interface Counted extends Sample {
  readonly bins: Bins;
  readonly heights: readonly number[];
  readonly errors: readonly number[];
}

interface Drawn {
  readonly samples: readonly Counted[];
  readonly curves: readonly (readonly [string, readonly number[]])[];
}

/**
 * Samples as histograms of area one against density curves: the first as bars, which have their standard
 * errors if it is the only one, the others as outlines, which hide nothing.
 *
 * @throws InvalidArgument if there are no samples, a number is not finite, a density is not normalised,
 *   or there is more than can be told apart.
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
  const range = x.range ?? axisRange(x, extent(...samples.flat().map((s) => s.values)), 0.02);
  const curveAt = spaced(range, CURVE_POINTS);
  const frames = contents.map(({ densities = {} }, i): Drawn => {
    const own = samples[i] as readonly Sample[];
    ensureDensities(densities, own);
    const number = Math.max(...own.map(({ values }) => binNumber(values, range)));
    return {
      samples: own.map((sample) => counted(sample, range, number)),
      curves: Object.entries(densities).map(([key, density]) => [
        key,
        valuesOf(density, curveAt, `densities["${key}"]`),
      ]),
    };
  });
  const drawn = frames[moving?.shown ?? 0] as Drawn;
  const alone = drawn.samples.length === 1;
  const top = Math.max(
    ...frames.flatMap((f) => [
      ...f.samples.flatMap(({ heights, errors }) =>
        heights.map((h, i) => (alone ? h + (errors[i] as number) : h)),
      ),
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
    errorBars: alone,
    marks: options.marks,
    slider: moving && { ...moving, frames: frames.map(draw) },
    description: describe(drawn, curveAt.data),
    table: tableOf(drawn, x.title, curveAt.data),
  });
}

function samplesOf({ samples = {} }: HistogramContent): readonly Sample[] {
  const named = Object.entries(samples);
  ensure(named.length > 0, () => ({
    argument: "samples",
    value: samples,
    problem: "is empty",
    consequence: "there would be no histogram",
    remedy: "give the samples by name; for densities alone use plot.curves",
  }));
  return named.map(([name, values]) => ({ name, values: numbers(values, `samples["${name}"]`) }));
}

function counted(sample: Sample, range: readonly [number, number], number: number): Counted {
  const bins = binsOf(sample.values, range, number);
  const n = sample.values.length;
  const unit = n * bins.width;
  return {
    ...sample,
    bins,
    heights: bins.counts.map((count) => rounded(count / unit)),
    errors: bins.counts.map((c) => rounded(Math.sqrt(c * (1 - c / n)) / unit)),
  };
}

function ensureDensities(
  densities: Readonly<Record<string, DensityLike>>,
  samples: readonly Sample[],
): void {
  const names = Object.keys(densities);
  ensure(names.length <= MOST_DENSITIES, () => ({
    argument: "densities",
    value: names,
    problem: `has ${names.length} curves`,
    consequence: "they would hide the histogram",
    remedy: `give at most ${MOST_DENSITIES}`,
  }));
  ensure(samples.length === 1 || samples.length + names.length <= MOST_STYLES, () => ({
    argument: "samples",
    value: samples.map(({ name }) => name),
    problem: `has ${samples.length} entries beside ${names.length} densities`,
    consequence: `more than ${MOST_STYLES} lines cannot be told apart without colour`,
    remedy: "leave some out, or make two figures",
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

function tracesOf({ samples, curves }: Drawn, curveX: readonly number[]): readonly Trace[] {
  const [first, ...others] = samples as [Counted, ...Counted[]];
  const outlines = others.map((sample, k) => line(sample.name, k, outline(sample), "hv"));
  const smooth = curves.map(([name, y], k) => line(name, others.length + k, { x: curveX, y }));
  return [bars(first, others.length === 0), ...outlines, ...smooth];
}

function bars({ name, bins, heights, errors }: Counted, withErrors: boolean): Trace {
  return {
    type: "bar",
    name,
    x: centres(bins),
    y: heights,
    width: bins.width,
    marker: { color: "#dce6ee", line: { color: "#6f8796", width: 1 } },
    ...(withErrors && {
      error_y: { type: "data", array: errors, color: "#4a5a66", thickness: 1.1, width: 2 },
    }),
    showlegend: true,
  };
}

interface Path {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

function line(name: string, k: number, path: Path, shape?: "hv"): Trace {
  const { colour, dash } = style(k);
  return {
    type: "scatter",
    mode: "lines",
    name,
    ...path,
    line: { color: colour, dash, width: 2.4, ...(shape && { shape }) },
    showlegend: true,
  };
}

/** Steps at the edges of the bins. */
function outline({ bins: { from, width }, heights }: Counted): Path {
  return {
    x: [...heights, 0].map((_, i) => rounded(from + width * i)),
    y: [...heights, heights[heights.length - 1] as number],
  };
}

function centres({ from, width, counts }: Bins): readonly number[] {
  return counts.map((_, i) => rounded(from + width * (i + 0.5)));
}

function describe({ samples, curves }: Drawn, curveX: Float64Array): string {
  return samples.map((sample) => describeSample(sample, curves, curveX)).join(" ");
}

function describeSample(
  { name, values, bins, heights, errors }: Counted,
  curves: Drawn["curves"],
  curveX: Float64Array,
): string {
  const at = centres(bins);
  const high = heights.indexOf(Math.max(...heights));
  const sentences = [
    `Histogram of ${values.length} samples (${name}) in ${heights.length} bins from ${inDigits(bins.from)} to ${inDigits(bins.from + bins.width * heights.length)}; the highest bar is ${inDigits(heights[high] as number)} at ${inDigits(at[high] as number)}.`,
  ];
  if (bins.outside > 0) sentences.push(`${bins.outside} samples lie outside.`);
  for (const [key, curve] of curves) {
    const within = heights.filter((h, i) => {
      const difference = Math.abs(h - interpolated(curveX, curve, at[i] as number));
      return difference <= 2 * (errors[i] as number);
    }).length;
    sentences.push(
      `${key}: ${within} of ${heights.length} bars are within two standard errors of the curve.`,
    );
  }
  return sentences.join(" ");
}

function tableOf({ samples, curves }: Drawn, title: string, curveX: Float64Array) {
  const at = centres((samples[0] as Counted).bins);
  const of = (name: string) => (samples.length > 1 ? ` of ${name}` : "");
  return dataTable([
    { name: `${title} (centre of bin)`, values: at },
    ...samples.flatMap(({ name, heights, errors }) => [
      { name: `height${of(name)}`, values: heights },
      { name: `standard error${of(name)}`, values: errors },
    ]),
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
