import { cut, type Panel, plain, towardsEnd, towardsInfinity } from "./chart";

/**
 * Panels that cover [from, to], ends included that are infinite, and that meet at the breaks: plain
 * between breaks, where each gap is cut into `pieces`, with a change of variable towards both ends.
 *
 * `breaks` must hold at least one number inside; `scale` is the length on which the integrand decays
 * beyond the outermost breaks.
 */
export function partition(
  from: number,
  to: number,
  breaks: readonly number[],
  scale: number,
  pieces: number,
): Panel[] {
  const inner = sortedInside(from, to, breaks);
  const first = inner[0]!;
  const last = inner[inner.length - 1]!;
  const between = inner.slice(1).flatMap((high, i) => cut(plain(inner[i]!, high), pieces));
  return [
    ...cut(from === -Infinity ? towardsInfinity(first, -scale) : towardsEnd(from, first), pieces),
    ...between,
    ...cut(to === Infinity ? towardsInfinity(last, scale) : towardsEnd(to, last), pieces),
  ];
}

/** The breaks that lie strictly inside (from, to), ascending, each once. */
export function sortedInside(from: number, to: number, breaks: readonly number[]): number[] {
  const inside = breaks.filter((x) => x > from && x < to && Number.isFinite(x));
  return [...new Set(inside)].sort((a, b) => a - b);
}
