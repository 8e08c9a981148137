import { normalQuantile } from "../numerics/special/normalQuantile";
import { joined } from "./joined";

/**
 * The draws replaced by normal scores: the normal quantile of (rank - 3/8) / (S + 1/4), ranks from 1 to
 * S over all chains, equal draws sharing their mean rank.
 *
 * Source: Vehtari, Gelman, Simpson, Carpenter and Buerkner, "Rank-normalization, folding, and
 * localization", Bayesian Analysis 16 (2021), equation 14.
 */
export function rankNormalised(rows: readonly Float64Array[]): Float64Array[] {
  const length = rows[0]!.length;
  const all = joined(rows);
  const order = Uint32Array.from(all.keys()).sort((a, b) => all[a]! - all[b]!);
  const scores = new Float64Array(all.length);
  for (let first = 0; first < order.length; ) {
    let end = first + 1;
    while (end < order.length && all[order[end]!] === all[order[first]!]) end++;
    const rank = (first + 1 + end) / 2;
    const score = normalQuantile((rank - 0.375) / (all.length + 0.25));
    for (let k = first; k < end; k++) scores[order[k]!] = score;
    first = end;
  }
  return rows.map((_, k) => scores.subarray(k * length, (k + 1) * length));
}
