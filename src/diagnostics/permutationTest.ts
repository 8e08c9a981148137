import { ensure } from "../numerics/errors";
import { type Points, type PointsLike, points } from "../numerics/points";
import { ensureRng, type Rng } from "../numerics/rng";
import { rows } from "../numerics/rows";
import { longRun } from "../reporting/longRun";
import { pairwiseDistances } from "./pairwiseDistances";
import { drawn } from "./subset";
import { type TestResult, testResult } from "./testResult";

export interface PermutationOptions {
  /** Draws the permutations, and the subsample. */
  readonly rng: Rng;
  /** How often the pooled points are dealt out anew; the p-value is a multiple of 1 / (this + 1). */
  readonly permutations?: number;
  /** Uses so many points of each sample at most, drawn without replacement. */
  readonly subsample?: number;
}

/** The result of a test by permutation. */
export interface PermutationTest extends TestResult {
  readonly method: "permutation";
  /** The permutations that were done: fewer than asked for if the reader interrupted. */
  readonly permutations: number;
}

/** What distinguishes one such test from another. */
interface Similarity {
  readonly name: string;
  readonly details?: readonly (readonly [string, string | number])[];
  /** Turns the distance of each pair of points into how similar they are, in place. */
  readonly of: (distance: number) => number;
}

/** Their distances fill 100 MB. */
const MOST_POINTS = 5000;

/**
 * The test of "x and y have the same distribution" by a mean over pairs of points,
 *
 *     mean k(x, x') + mean k(y, y') - 2 mean k(x, y)   over pairs of different points,
 *
 * which is unbiased: where the distributions agree it is 0 in the mean, and may be negative. Under
 * that hypothesis every way to deal the pooled points out to two samples is equally likely; the
 * p-value is (1 + the number of permutations with at least this statistic) / (1 + permutations), so
 * P(p <= a) <= a for every a and every sample size.
 *
 * @throws InvalidArgument if the samples cannot be compared, or their statistic overflows.
 *
 * Source: Phipson and Smyth, Statistical Applications in Genetics and Molecular Biology 9 (2010).
 */
export function permutationTest(
  x: PointsLike | Float64Array,
  y: PointsLike | Float64Array,
  options: PermutationOptions,
  similarity: (distances: Float64Array) => Similarity,
): PermutationTest {
  // Cells of a notebook run although their types do not fit.
  const { rng, permutations = 999, subsample } = { ...options };
  ensureRng(rng);
  ensureWhole("permutations", permutations, 19, "a p-value of 0.05 would be out of reach");
  if (subsample !== undefined) {
    ensureWhole("subsample", subsample, 2, "there would be no pair of points in a sample");
  }
  const first = sampleOf("x", x, rng.split("subsample").split("x"), subsample);
  const second = sampleOf("y", y, rng.split("subsample").split("y"), subsample);
  ensureComparable(first, second);
  const pooled = [...rowsOf(first), ...rowsOf(second)];
  const pairs = pairwiseDistances(pooled);
  const { name, details = [], of } = similarity(pairs);
  for (let k = 0; k < pairs.length; k++) pairs[k] = of(pairs[k]!);
  const statisticOf = meanDifference(pairs, pooled.length);

  const ours = Int32Array.from({ length: first.n }, (_, i) => i);
  const statistic = statisticOf(ours);
  ensure(Number.isFinite(statistic), () => ({
    argument: "x and y",
    value: statistic,
    problem: "as their statistic is not a finite number, since distances overflow",
    consequence: "no permutation could be compared with it, and the p-value would be the smallest",
    remedy: "divide the coordinates of both samples by one large number first",
  }));
  // Equal statistics differ by their rounding errors.
  const atLeast = statistic - 1e-10 * Math.abs(statistic) - 1e-14 * largest(pairs);
  const run = longRun(permutations, `${name}, permutations`);
  let asLarge = 0;
  for (const k of run) {
    const dealt = drawn(first.n, pooled.length, rng.split("permutation").split(k));
    if (statisticOf(dealt) >= atLeast) asLarge++;
  }
  const result = {
    statistic,
    pValue: (1 + asLarge) / (1 + run.done),
    method: "permutation" as const,
    n: [first.n, second.n],
    permutations: run.done,
  };
  const done = run.interrupted ? `${run.done} of ${permutations}, interrupted` : permutations;
  return testResult(name, result, [["permutations", done], ...details]);
}

/** The statistic when the points of these numbers, ascending, are the first sample. */
function meanDifference(pairs: Float64Array, count: number): (sample: Int32Array) => number {
  const ofPoint = new Float64Array(count);
  let all = 0;
  for (let i = 1, k = 0; i < count; i++) {
    for (let j = 0; j < i; j++, k++) {
      const value = pairs[k]!;
      ofPoint[i]! += value;
      ofPoint[j]! += value;
      all += value;
    }
  }
  return (sample) => {
    const n = sample.length;
    const m = count - n;
    let inside = 0;
    let touching = 0;
    for (let a = 0; a < n; a++) {
      const i = sample[a]!;
      const row = (i * (i - 1)) / 2;
      for (let b = 0; b < a; b++) inside += pairs[row + sample[b]!]!;
      touching += ofPoint[i]!;
    }
    const between = touching - 2 * inside;
    const outside = all - inside - between;
    return (2 * inside) / (n * (n - 1)) + (2 * outside) / (m * (m - 1)) - (2 * between) / (n * m);
  };
}

function sampleOf(
  argument: string,
  sample: PointsLike | Float64Array,
  rng: Rng,
  most: number | undefined,
): Points {
  const all = points(sample);
  ensure(all.n >= 2, () => ({
    argument,
    value: all,
    problem: "holds a single point",
    consequence: "there is no pair of points in it to compare",
    remedy: "draw more",
  }));
  if (most === undefined || all.n <= most) return all;
  return rows(all, drawn(most, all.n, rng));
}

function rowsOf({ n, dim, data }: Points): Float64Array[] {
  return Array.from({ length: n }, (_, i) => data.subarray(i * dim, (i + 1) * dim));
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

function ensureComparable(x: Points, y: Points): void {
  ensure(x.dim === y.dim, () => ({
    argument: "y",
    value: y,
    problem: `holds points of dimension ${y.dim} where those of x have dimension ${x.dim}`,
    consequence: "there is no distance between them",
    remedy: "give two samples of one space",
  }));
  ensure(x.n + y.n <= MOST_POINTS, () => ({
    argument: "x and y",
    value: x.n + y.n,
    problem: `points in all are more than ${MOST_POINTS}`,
    consequence: "the distances of all their pairs would fill the memory",
    remedy: "use a part of them, for example subsample: 2000",
  }));
}

function ensureWhole(argument: string, value: number, fewest: number, consequence: string): void {
  ensure(Number.isSafeInteger(value) && value >= fewest, () => ({
    argument,
    value,
    problem: `is not a whole number of at least ${fewest}`,
    consequence,
    remedy: `give a whole number from ${fewest} on, or leave it out`,
  }));
}
