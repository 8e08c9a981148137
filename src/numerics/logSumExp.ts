/**
 * log(sum_i exp(a_i)), exact where the exponentials overflow or underflow. -Infinity for an empty sum
 * and where every term is -Infinity; NaN only if a term is NaN.
 */
export function logSumExp(terms: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i]!;
    if (Number.isNaN(term)) return Number.NaN;
    if (term > largest) largest = term;
  }
  if (!Number.isFinite(largest)) return largest;
  // The largest term is left out of the sum and returned by log1p: for a_1 = 0 and a_2 = -50 the
  // result is exp(-50), not 0.
  let sum = 0;
  let skipped = false;
  for (let i = 0; i < terms.length; i++) {
    if (!skipped && terms[i] === largest) skipped = true;
    else sum += Math.exp(terms[i]! - largest);
  }
  return largest + Math.log1p(sum);
}
