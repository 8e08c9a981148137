import type { Measure } from "../measure";
import type { Panel } from "./chart";
import { partition, sortedInside } from "./partition";

/** How many breaks an axis may have, and into how many panels each gap is cut, by dimension. */
const MOST_BREAKS = { 1: 300, 2: 24 } as const;
const PIECES = { 1: 2, 2: 1 } as const;

/** For each axis of the measure, the panels that quadrature starts from. */
export function measurePanels(measure: Measure, boxDimension: number): Panel[][] {
  const d = boxDimension === 1 ? 1 : 2;
  return Array.from({ length: measure.dim }, (_, k) => {
    const [from, to] = measure.support[k]!;
    const wanted = [...(measure.breaks?.[k] ?? []), ...bulk(measure, k, from, to)];
    const known = sortedInside(from, to, wanted);
    const inside = known.length > 0 ? thinned(known, MOST_BREAKS[d]) : [middle(from, to)];
    const scale = (inside[inside.length - 1]! - inside[0]!) / 2;
    return partition(from, to, inside, scale > 0 ? scale : 1, PIECES[d]);
  });
}

/** Panels for a standard normal variable. */
export function noisePanels(): Panel[] {
  return partition(-Infinity, Infinity, [-6, -3, 0, 3, 6], 6, 1);
}

/** Where most of the density lies by its mean and standard deviation, or several scales if unknown. */
function bulk(measure: Measure, k: number, from: number, to: number): number[] {
  const mean = measure.mean[k]!;
  const deviation = Math.sqrt(measure.covariance[k * (measure.dim + 1)]!);
  const centre = Number.isFinite(mean) ? mean : middle(from, to);
  const reach =
    deviation > 0 && deviation < Infinity
      ? [3 * deviation, 6 * deviation]
      : Array.from({ length: 11 }, (_, i) => 2 ** (2 * i - 10));
  return [centre, ...reach.flatMap((r) => [centre - r, centre + r])];
}

/** A number inside the interval, bounded or not. */
function middle(from: number, to: number): number {
  if (Number.isFinite(to - from)) return from + (to - from) / 2;
  if (from > -Infinity) return from + 1;
  return to < Infinity ? to - 1 : 0;
}

function thinned(breaks: readonly number[], most: number): readonly number[] {
  if (breaks.length <= most) return breaks;
  const step = (breaks.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => breaks[Math.round(i * step)]!);
}
