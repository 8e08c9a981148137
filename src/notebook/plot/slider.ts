import { ensure } from "../../numerics/errors";
import { inDigits } from "../number";
import type { Trace } from "./compose";

/** What moves when a figure is played with: one picture for each value. */
export interface SliderOptions<Content> {
  /** The name of what is moved: "sigma". */
  readonly label: string;
  readonly values: readonly number[] | Float64Array;
  /** What is drawn at a value, in the same names and the same order at each. */
  readonly at: (value: number) => Content;
  /** The value that the still picture shows; the first by default. */
  readonly shown?: number;
}

/** A slider with its frames; each frame replaces all traces, so that all have the same. */
export interface Slider {
  readonly label: string;
  readonly names: readonly string[];
  readonly shown: number;
  readonly frames: readonly (readonly Trace[])[];
}

/**
 * The contents of all frames, in order, and which of them is shown.
 *
 * @throws InvalidArgument if there are fewer than two values, or `shown` is none of them.
 */
export function frameContents<Content>({ label, values, at, shown }: SliderOptions<Content>): {
  readonly label: string;
  readonly names: readonly string[];
  readonly shown: number;
  readonly contents: readonly Content[];
} {
  const list = Array.from(values);
  ensure(typeof label === "string" && label.trim() !== "", () => ({
    argument: "slider.label",
    value: label,
    problem: "is empty",
    consequence: "a reader could not tell what moves",
    remedy: "name what is moved",
  }));
  ensure(list.length >= 2 && list.every(Number.isFinite), () => ({
    argument: "slider.values",
    value: list,
    problem: "is not a list of at least two finite numbers",
    consequence: "there would be nothing to move",
    remedy: "give the values that the slider stops at",
  }));
  const index = shown === undefined ? 0 : list.indexOf(shown);
  ensure(index >= 0, () => ({
    argument: "slider.shown",
    value: shown,
    problem: "is none of the values",
    consequence: "the still picture would not be one of the frames",
    remedy: "choose one of slider.values",
  }));
  const names = list.map((value) => inDigits(value));
  return { label, names, shown: index, contents: list.map((value) => at(value)) };
}

/** @throws InvalidArgument if the frames do not have the same traces. */
export function sliderFrames({ names, frames }: Slider): readonly Record<string, unknown>[] {
  const kinds = (traces: readonly Trace[]) => traces.map((trace) => trace.name).join(", ");
  const other = frames.findIndex(
    (traces) => kinds(traces) !== kinds(frames[0] as readonly Trace[]),
  );
  ensure(other < 0, () => ({
    argument: `slider.at(${names[other]})`,
    value: frames[other]?.map((trace) => trace.name),
    problem: "does not name the same things in the same order as at the first value",
    consequence: "one would turn into another while the slider moves",
    remedy: "give the same names for each value",
  }));
  return frames.map((data, i) => ({ name: String(i), group: names[i], data }));
}

/** The slider as Plotly takes it, `below` pixels under the axes. */
export function sliderLayout(
  { label, names, shown }: Slider,
  below: number,
): Record<string, unknown> {
  return {
    active: shown,
    x: 0,
    xanchor: "left",
    y: 0,
    yanchor: "top",
    len: 1,
    pad: { t: below, b: 0, l: 0, r: 0 },
    currentvalue: { prefix: `${label} = `, visible: true, xanchor: "left", offset: 8 },
    tickcolor: "#666666",
    steps: names.map((name, i) => ({
      label: name,
      method: "animate",
      args: [
        [String(i)],
        { mode: "immediate", frame: { duration: 0, redraw: true }, transition: { duration: 0 } },
      ],
    })),
  };
}
