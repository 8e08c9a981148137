import { sampleMoments } from "../numerics/statistics/sampleMoments";

/** What chains of n draws say of the variance of their common distribution. */
export interface ChainVariances {
  /** W: the mean of the variances within the chains. */
  readonly within: number;
  /** (n - 1) / n W + B / n: too large while the chains have not met, and unbiased once they have. */
  readonly pooled: number;
}

/**
 * Source: Gelman and Rubin, "Inference from iterative simulation using multiple sequences", Statistical
 * Science 7 (1992); in this form Vehtari and others (2021), equations 1 to 3.
 */
export function chainVariances(rows: readonly Float64Array[]): ChainVariances {
  const n = rows[0]!.length;
  const moments = rows.map((row) => sampleMoments(row, 2));
  const within = moments.reduce((sum, { second }) => sum + second, 0) / rows.length / (1 - 1 / n);
  const means = sampleMoments(
    moments.map(({ mean }) => mean),
    2,
  );
  const between = means.second / (1 - 1 / rows.length);
  return { within, pooled: (1 - 1 / n) * within + between };
}
