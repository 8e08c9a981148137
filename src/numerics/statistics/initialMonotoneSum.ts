/**
 * The sum of the autocorrelations rho_0 + rho_1 + rho_2 + ... of a reversible chain, cut where noise takes
 * over: the sums of neighbours rho_2k + rho_2k+1 are taken while positive, and made non-increasing.
 * `cutAt` is the first lag that was left out. Lags stay below `lags`; a sum above `enough` is not
 * continued.
 *
 * Source: Geyer, "Practical Markov chain Monte Carlo", Statistical Science 7 (1992), section 3.3.
 */
export function initialMonotoneSum(
  correlation: (lag: number) => number,
  { lags, enough = Infinity }: { readonly lags: number; readonly enough?: number },
): { sum: number; cutAt: number } {
  let sum = 0;
  let smallest = Infinity;
  let lag = 0;
  for (; lag + 1 < lags && sum <= enough; lag += 2) {
    const pair = correlation(lag) + correlation(lag + 1);
    if (pair <= 0) break;
    smallest = Math.min(smallest, pair);
    sum += smallest;
  }
  return { sum, cutAt: lag };
}
