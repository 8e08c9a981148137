import type { Displayable, MimeBundle } from "../numerics/mimeBundle";
import { initialMonotoneSum } from "../numerics/statistics/initialMonotoneSum";
import { table } from "../numerics/table";
import { autocovariance } from "./autocovariance";
import { type ChainOptions, type Chains, halves, rowsOfChains } from "./chains";
import { chainVariances } from "./chainVariances";
import { joined } from "./joined";
import { rankNormalised } from "./rankNormalised";

/** How many independent draws say as much as the draws of the chains. */
export interface EffectiveSampleSize extends Displayable {
  /** For the mean: its standard error is the standard deviation over the root of this. */
  readonly mean: number;
  /** For the bulk of the distribution, also where it has no variance. */
  readonly bulk: number;
  /** For its 5 % and 95 % quantiles, the smaller of the two. */
  readonly tail: number;
  readonly chains: number;
  /** In all chains together. */
  readonly draws: number;
}

/**
 * The effective sample size of one or several chains: S / tau for S draws, with the autocorrelation
 * time tau = 1 + 2 (rho_1 + rho_2 + ...) cut by the initial monotone sequence. The correlations are
 * combined over the halves of all chains,
 *
 *     rho_t = 1 - (W - mean autocovariance at lag t) / (pooled variance),
 *
 * so chains that have not met count for little. `mean` looks at the numbers themselves, `bulk` at
 * their normal scores, `tail` at the indicators of the outer twentieths. tau is not taken below
 * 1 / log10(S): chains that jump back and forth can be worth more than independent draws.
 *
 *     effectiveSampleSize([chain])                                       // numbers of one chain
 *     effectiveSampleSize(run.history.map((kept) => kept.points), { of: (x) => coordinate(x, 0) })
 *
 * Drop the start of the chains before. For one chain and its mean, `chainAverage` gives the standard
 * error at once.
 *
 * Source: Vehtari, Gelman, Simpson, Carpenter and Buerkner, Bayesian Analysis 16 (2021), sections 3.2
 * and 4; Geyer, Statistical Science 7 (1992), section 3.3.
 *
 * @throws InvalidArgument if there are fewer than 20 draws a chain, chains differ in length, a number
 * is not finite, no chain ever moves, or points have several coordinates and `of` is missing.
 */
export function effectiveSampleSize(
  chains: Chains,
  options: ChainOptions = {},
): EffectiveSampleSize {
  const rows = rowsOfChains(chains, options);
  const parts = halves(rows);
  const bulk = sizeOf(rankNormalised(parts));
  const [low, high] = outerTwentieths(rows);
  const tails = [low, high]
    .map((bound) => parts.map((row) => row.map((x) => (x <= bound ? 1 : 0))))
    // Equal draws can fill a twentieth and more.
    .filter((indicators) => indicators.some((row) => row.includes(0)))
    .map(sizeOf);
  const result = {
    mean: sizeOf(parts),
    bulk,
    tail: tails.length > 0 ? Math.min(...tails) : bulk,
    chains: rows.length,
    draws: rows.length * rows[0]!.length,
  };
  return { ...result, toMimeBundle: () => describe(result) };
}

function sizeOf(rows: readonly Float64Array[]): number {
  const n = rows[0]!.length;
  const draws = rows.length * n;
  const covariances = rows.map(autocovariance);
  const { within, pooled } = chainVariances(rows);
  const correlation = (lag: number): number => {
    if (lag === 0) return 1;
    const mean = covariances.reduce((sum, row) => sum + row[lag]!, 0) / rows.length;
    return 1 - (within - mean) / pooled;
  };
  const { sum, cutAt } = initialMonotoneSum(correlation, { lags: n - 3 });
  // The first lag that is cut off still counts if positive: its neighbour took it below zero.
  const time = 2 * sum - 1 + Math.max(0, correlation(cutAt));
  return draws / Math.max(time, 1 / Math.log10(draws));
}

/** The 5 % and the 95 % quantiles of all draws, between two draws by a straight line. */
function outerTwentieths(rows: readonly Float64Array[]): [number, number] {
  const all = joined(rows).sort();
  const quantile = (p: number) => {
    const place = p * (all.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, all.length - 1);
    return all[below]! + (place - below) * (all[above]! - all[below]!);
  };
  return [quantile(0.05), quantile(0.95)];
}

function describe(size: Omit<EffectiveSampleSize, "toMimeBundle">): MimeBundle {
  const { mean, bulk, tail, chains, draws } = size;
  const whole = (x: number) => Math.round(x);
  return table({
    title: `Effective sample size of ${draws} draws in ${chains} ${chains === 1 ? "chain" : "chains"}`,
    header: ["for the mean", "for the bulk", "for the tails"],
    rowCount: 1,
    row: () => [whole(mean), whole(bulk), whole(tail)],
  });
}
