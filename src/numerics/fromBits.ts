import { normalQuantile } from "./special/normalQuantile";

/** A number uniform on (0, 1) from 52 of 64 random bits: (2m + 1) / 2^53, so never 0 nor 1. */
export function uniformFromBits(high: number, low: number): number {
  return (2 * ((high >>> 6) * 2 ** 26 + (low >>> 6)) + 1) / 2 ** 53;
}

/**
 * A standard normal number from 64 random bits, by inversion: the first bit is the sign, the others
 * are the tail probability, on a grid of step 2^-64 that is exact out to 9 standard deviations.
 */
export function normalFromBits(high: number, low: number): number {
  const tail = ((high & 0x7fffffff) * 2 ** 32 + low + 0.5) / 2 ** 64;
  const x = normalQuantile(tail);
  return high >>> 31 === 0 ? x : -x;
}
