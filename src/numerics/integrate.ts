import { ensure, InvalidArgument } from "./errors";
import { type Estimate, estimate } from "./estimate";
import type { Points } from "./points";
import { checkedRelativeError, notConverged } from "./quadrature/accuracy";
import { boxes } from "./quadrature/boxes";
import { cubature } from "./quadrature/cubature";
import { searchPanels } from "./quadrature/searchPanels";

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
  const axes = from.map((low, k) => searchPanels(low, to[k]!, breaks[k] ?? [], from.length === 1));
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
  const result = cubature(evaluate, boxes(axes), relativeError);
  const [value, errorBound] = [result.values[0]!, result.errors[0]!];
  if (result.stuckAt || !Number.isFinite(value)) {
    throw notConverged("f", f, relativeError, result.stuckAt ?? [], value, errorBound);
  }
  return Object.assign(estimate(value), { errorBound });
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
  ensure(!breaks.flat().some(Number.isNaN), () => ({
    argument: "breaks",
    value: breaks,
    problem: "holds something that is not a number",
    consequence: "the peak or kink that it stands for would be passed over",
    remedy: "give numbers inside the interval",
  }));
  return typeof breaks[0] === "object"
    ? (breaks as readonly (readonly number[])[])
    : [breaks as readonly number[]];
}
