/** A number as a sentence wants it: at most four significant digits, no trailing zeros. */
export function short(x: number): string {
  return String(Number(x.toPrecision(4)));
}
