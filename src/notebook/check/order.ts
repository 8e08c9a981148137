import { fitLine, type LineFit } from "../../numerics/statistics/lineFit";
import { CannotCheck, type Entry } from "./quantity";

/** A slope in log-log coordinates, and which points it was fitted to. */
export interface OrderFit extends LineFit {
  /** The positions of the points above the rounding floor, x descending or ascending as they came. */
  readonly used: readonly number[];
  readonly dropped: number;
  readonly random: boolean;
}

/** A slope from fewer points says nothing about a straight line. */
const LEAST_POINTS = 3;
/** Between the first and the last x. */
const LEAST_RANGE = 3;

/**
 * The slope of log y against log x. Going from the largest y towards smaller ones, it stops at the
 * first y below the floor: beyond it rounding, and no longer the method, decides.
 */
export function fitOrder(x: readonly number[], y: readonly Entry[], floor: number): OrderFit {
  if (x.length !== y.length) {
    throw new CannotCheck(`x has ${x.length} entries and y has ${y.length}`);
  }
  for (const [i, value] of x.entries()) {
    if (!(value > 0)) throw new CannotCheck(`x[${i}] is ${value}, which has no logarithm`);
  }
  const order = x.map((_, i) => i).sort((a, b) => at(x, a) - at(x, b));
  const ends = [order[0], order[order.length - 1]] as [number, number];
  if (magnitude(y, ends[0]) < magnitude(y, ends[1])) order.reverse();
  const random = y.some((entry) => entry.random);
  const stop = random ? -1 : order.findIndex((i) => !(magnitude(y, i) > floor));
  const used = stop < 0 ? order : order.slice(0, stop);
  const dropped = order.length - used.length;
  if (used.length < LEAST_POINTS) {
    const lost = dropped > 0 ? `, ${dropped} more are at the rounding floor of ${floor}` : "";
    throw new CannotCheck(`a slope needs ${LEAST_POINTS} points, here are ${used.length}${lost}`);
  }
  const xs = used.map((i) => at(x, i));
  if (Math.max(...xs) / Math.min(...xs) < LEAST_RANGE) {
    throw new CannotCheck(
      `x changes by a factor of ${(Math.max(...xs) / Math.min(...xs)).toPrecision(3)} only, a slope needs ${LEAST_RANGE}`,
    );
  }
  const zero = used.find((i) => magnitude(y, i) === 0);
  if (zero !== undefined) throw new CannotCheck(`y[${zero}] is 0, which has no logarithm`);
  const errors = used.map((i) => (y[i] as Entry).standardError / magnitude(y, i));
  if (random && errors.some((e) => e === 0)) {
    throw new CannotCheck("some y have a standard error and others have none");
  }
  const fit = fitLine(
    xs.map(Math.log),
    used.map((i) => Math.log(magnitude(y, i))),
    random ? errors : undefined,
  );
  return { ...fit, used, dropped, random };
}

function at(values: readonly number[], i: number): number {
  return values[i] as number;
}

function magnitude(y: readonly Entry[], i: number): number {
  return Math.abs((y[i] as Entry).value);
}
