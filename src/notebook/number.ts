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

/** Two numbers in so many digits that they look as different as they are. */
export function inWordsApart(left: Reading, right: Reading): readonly [string, string] {
  const exact = left.standardError === undefined && right.standardError === undefined;
  const error = Math.max(left.standardError ?? 0, right.standardError ?? 0);
  if (!exact) {
    const one = ({ value, standardError }: Reading) =>
      standardError === undefined
        ? inDigits(value, digitsFor(value, error))
        : inWords({ value, standardError });
    return [one(left), one(right)];
  }
  const [l, r] = [inWords(left), inWords(right)];
  return l === r && left.value !== right.value ? [inWords(left, 17), inWords(right, 17)] : [l, r];
}

/** So that an exact number shows one digit more than the error it is compared with. */
function digitsFor(value: number, error: number): number {
  if (value === 0) return 4;
  const digits = Math.floor(Math.log10(Math.abs(value))) - Math.floor(Math.log10(error)) + 2;
  return Math.min(12, Math.max(4, digits));
}

/** "0.4 s", "12 s", "3 min 5 s", "2 h 10 min". */
export function durationInWords(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
