import { ensure, InvalidArgument } from "./errors";
import { type Estimate, estimate } from "./estimate";
import type { Points } from "./points";
import type { Panel } from "./quadrature/chart";
import { cubature } from "./quadrature/cubature";
import { partition, sortedInside } from "./quadrature/partition";

/** The value of an integral: an estimate without standard error, but with a bound for its error. */
export interface Integral extends Estimate {
  /** The sum of the differences between two rules; usually far above the error. */
  readonly errorBound: number;
}

export interface Interval {
  /** May be -Infinity. */
  readonly from: number;
  /** May be Infinity. */
  readonly to: number;
  /** Kinks, jumps, and the middle and the ends of peaks that are narrow for the interval. */
  readonly breaks?: readonly number[];
  /** Of the integral of |f|; 1e-8 if left out. */
  readonly relativeError?: number;
}

export interface Rectangle {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly breaks?: readonly [readonly number[], readonly number[]];
  readonly relativeError?: number;
}

/**
 * The integral of f over an interval, finite or not, or of f(x, y) over a rectangle:
 * `integrate((x) => Math.exp(-x * x), { from: -Infinity, to: Infinity })`. The error is below
 * `relativeError` times the integral of |f|. Algebraic tails and integrable singularities at the ends
 * are handled. Scales from 1e-9 to 1e9 are searched around 0, around the ends of a half-line and
 * around a lone break; a narrow peak elsewhere needs `breaks`.
 *
 * Adaptive Gauss-Kronrod quadrature (Piessens and others, QUADPACK, 1983) after a change of variable
 * towards each end.
 *
 * @throws InvalidArgument if the integral diverges or the accuracy is not reached (with the place), f
 * is not finite at a point (with the point), or the interval is empty.
 */
export function integrate(f: (x: number) => number, over: Interval): Integral;
export function integrate(f: (x: number, y: number) => number, over: Rectangle): Integral;
export function integrate(
  f: (x: number, y: number) => number,
  over: Interval | Rectangle,
): Integral {
  const from = [over.from].flat() as number[];
  const to = [over.to].flat() as number[];
  const breaks = breaksByAxis(over);
  const relativeError = checkedRelativeError(over.relativeError);
  from.forEach((low, k) => {
    ensure(low < to[k]!, () => ({
      argument: "from",
      value: over.from,
      problem: `is not below to = ${String(over.to)}`,
      consequence: "there is nothing to integrate over",
      remedy: "give the lower end as from and the upper end as to",
    }));
  });
  const axes = from.map((low, k) => searched(low, to[k]!, breaks[k] ?? [], from.length === 1));
  // A function of one variable must not be given a second: it may have an optional parameter.
  const at: (x: Points, i: number) => number =
    from.length === 1
      ? (x, i) => (f as (x: number) => number)(x.data[i]!)
      : (x, i) => f(x.data[2 * i]!, x.data[2 * i + 1]!);
  const evaluate = (x: Points) => {
    const values = Float64Array.from({ length: x.n }, (_, i) => at(x, i));
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw notFinite(f, x.data.slice(bad * x.dim, (bad + 1) * x.dim), values[bad]!);
    return [values];
  };
  const result = cubature(evaluate, product(axes), relativeError);
  const [value, errorBound] = [result.values[0]!, result.errors[0]!];
  if (result.stuckAt || !Number.isFinite(value)) {
    throw notConverged("f", f, relativeError, result.stuckAt ?? [], value, errorBound);
  }
  return Object.assign(estimate(value), { errorBound });
}

/** All boxes that have one panel of each axis as their sides. */
export function product(axes: readonly (readonly Panel[])[]): Panel[][] {
  return axes.reduce<Panel[][]>(
    (boxes, panels) => boxes.flatMap((box) => panels.map((panel) => [...box, panel])),
    [[]],
  );
}

export function checkedRelativeError(relativeError = 1e-8): number {
  ensure(relativeError >= 1e-14 && relativeError < 1, () => ({
    argument: "relativeError",
    value: relativeError,
    problem: "is not between 1e-14 and 1",
    consequence: "float64 could not reach it, or the result would have no correct digit",
    remedy: "leave it out for 1e-8",
  }));
  return relativeError;
}

export function notConverged(
  argument: string,
  value: unknown,
  relativeError: number,
  at: readonly number[],
  found: number,
  error: number,
): InvalidArgument {
  const place = at.length > 0 ? ` near x = ${at.map((x) => x.toPrecision(4)).join(", ")}` : "";
  return new InvalidArgument({
    argument,
    value,
    problem: `could not be integrated to a relative error of ${relativeError}${place} (found ${found.toPrecision(4)} with an error of up to ${error.toPrecision(2)})`,
    consequence: "the integral diverges, or the integrand jumps or oscillates there",
    remedy: "give a break there or a larger relativeError, or use Monte Carlo",
  });
}

function notFinite(f: unknown, at: Float64Array, value: number): InvalidArgument {
  return new InvalidArgument({
    argument: "f",
    value: f,
    problem: `is ${value} at x = ${at.join(", ")}`,
    consequence: "the integral would not be a number",
    remedy: "end the interval where f is defined, or rewrite f so that it does not overflow",
  });
}

function breaksByAxis({ breaks }: Interval | Rectangle): readonly (readonly number[])[] {
  if (breaks === undefined) return [];
  return typeof breaks[0] === "object"
    ? (breaks as readonly (readonly number[])[])
    : [breaks as readonly number[]];
}

/** The panels to start from when nothing is known but the breaks. */
function searched(from: number, to: number, given: readonly number[], thorough: boolean): Panel[] {
  const step = thorough ? 1 : 2;
  const dyadic = Array.from({ length: 60 / step + 1 }, (_, i) => 2 ** (i * step - 30));
  const around = (x: number) => [x, ...dyadic.flatMap((d) => [x - d, x + d])];
  const inside = sortedInside(from, to, given);
  if (inside.length > 0) {
    const [first, last] = [inside[0]!, inside[inside.length - 1]!];
    if (first === last) return partition(from, to, around(first), 2 ** 30, 1);
    const width = last - first;
    const outward = dyadic
      .filter((d) => d >= 1)
      .flatMap((d) => [first - d * width, last + d * width]);
    return partition(from, to, [...inside, ...outward], 2 ** 30 * width, thorough ? 4 : 2);
  }
  const bounded = Number.isFinite(to - from);
  const origins = bounded ? [0] : [0, ...[from, to].filter(Number.isFinite)];
  const count = thorough ? 16 : 4;
  const even = Array.from({ length: count - 1 }, (_, i) => from + ((i + 1) * (to - from)) / count);
  return partition(from, to, [...origins.flatMap(around), ...even], 2 ** 30, 1);
}
