import { inDigits } from "../number";

interface Described {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly zeros?: readonly number[] | undefined;
}

/** A curve in a sentence: where it begins and ends, its extremes, its zeros if they are marked. */
export function describeCurve({ name, x, y, zeros }: Described, xTitle: string): string {
  const low = y.indexOf(Math.min(...y));
  const high = y.indexOf(Math.max(...y));
  const at = (i: number) =>
    `${inDigits(y[i] as number)} at ${xTitle} = ${inDigits(x[i] as number)}`;
  if (y.length === 1) return `${name}: ${at(0)}.`;
  const crossed =
    zeros === undefined
      ? ""
      : zeros.length === 0
        ? " It does not cross zero."
        : ` It crosses zero at ${zeros.map((z) => inDigits(z, 3)).join(", ")}.`;
  return `${name}: from ${at(0)} to ${at(y.length - 1)}; least ${at(low)}, greatest ${at(high)}.${crossed}`;
}
