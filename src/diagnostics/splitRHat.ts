import { type ChainOptions, type Chains, halves, rowsOfChains } from "./chains";
import { chainVariances } from "./chainVariances";
import { joined } from "./joined";
import { medianInPlace } from "./median";
import { rankNormalised } from "./rankNormalised";

/**
 * Whether chains have met: R = sqrt(pooled variance / variance within), over the halves of all chains,
 * so that a chain that drifts does not agree with itself. The larger of two: of the normal scores of
 * the draws, and of the normal scores of their distances from the median, which sees chains that agree
 * in place and differ in width. 1 in the limit; above 1.01 the chains should not be trusted.
 * Normal scores make it hold for distributions without a variance.
 *
 * Source: Vehtari, Gelman, Simpson, Carpenter and Buerkner, "Rank-normalization, folding, and
 * localization: an improved R for assessing convergence of MCMC", Bayesian Analysis 16 (2021),
 * sections 3.1 and 4.
 *
 * @throws InvalidArgument if there are fewer than 20 draws a chain, chains differ in length, a number
 * is not finite, no chain ever moves, or points have several coordinates and `of` is missing.
 */
export function splitRHat(chains: Chains, options: ChainOptions = {}): number {
  const rows = halves(rowsOfChains(chains, options));
  const median = medianInPlace(joined(rows));
  const folded = rows.map((row) => row.map((x) => Math.abs(x - median)));
  return Math.max(rHat(rankNormalised(rows)), rHat(rankNormalised(folded)));
}

/** Infinite where chains stand still in different places. */
function rHat(rows: readonly Float64Array[]): number {
  const { within, pooled } = chainVariances(rows);
  return pooled === 0 ? 1 : Math.sqrt(pooled / within);
}
