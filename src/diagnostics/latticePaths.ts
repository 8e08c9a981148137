/**
 * The probability that the empirical distributions of two samples from one distribution, of n and m
 * points, are somewhere at least `distance` / (n m) apart. All orders in which the pooled points can
 * fall to the two samples are equally likely: a path from (0, 0) to (n, m), which must touch the
 * bound. `groupEnds[k]` says that the k smallest pooled points are not cut out of a group of equal ones;
 * only there can the two be compared. Left out if no two points are equal.
 *
 * The probability is summed without a subtraction, so it is right to its last digits however small.
 *
 * Source: Hodges, "The significance probability of the Smirnov two-sample test", Arkiv foer Matematik
 * 3 (1958); Schroeer and Trenkler, Computational Statistics and Data Analysis 20 (1995) (equal points).
 */
export function pathsThatTouch(
  n: number,
  m: number,
  distance: number,
  groupEnds?: readonly boolean[],
): number {
  // touched[j]: the probability that a path to (i, j) has touched the bound; outside it: 1.
  const touched = new Float64Array(m + 1).fill(1);
  for (let i = 0; i <= n; i++) {
    const inside = Math.floor((i * m - distance) / n) + 1;
    const last = Math.ceil((i * m + distance) / n) - 1;
    const from = groupEnds ? 0 : Math.max(0, inside);
    const to = groupEnds ? m : Math.min(m, last);
    for (let j = from; j <= to; j++) {
      if (groupEnds?.[i + j] && Math.abs(i * m - j * n) >= distance) {
        touched[j] = 1;
      } else if (i + j === 0) {
        touched[j] = 0;
      } else {
        const below = i > 0 ? i * touched[j]! : 0;
        const left = j > 0 ? j * (j > from ? touched[j - 1]! : 1) : 0;
        touched[j] = (below + left) / (i + j);
      }
    }
  }
  return touched[m]!;
}

/** How many cells {@link pathsThatTouch} goes through. */
export function cellsOfPaths(n: number, m: number, distance: number, ties: boolean): number {
  const all = (n + 1) * (m + 1);
  return ties ? all : Math.min(all, 2 * distance + n + m);
}
