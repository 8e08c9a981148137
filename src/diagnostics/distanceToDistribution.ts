import { ensure } from "../numerics/errors";
import {
  abscissas,
  gaussWeights,
  kronrodWeights,
  ORDER,
} from "../numerics/quadrature/gaussKronrod";
import {
  type Distribution,
  type DistributionFunction,
  distributionFunction,
} from "./distributionFunction";

/** A piece of the line on which the empirical distribution is `level` and F does not cross it. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly level: number;
}

/** Integral |F_n - F| dx, for the empirical distribution F_n of ascending numbers. */
export function distanceToDistribution(x: Float64Array, against: Distribution): number {
  const f = distributionFunction(against);
  const pieces = [
    ...tail(x, -1, f, against).reverse(),
    ...between(x, f),
    ...tail(x, 1, f, against),
  ];
  return area(pieces, f);
}

/** The pieces between the smallest and the largest number, in order. */
function between(x: Float64Array, f: DistributionFunction): Piece[] {
  const n = x.length;
  const p = f(x);
  const crossed: number[] = [];
  for (let i = 0; i + 1 < n; i++) {
    const level = (i + 1) / n;
    if (p[i]! < level && level < p[i + 1]!) crossed.push(i);
  }
  const crossings = solved(x, crossed, f);
  const pieces: Piece[] = [];
  for (let i = 0, k = 0; i + 1 < n; i++) {
    const level = (i + 1) / n;
    const [from, to] = [x[i]!, x[i + 1]!];
    if (crossed[k] === i) {
      const at = crossings[k]!;
      pieces.push({ from, to: at, level }, { from: at, to, level });
      k++;
    } else if (from < to) {
      pieces.push({ from, to, level });
    }
  }
  return pieces;
}

/** Where F reaches (i + 1) / n between x_i and x_(i+1), for each of these i, by bisection. */
function solved(x: Float64Array, gaps: readonly number[], f: DistributionFunction): Float64Array {
  const low = Float64Array.from(gaps, (i) => x[i]!);
  const high = Float64Array.from(gaps, (i) => x[i + 1]!);
  // The area is flat around the crossing: its error is the square of that of the place.
  for (let round = 0; round < 32 && gaps.length > 0; round++) {
    const middle = low.map((a, k) => (a + high[k]!) / 2);
    f(middle).forEach((p, k) => {
      (p < (gaps[k]! + 1) / x.length ? low : high)[k] = middle[k]!;
    });
  }
  return low;
}

const DOUBLINGS = 230;

/** Pieces of doubling length from the outermost number on, outwards, until F is 0 or 1. */
function tail(
  x: Float64Array,
  direction: 1 | -1,
  f: DistributionFunction,
  against: Distribution,
): Piece[] {
  const end = direction === 1 ? x[x.length - 1]! : x[0]!;
  const spread = x[x.length - 1]! - x[0]!;
  const first = 1e-9 * (spread || Math.abs(end) || 1);
  const edges = Float64Array.from(
    { length: DOUBLINGS },
    (_, k) => end + direction * first * (2 ** k - 1),
  );
  const level = direction === 1 ? 1 : 0;
  const ascendingEdges = direction === 1 ? edges : edges.slice().reverse();
  const p = f(ascendingEdges);
  const beyond = (direction === 1 ? p : p.slice().reverse()).map((value) =>
    Math.abs(level - value),
  );
  ensureMean(beyond, against);
  const pieces: Piece[] = [];
  for (let k = 0; k + 1 < DOUBLINGS && beyond[k]! > 0; k++) {
    const [from, to] = [edges[k]!, edges[k + 1]!];
    pieces.push({ from: Math.min(from, to), to: Math.max(from, to), level });
  }
  return pieces;
}

/** Below, 1 - F is mostly rounding error. */
const LEAST_SHARE = 1e-13;

/**
 * A tail that keeps a share of 2^-1.05 or more at each of the last ten doublings that can be seen falls
 * off like 1 / x, or slower.
 */
function ensureMean(beyond: Float64Array, against: Distribution): void {
  let last = beyond.length - 1;
  while (last >= 0 && beyond[last]! <= LEAST_SHARE) last--;
  let slow = 0;
  while (slow < 10 && beyond[last - slow + 1]! > beyond[last - slow]! * 2 ** -1.05) slow++;
  ensure(slow < 10 && last + 1 < DOUBLINGS, () => ({
    argument: "against",
    value: against,
    problem: "has tails so heavy that it has no mean, or hardly one",
    consequence: "the distance would be infinite",
    remedy: "compare by kolmogorovSmirnov, which exists for every distribution",
  }));
}

/** The sum of |integral of level - F| over the pieces, each halved until it is known. */
function area(pieces: readonly Piece[], f: DistributionFunction): number {
  let total = 0;
  let tolerance = Infinity;
  for (let round = 0, todo = pieces; todo.length > 0; round++) {
    const found = quadrature(todo, f);
    if (round === 0) {
      const sum = found.values.reduce((a, b) => a + Math.abs(b), 0);
      tolerance = (1e-10 * sum) / pieces.length;
    }
    const next: Piece[] = [];
    todo.forEach((piece, k) => {
      const { from, to, level } = piece;
      const middle = (from + to) / 2;
      const exact = found.errors[k]! <= Math.max(tolerance, 1e-15 * (to - from) * level);
      if (exact || round > 60) total += Math.abs(found.values[k]!);
      else next.push({ from, to: middle, level }, { from: middle, to, level });
    });
    todo = next;
  }
  return total;
}

function quadrature(pieces: readonly Piece[], f: DistributionFunction) {
  const nodes = new Float64Array(pieces.length * ORDER);
  pieces.forEach(({ from, to }, k) => {
    for (let j = 0; j < ORDER; j++) {
      nodes[k * ORDER + j] = (from + to) / 2 + ((to - from) / 2) * abscissas[j]!;
    }
  });
  const p = f(nodes);
  const values = new Float64Array(pieces.length);
  const errors = new Float64Array(pieces.length);
  pieces.forEach(({ from, to, level }, k) => {
    let [kronrod, gauss] = [0, 0];
    for (let j = 0; j < ORDER; j++) {
      const difference = level - p[k * ORDER + j]!;
      kronrod += kronrodWeights[j]! * difference;
      gauss += gaussWeights[j]! * difference;
    }
    values[k] = (kronrod * (to - from)) / 2;
    errors[k] = (Math.abs(kronrod - gauss) * (to - from)) / 2;
  });
  return { values, errors };
}
