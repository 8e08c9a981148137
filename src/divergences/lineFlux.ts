import type { Density, ScoreField } from "../densities/density";
import { InvalidArgument } from "../numerics/errors";
import type { Displayable, MimeBundle } from "../numerics/mimeBundle";
import { points } from "../numerics/points";
import { table } from "../numerics/table";
import { geometricLimit } from "./geometricLimit";

/** The flux of p s at the ends of the support, in dimension 1. */
export interface LineFlux extends Displayable {
  /** The limit of p(x) s(x) at the left end. */
  readonly left: number;
  /** The limit of p(x) s(x) at the right end. */
  readonly right: number;
  /** right - left, plus what p s loses at jumps in between: the boundary term. */
  readonly total: number;
}

class LineFluxValue implements LineFlux {
  constructor(
    readonly left: number,
    readonly right: number,
    readonly total: number,
  ) {}
  toMimeBundle(): MimeBundle {
    return table({
      title: "Boundary flux of p s",
      header: ["left end", "right end", "total"],
      rowCount: 1,
      row: () => [this.left, this.right, this.total],
    });
  }
}

const JUMP = 1e-8;

/** See boundaryFlux. */
export function lineFlux(p: Density, s: ScoreField): LineFlux {
  const [from, to] = p.support[0]!;
  const inner = [p, s].flatMap((field) => breaksOf(field)).filter((x) => x > from && x < to);
  const { middle, scale } = bulk(p);
  const limit = (end: number, side: 1 | -1) =>
    Number.isFinite(end)
      ? limitAtEnd(p, s, end, side * scale)
      : limitAtInfinity(p, s, middle, -side * scale);
  const left = limit(from, 1);
  const right = limit(to, -1);
  let total = right - left;
  for (const x of new Set(inner)) {
    const [before, after] = [limit(x, -1), limit(x, 1)];
    const lost = before - after;
    // Stryker disable next-line EqualityOperator: equal only where nothing is lost
    if (Math.abs(lost) > JUMP * Math.abs(before)) total += lost;
  }
  return new LineFluxValue(left, right, total);
}

/** The limit of p s at end + step / 2^j, as j grows; the step is a power of 2, lest the sum be rounded. */
function limitAtEnd(p: Density, s: ScoreField, end: number, step: number): number {
  const values: number[] = [];
  // Stryker disable next-line EqualityOperator: any large number of halvings will do
  for (let j = 2; j <= MOST; j++) {
    const h = step / 2 ** j;
    // Stryker disable next-line EqualityOperator: one halving more or less
    if (Math.abs(h) < 8 * Number.EPSILON * Math.abs(end)) break;
    values.push(flux(p, s, end + h));
  }
  return settled(geometricLimit(values), values, end);
}

/** The limit of p s at start + step 2^j, as j grows. */
function limitAtInfinity(p: Density, s: ScoreField, start: number, step: number): number {
  // Stryker disable next-line EqualityOperator: a step is never 0
  const end = step > 0 ? Infinity : -Infinity;
  const values: number[] = [];
  // Stryker disable next-line EqualityOperator: any large number of doublings will do
  for (let j = 0, before = start; j <= MOST; j++) {
    const x = start + step * 2 ** j;
    // Stryker disable next-line EqualityOperator: a threshold without a value of its own
    if (logDensityAt(p, x) < LEAST) {
      const room = lastBeforeUnderflow(p, before, x) - before;
      // If p underflows within the first step, nothing else says how large the flux is inside.
      values.push(...ON_THE_WAY.map((part) => flux(p, s, before + part * room)));
      return settled(vanishedLimit(values), values, end);
    }
    values.push(flux(p, s, x));
    before = x;
  }
  return settled(geometricLimit(values), values, end);
}

const MOST = 45;
/** Below this the exponential is 0 or has lost its digits. */
const LEAST = -700;
const VANISHED = 1e-10;
const ON_THE_WAY = [0.125, 0.25, 0.5, 1];

/** By bisection: a place between the two where p is about to underflow. */
function lastBeforeUnderflow(p: Density, inside: number, outside: number): number {
  let [low, high] = [inside, outside];
  // Stryker disable next-line EqualityOperator: one bisection more or less
  for (let k = 0; k < 60; k++) {
    const middle = low + (high - low) / 2;
    // Stryker disable next-line EqualityOperator: a threshold without a value of its own
    if (logDensityAt(p, middle) < LEAST) high = middle;
    else low = middle;
  }
  return low;
}

/** 0, if the last of the values, where p is all but 0, is negligible beside the others. */
function vanishedLimit(values: readonly number[]): number | undefined {
  const last = Math.abs(values[values.length - 1]!);
  return last <= VANISHED * Math.max(...values.map(Math.abs)) ? 0 : undefined;
}

function flux(p: Density, s: ScoreField, x: number): number {
  const logDensity = logDensityAt(p, x);
  return logDensity < LEAST ? 0 : Math.exp(logDensity) * s.score(points(x)).data[0]!;
}

function logDensityAt(p: Density, x: number): number {
  return p.logDensity(points(x))[0]!;
}

function settled(limit: number | undefined, values: readonly number[], end: number): number {
  if (limit === undefined) {
    throw new InvalidArgument({
      argument: "s",
      value: values.slice(-3),
      problem: `has a flux p(x) s(x) without a finite limit as x tends to ${end} (the value shows the last three)`,
      consequence: "integration by parts would leave a boundary term that is not a number",
      remedy: "weight the objective by a function that vanishes there, or take another score field",
    });
  }
  return limit;
}

function breaksOf(field: Density | ScoreField): readonly number[] {
  // Stryker disable next-line ArrayDeclaration: only numbers inside the support are kept
  return "support" in field ? [...(field.breaks?.[0] ?? []), ...field.support[0]!] : [];
}

/** Where p lives, and a power of 2 for its scale, as far as its moments tell. */
function bulk(p: Density): { middle: number; scale: number } {
  const [mean, deviation] = [p.mean[0]!, Math.sqrt(p.covariance[0]!)];
  return {
    middle: Number.isFinite(mean) ? mean : 0,
    scale: Number.isFinite(deviation) ? 2 ** Math.round(Math.log2(deviation)) : 1,
  };
}
