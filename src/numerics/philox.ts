/**
 * Philox4x32-10: a bijection of 128-bit counters for each 64-bit key, whose outputs at the counters
 * 0, 1, 2, ... pass for random. Ten rounds of two 32 x 32 bit products; no state.
 *
 * Writes four 32-bit words to `out`, which may be reused between calls.
 *
 * Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011),
 * section 4.3.
 */
export function philox4x32(
  out: Uint32Array,
  counter0: number,
  counter1: number,
  counter2: number,
  counter3: number,
  key0: number,
  key1: number,
): void {
  let c0 = counter0 | 0;
  let c1 = counter1 | 0;
  let c2 = counter2 | 0;
  let c3 = counter3 | 0;
  let k0 = key0 | 0;
  let k1 = key1 | 0;
  for (let round = 0; round < 10; round++) {
    const high0 = highWord(c0, 0xd251, 0x1f53);
    const high1 = highWord(c2, 0xcd9e, 0x8d57);
    const low0 = Math.imul(c0, 0xd2511f53);
    const low1 = Math.imul(c2, 0xcd9e8d57);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/** The upper 32 bits of a * b, for b = bHigh * 2^16 + bLow: schoolbook product of 16-bit halves. */
function highWord(a: number, bHigh: number, bLow: number): number {
  const aHigh = a >>> 16;
  const aLow = a & 0xffff;
  const lowLow = Math.imul(aLow, bLow) >>> 16;
  const middle = (Math.imul(aHigh, bLow) >>> 0) + lowLow;
  const middle2 = (Math.imul(aLow, bHigh) >>> 0) + (middle & 0xffff);
  const carry = Math.floor(middle / 65536) + Math.floor(middle2 / 65536);
  return (Math.imul(aHigh, bHigh) + carry) | 0;
}
