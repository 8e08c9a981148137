import { logGamma } from "../numerics/special/gamma";

/** With more points the exact distribution would take longer than a reader waits. */
const EXACT_UP_TO = 1000;
const TAIL_UP_TO = 1e6;

/** P(D >= d) under the null, and whether it is exact or the limit for large samples. */
export interface TailProbability {
  readonly pValue: number;
  readonly method: "exact" | "asymptotic";
}

/**
 * The probability that D, the largest distance between the empirical distribution of n independent
 * draws and their continuous distribution, is at least d. Exact up to 1,000 points, and far out
 * (n d^2 > 4, probabilities below 7e-4) up to a million, to a relative error of 1e-9; else by the limit
 * for large n with a correction, to a relative error of 3e-4.
 *
 * Source: Marsaglia, Tsang and Wang, "Evaluating Kolmogorov's distribution", Journal of Statistical
 * Software 8 (2003), section 2 (Durbin's matrix); Birnbaum and Tingey, Annals of Mathematical
 * Statistics 22 (1951) (one side); Vrbik, Pioneer Journal of Theoretical and Applied Statistics 15
 * (2018) (the correction).
 */
export function kolmogorovTail(d: number, n: number): TailProbability {
  if (d <= 0.5 / n) return { pValue: 1, method: "exact" };
  if (d >= 1) return { pValue: 0, method: "exact" };
  const t = Math.sqrt(n) * d;
  // Far out the two sides exclude each other, but for a share of exp(-6 t^2) of the probability.
  if (t > 2 && n <= TAIL_UP_TO) return { pValue: 2 * oneSide(d, n), method: "exact" };
  if (n <= EXACT_UP_TO) return { pValue: 1 - byMatrix(d, n), method: "exact" };
  const corrected = t + 1 / (6 * Math.sqrt(n)) + (t - 1) / (4 * n);
  const near = t > 1.5 && n <= TAIL_UP_TO;
  return { pValue: near ? 2 * oneSide(d, n) : kolmogorovLimit(corrected), method: "asymptotic" };
}

/**
 * P(K >= t) for the largest absolute value K of a Brownian bridge: the limit of sqrt(n) D.
 *
 * Source: Kolmogorov, Giornale dell'Istituto Italiano degli Attuari 4 (1933); below t = 1 its other
 * form, by the identity of the theta function.
 */
export function kolmogorovLimit(t: number): number {
  if (t <= 0) return 1;
  let sum = 0;
  if (t < 1) {
    for (let k = 1; k <= 9; k += 2) sum += Math.exp(-((k * Math.PI) ** 2) / (8 * t * t));
    return 1 - (Math.sqrt(2 * Math.PI) / t) * sum;
  }
  for (let k = 1; k <= 5; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * (k * t) ** 2);
  return sum;
}

/** P(the empirical distribution lies d or more above the true one somewhere). */
function oneSide(d: number, n: number): number {
  let sum = (1 - d) ** n;
  const logOfAll = logGamma(n + 1);
  for (let j = 1; j / n < 1 - d; j++) {
    const logChoose = logOfAll - logGamma(j + 1) - logGamma(n - j + 1);
    const logPowers = (n - j) * Math.log1p(-d - j / n) + (j - 1) * Math.log(d + j / n);
    sum += d * Math.exp(logChoose + logPowers);
  }
  return sum;
}

/** P(D < d): the middle entry of n! / n^n H^n, by n products of a row with H. */
function byMatrix(d: number, n: number): number {
  const k = Math.ceil(n * d);
  const columns = durbin(2 * k - 1, k - n * d);
  let row = new Float64Array(columns.length);
  let next = new Float64Array(columns.length);
  row[k - 1] = 1;
  let logScale = 0;
  for (let step = 1; step <= n; step++) {
    let largest = 0;
    columns.forEach(({ first, entries }, j) => {
      let sum = 0;
      for (let i = 0; i < entries.length; i++) sum += row[first + i]! * entries[i]!;
      next[j] = (sum * step) / n;
      largest = Math.max(largest, next[j]!);
    });
    for (let j = 0; j < next.length; j++) next[j]! /= largest;
    logScale += Math.log(largest);
    [row, next] = [next, row];
  }
  return row[k - 1]! * Math.exp(logScale);
}

/** A column of a matrix: its entries from row `first` on; the others are zero, or as good as zero. */
interface Column {
  readonly first: number;
  readonly entries: Float64Array;
}

/** 1 / 100! is below 1e-157. */
const ENTRIES = 100;

/** Durbin's matrix, 1 / (i - j + 1)! where that exists, corrected in its first column and last row. */
function durbin(size: number, rest: number): Column[] {
  const overFactorial = new Float64Array(size + 1).fill(1);
  for (let i = 1; i <= size; i++) overFactorial[i] = overFactorial[i - 1]! / i;
  return Array.from({ length: size }, (_, j) => {
    const first = Math.max(0, j - 1);
    const entries = new Float64Array(Math.min(ENTRIES, size - first));
    for (let k = 0; k < entries.length; k++) {
      const i = first + k;
      entries[k] = overFactorial[i - j + 1]!;
      if (j === 0) entries[k]! -= rest ** (i + 1) * overFactorial[i + 1]!;
      if (i === size - 1) entries[k]! -= rest ** (size - j) * overFactorial[size - j]!;
      if (j === 0 && i === size - 1) {
        entries[k]! += Math.max(0, 2 * rest - 1) ** size * overFactorial[size]!;
      }
    }
    return { first, entries };
  });
}
