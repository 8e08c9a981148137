/** Counts of samples in bins of equal width. */
export interface Bins {
  readonly from: number;
  readonly width: number;
  readonly counts: readonly number[];
  /** How many samples lie outside the range. */
  readonly outside: number;
}

const FEWEST = 12;
const MOST = 60;

/**
 * How many bins show these samples best: their width follows the rule of Freedman and Diaconis (1981,
 * "On the histogram as a density estimator", twice the interquartile range over the cube root of n),
 * within 12 to 60 bins.
 */
export function binNumber(
  samples: readonly number[],
  [from, to]: readonly [number, number],
): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const quantile = (q: number) => sorted[Math.floor(q * (sorted.length - 1))] as number;
  const ideal = (2 * (quantile(0.75) - quantile(0.25))) / Math.cbrt(samples.length);
  const wanted = ideal > 0 ? Math.ceil((to - from) / ideal) : FEWEST;
  return Math.min(Math.max(wanted, FEWEST), MOST);
}

/** The samples counted in so many bins. */
export function binsOf(
  samples: readonly number[],
  [from, to]: readonly [number, number],
  number: number,
): Bins {
  const width = (to - from) / number;
  const counts = new Array<number>(number).fill(0);
  let outside = 0;
  for (const sample of samples) {
    if (sample < from || sample > to) outside++;
    else {
      const bin = Math.min(Math.floor((sample - from) / width), number - 1);
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
  return { from, width, counts, outside };
}
