import type { Reading } from "./check/record";

/** A number in at most `digits` significant digits, without trailing zeros. */
export function inDigits(value: number, digits = 4): string {
  return String(Number(value.toPrecision(digits)));
}

/** "1.8208 ± 0.0004": the value to the digit that its error still allows; without an error, 8 digits. */
export function inWords({ value, standardError }: Reading, digits = 8): string {
  if (standardError === undefined || !(standardError > 0)) return inDigits(value, digits);
  const place = 1 - Math.floor(Math.log10(standardError));
  if (place < 0 || place > 12 || Math.abs(value) >= 1e15) {
    return `${inDigits(value, 6)} ± ${inDigits(standardError, 2)}`;
  }
  return `${value.toFixed(place)} ± ${standardError.toFixed(place)}`;
}

/**
 * Two numbers side by side. With `apart` they get so many digits that they look different where they
 * are: a reader has to see why a check fails.
 */
export function inWordsApart(
  left: Reading,
  right: Reading,
  apart: boolean,
): readonly [string, string] {
  const error = Math.max(left.standardError ?? 0, right.standardError ?? 0);
  const one = (reading: Reading, digits: number) =>
    error > 0 && reading.standardError === undefined
      ? inDigits(reading.value, digitsFor(reading.value, error))
      : inWords(reading, digits);
  for (let digits = 8; digits < 17; digits++) {
    const [l, r] = [one(left, digits), one(right, digits)];
    if (l !== r || !apart || error > 0) return [l, r];
  }
  return [one(left, 17), one(right, 17)];
}

/** So that an exact number shows one digit more than the error it is compared with. */
function digitsFor(value: number, error: number): number {
  if (value === 0) return 4;
  const digits = Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(error)) + 2;
  return Math.min(12, Math.max(4, digits));
}
