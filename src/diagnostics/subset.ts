import type { Rng } from "../numerics/rng";

/** So many of the numbers 0, ..., from - 1, drawn without replacement, ascending. */
export function drawn(count: number, from: number, rng: Rng): Int32Array {
  const numbers = new Int32Array(from);
  for (let i = 0; i < from; i++) numbers[i] = i;
  rng.uniform(count).forEach((u, i) => {
    const j = i + Math.floor(u * (from - i));
    [numbers[i], numbers[j]] = [numbers[j]!, numbers[i]!];
  });
  return numbers.subarray(0, count).sort();
}
