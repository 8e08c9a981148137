/**
 * The median of numbers, the mean of the two in the middle if their count is even, in linear time; the
 * numbers are reordered.
 *
 * Source: Hoare, "Algorithm 65: Find", Communications of the ACM 4 (1961).
 */
export function medianInPlace(values: Float64Array): number {
  const half = values.length >>> 1;
  const upper = select(values, half);
  if (values.length % 2 === 1) return upper;
  let lower = -Infinity;
  for (let i = 0; i < half; i++) lower = Math.max(lower, values[i]!);
  return (lower + upper) / 2;
}

/** The number of this rank, from 0; all before it are smaller or equal. */
function select(values: Float64Array, rank: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >>> 1]!;
    let [i, j] = [low, high];
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        [values[i], values[j]] = [values[j]!, values[i]!];
        i++;
        j--;
      }
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank]!;
}
