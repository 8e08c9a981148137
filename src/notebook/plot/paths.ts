import { ensure } from "../../numerics/errors";
import type { Points } from "../../numerics/points";
import { inDigits } from "../number";
import { type Axis, axisOptions, axisRange, ensureOnAxis } from "./axis";
import { compose, type Trace } from "./compose";
import { dataTable } from "./dataTable";
import type { Figure } from "./figure";
import type { FigureHead } from "./head";
import type { Mark } from "./marks";
import { ensureSameLength, extent, type Numbers, numbers } from "./numbers";
import { MOST_STYLES, style } from "./style";

export interface PathsOptions extends FigureHead {
  /** The times of all paths; leave it out for paths in the plane. */
  readonly times?: Numbers;
  /**
   * Groups of paths by name. A path over `times` is one number for each time; a path in the plane is
   * points of dimension 2, in the order in which they were visited.
   */
  readonly paths: Readonly<Record<string, readonly Numbers[] | readonly Points[]>>;
  readonly axes: { readonly x: Axis; readonly y: Axis };
  readonly marks?: readonly Mark[];
}

interface Path {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

interface Group {
  readonly name: string;
  readonly paths: readonly Path[];
}

/**
 * Groups of paths: over time, or in the plane, where the start of each is an open and the end a filled
 * circle.
 *
 * @throws InvalidArgument if there is no path, lengths differ, or a number is not finite.
 */
export function paths(options: PathsOptions): Figure {
  const x = axisOptions(options.axes.x, "axes.x");
  const y = axisOptions(options.axes.y, "axes.y");
  const times = options.times && numbers(options.times, "times");
  const groups = Object.entries(options.paths).map(([name, list]): Group => {
    ensure(Array.isArray(list) && list.length > 0, () => ({
      argument: `paths["${name}"]`,
      value: list,
      problem: "holds no path",
      consequence: "its line in the legend would stand for nothing",
      remedy: "give a list of paths",
    }));
    return { name, paths: list.map((path, i) => read(path, times, `paths["${name}"][${i}]`)) };
  });
  ensure(groups.length > 0 && groups.length <= MOST_STYLES, () => ({
    argument: "paths",
    value: Object.keys(options.paths),
    problem: `has ${groups.length} groups`,
    consequence: "nothing, or too much to tell apart without colour, would be drawn",
    remedy: `give between 1 and ${MOST_STYLES} groups`,
  }));
  for (const { name, paths: list } of groups) {
    for (const path of list) {
      ensureOnAxis(path.x, `the x of "${name}"`, x);
      ensureOnAxis(path.y, `the y of "${name}"`, y);
    }
  }
  const all = groups.flatMap((group) => group.paths);
  return compose({
    head: options,
    traces: groups.flatMap((group, k) => tracesOf(group, k, times === undefined)),
    x: { options: x, range: axisRange(x, extent(...all.map((p) => p.x)), times ? 0.02 : 0.05) },
    y: { options: y, range: axisRange(y, extent(...all.map((p) => p.y))) },
    height: times ? undefined : 420,
    marks: options.marks,
    description: groups.map((group) => describe(group, x.title)).join(" "),
    table: groups.map((group) => tableOf(group, x.title, y.title)).join("\n\n"),
  });
}

function read(path: Numbers, times: readonly number[] | undefined, argument: string): Path {
  if (times) {
    const y = numbers(path, argument);
    ensureSameLength(y, argument, times, "times");
    return { x: times, y };
  }
  const visited = path as Points;
  ensure(visited?.data instanceof Float64Array && visited.dim === 2, () => ({
    argument,
    value: path,
    problem: "is not made of points of dimension 2",
    consequence: "without times the path has no place on the plane",
    remedy: "give times, or points of dimension 2",
  }));
  const coordinate = (k: number) => visited.data.filter((_, i) => i % 2 === k);
  return { x: numbers(coordinate(0), argument), y: numbers(coordinate(1), argument) };
}

function tracesOf({ name, paths: list }: Group, k: number, plane: boolean): readonly Trace[] {
  const { colour, dash } = style(k);
  const joined = (key: keyof Path) => list.flatMap((path) => [...path[key], null]).slice(0, -1);
  const line: Trace = {
    type: "scatter",
    mode: "lines",
    name,
    x: joined("x"),
    y: joined("y"),
    line: { color: colour, dash, width: list.length > 12 ? 1 : 1.6 },
    opacity: list.length > 12 ? 0.7 : 1,
    showlegend: true,
  };
  if (!plane) return [line];
  const ends = (label: string, at: 0 | -1, fill: string): Trace => ({
    type: "scatter",
    mode: "markers",
    name: `${label} of ${name}`,
    x: list.map((path) => path.x.at(at)),
    y: list.map((path) => path.y.at(at)),
    marker: { color: fill, size: 8, symbol: style(k).symbol, line: { color: colour, width: 1.8 } },
    showlegend: true,
  });
  return [line, ends("start", 0, "#ffffff"), ends("end", -1, colour)];
}

function describe({ name, paths: list }: Group, xTitle: string): string {
  const [low, high] = extent(...list.map((path) => path.y));
  const [from, to] = extent(...list.map((path) => path.x));
  const ends = list.map((path) => path.y.at(-1) as number);
  const mean = ends.reduce((a, b) => a + b, 0) / ends.length;
  return `${name}: ${list.length} ${list.length === 1 ? "path" : "paths"} for ${xTitle} from ${inDigits(from)} to ${inDigits(to)}, between ${inDigits(low)} and ${inDigits(high)}; the ends have mean ${inDigits(mean)}.`;
}

const IN_TABLE = 3;

function tableOf({ name, paths: list }: Group, xTitle: string, yTitle: string): string {
  const shown = list.slice(0, IN_TABLE);
  const rest = list.length > IN_TABLE ? `\n(${IN_TABLE} of ${list.length} paths)` : "";
  const columns = shown.flatMap((path, i) => [
    { name: `${xTitle} of path ${i + 1}`, values: path.x },
    { name: `${yTitle} of path ${i + 1}`, values: path.y },
  ]);
  const shared = columns.filter((_, i) => i === 0 || i % 2 === 1);
  const same = shown.every((path) => path.x === shown[0]?.x);
  return `${name}\n${dataTable(same ? shared : columns)}${rest}`;
}
