import { expect, it } from "vitest";
import { normalFromBits, uniformFromBits } from "../../src/numerics/fromBits";

it("uniform numbers reach neither 0 nor 1, and the two ends mirror each other", () => {
  expect(uniformFromBits(0, 0)).toBe(2 ** -53);
  expect(uniformFromBits(0xffffffff, 0xffffffff)).toBe(1 - 2 ** -53);
  expect(uniformFromBits(0x80000000, 0)).toBe(0.5 + 2 ** -53);
  expect(uniformFromBits(0, 64)).toBe(3 * 2 ** -53);
});

it("normal numbers are exact far in both tails: 2^-65 is the probability beyond 9.16", () => {
  // scipy.special.ndtri(2**-65)
  expect(normalFromBits(0, 0)).toBeCloseTo(-9.155293772686072, 12);
  expect(normalFromBits(0x80000000, 0)).toBe(-normalFromBits(0, 0));
  // scipy.special.ndtri((2**20 + .5) / 2**64)
  expect(normalFromBits(0, 2 ** 20)).toBeCloseTo(-7.423939748863403, 12);
});

it("normal numbers are near 0 where the two halves of the bits meet", () => {
  expect(normalFromBits(0x7fffffff, 0xffffffff)).toBeCloseTo(0, 15);
  expect(normalFromBits(0xffffffff, 0xffffffff)).toBeCloseTo(0, 15);
  // scipy.special.ndtri(.25): the tail is 2^62 / 2^64.
  expect(normalFromBits(0x40000000, 0)).toBeCloseTo(-0.6744897501960817, 15);
});
