import type { PointsLike } from "../numerics/points";
import { ascending } from "./ascending";
import { type Distribution, distributionFunction, isDistribution } from "./distributionFunction";
import { kolmogorovLimit, kolmogorovTail, type TailProbability } from "./kolmogorovDistribution";
import { cellsOfPaths, pathsThatTouch } from "./latticePaths";
import { type TestResult, testResult } from "./testResult";

/**
 * The test of Kolmogorov and Smirnov: D, the largest distance between the empirical distribution of a
 * sample and a continuous distribution, or the empirical distribution of a second sample.
 *
 *     kolmogorovSmirnov(x, p)                        // a density that knows its distribution function
 *     kolmogorovSmirnov(x, (x) => 1 - Math.exp(-x))  // or that function, P(X <= x)
 *     kolmogorovSmirnov(x, y)                        // two samples
 *
 * The p-value holds for independent points (not for the steps of one chain: thin them first, see
 * `effectiveSampleSize`) and a distribution that was not fitted to the same sample. `method` says
 * whether it is exact. For one sample: up to 1,000 points, and far out in the tail. For two: while the
 * lattice of their orders has fewer than 5e7 cells to visit, which is so for 100,000 points each and
 * moderate D; equal points are accounted for. Else by the limit for large samples.
 *
 * Source: Kolmogorov (1933), Smirnov (1939); for the exact distributions see `kolmogorovTail` and
 * `pathsThatTouch`.
 *
 * @throws InvalidArgument if a sample is not of dimension 1, or what it is held against is no
 * distribution function.
 */
export function kolmogorovSmirnov(
  sample: PointsLike | Float64Array,
  against: Distribution | PointsLike | Float64Array,
): TestResult {
  const x = ascending("sample", sample);
  return isDistribution(against)
    ? oneSample(x, against)
    : twoSamples(x, ascending("against", against));
}

function oneSample(x: Float64Array, against: Distribution): TestResult {
  const n = x.length;
  let statistic = 0;
  distributionFunction(against)(x).forEach((p, i) => {
    statistic = Math.max(statistic, p - i / n, (i + 1) / n - p);
  });
  const tail = kolmogorovTail(statistic, n);
  return testResult("Kolmogorov-Smirnov test", { statistic, ...tail, n: [n] });
}

const MOST_CELLS = 5e7;

function twoSamples(x: Float64Array, y: Float64Array): TestResult {
  const [n, m] = [x.length, y.length];
  const { distance, groupEnds } = comparison(x, y);
  const tail = (): TailProbability => {
    const ends = groupEnds.every((end) => end) ? undefined : groupEnds;
    if (cellsOfPaths(n, m, distance, ends !== undefined) <= MOST_CELLS) {
      return { pValue: pathsThatTouch(n, m, distance, ends), method: "exact" };
    }
    const t = (distance / (n * m)) * Math.sqrt((n * m) / (n + m));
    return { pValue: kolmogorovLimit(t), method: "asymptotic" };
  };
  const statistic = distance / (n * m);
  return testResult("Kolmogorov-Smirnov test of two samples", { statistic, ...tail(), n: [n, m] });
}

/** n m D, a whole number, and after how many of the pooled points the two can be compared. */
function comparison(x: Float64Array, y: Float64Array) {
  const [n, m] = [x.length, y.length];
  const groupEnds = [true];
  let distance = 0;
  for (let i = 0, j = 0; i < n || j < m; ) {
    if (j === m || (i < n && x[i]! <= y[j]!)) i++;
    else j++;
    const reached = Math.max(i > 0 ? x[i - 1]! : -Infinity, j > 0 ? y[j - 1]! : -Infinity);
    const end = !(x[i]! === reached || y[j]! === reached);
    groupEnds.push(end);
    if (end) distance = Math.max(distance, Math.abs(i * m - j * n));
  }
  return { distance, groupEnds };
}
