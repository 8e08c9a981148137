import { received } from "./arrays.mjs";

/**
 * Why two results are not the same within a tolerance, or undefined if they are: each number may differ
 * by `tolerance` times the largest of its array.
 *
 * @param {Record<string, import("./arrays.mjs").Sent>} ours
 * @param {Record<string, import("./arrays.mjs").Sent>} theirs
 * @param {number} tolerance
 * @returns {string | undefined}
 */
export function difference(ours, theirs, tolerance) {
  for (const [name, array] of Object.entries(ours)) {
    const other = theirs[name];
    if (!other) return `${name} is missing`;
    const [a, b] = [received(array), received(other)];
    if (a.length !== b.length) return `${name} has ${b.length} numbers instead of ${a.length}`;
    const largest = a.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0);
    for (let i = 0; i < a.length; i++) {
      // Written so that NaN is a difference.
      const same = Math.abs(Number(a[i]) - Number(b[i])) <= tolerance * largest;
      if (!same) return `${name}[${i}] is ${b[i]} instead of ${a[i]}`;
    }
  }
  return undefined;
}
