/** An estimate as a Monte Carlo average would give it. */
export const sampled = (value: number, standardError: number, n = 1000) => ({
  value,
  standardError,
  n,
});

/** An estimate as quadrature would give it. */
export const integrated = (value: number) => ({ value, standardError: 0, n: 0 });
