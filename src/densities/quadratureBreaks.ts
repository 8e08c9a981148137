import type { Density } from "./density";

const REACH = 6;
const MOST = 120;

/**
 * Where quadrature should split its range for a density made of parts, for each coordinate: the ends
 * of the parts' supports and their own breaks; else the centre of each part and the ends of its bulk,
 * six standard deviations to each side. Numbers that lie within a tenth of the narrowest part's
 * standard deviation are merged, and of more than 120 an even selection is kept.
 */
export function quadratureBreaks(
  parts: readonly Pick<Density, "dim" | "mean" | "covariance" | "support" | "breaks">[],
): readonly (readonly number[])[] {
  const dim = parts[0]!.dim;
  return Array.from({ length: dim }, (_, c) => {
    let narrowest = Number.POSITIVE_INFINITY;
    const exact: number[] = [];
    const bulk: number[] = [];
    for (const part of parts) {
      exact.push(...part.support[c]!.filter(Number.isFinite), ...(part.breaks?.[c] ?? []));
      const [mean, deviation] = [part.mean[c]!, Math.sqrt(part.covariance[c * (dim + 1)]!)];
      if (!Number.isFinite(mean) || !Number.isFinite(deviation)) continue;
      narrowest = Math.min(narrowest, deviation);
      if (part.breaks === undefined) {
        bulk.push(mean - REACH * deviation, mean, mean + REACH * deviation);
      }
    }
    const kept: number[] = [];
    const marks = [
      ...[...new Set(exact)].map((x) => ({ x, gap: 0 })),
      ...bulk.map((x) => ({ x, gap: narrowest / 10 })),
    ];
    for (const { x, gap } of marks.sort((a, b) => a.x - b.x)) {
      if (kept.length === 0 || x - kept[kept.length - 1]! > gap) kept.push(x);
    }
    if (kept.length <= MOST) return kept;
    return Array.from(
      { length: MOST },
      (_, i) => kept[Math.round((i * (kept.length - 1)) / (MOST - 1))]!,
    );
  });
}
