import type { Panel } from "./chart";
import { partition, sortedInside } from "./partition";

/**
 * The panels to start from when nothing is known of an integrand but its breaks: gaps that grow by a
 * factor of 2 (of 4 unless `thorough`), from 1e-9 to 1e9, around 0, a lone break and the end of a
 * half-line; beyond several breaks, in units of the distance between the outermost.
 */
export function searchPanels(
  from: number,
  to: number,
  given: readonly number[],
  thorough: boolean,
): Panel[] {
  const step = thorough ? 1 : 2;
  const dyadic = Array.from({ length: 60 / step + 1 }, (_, i) => 2 ** (i * step - 30));
  const around = (x: number) => [x, ...dyadic.flatMap((d) => [x - d, x + d])];
  const inside = sortedInside(from, to, given);
  if (inside.length > 0) {
    const [first, last] = [inside[0]!, inside[inside.length - 1]!];
    if (first === last) return partition(from, to, around(first), 2 ** 30, 1);
    const width = last - first;
    const outward = dyadic
      .filter((d) => d >= 1)
      .flatMap((d) => [first - d * width, last + d * width]);
    return partition(from, to, [...inside, ...outward], 2 ** 30 * width, thorough ? 4 : 2);
  }
  const bounded = Number.isFinite(to - from);
  const origins = bounded ? [0] : [0, ...[from, to].filter(Number.isFinite)];
  const count = thorough ? 16 : 4;
  const even = Array.from({ length: count - 1 }, (_, i) => from + ((i + 1) * (to - from)) / count);
  return partition(from, to, [...origins.flatMap(around), ...even], 2 ** 30, 1);
}
