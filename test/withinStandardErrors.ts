import { expect } from "vitest";

declare global {
  /** The distances of a test, while a sweep over seeds collects them (`npm run flakes`). */
  var distancesInStandardErrors: number[] | undefined;
}

/** Within 5 standard errors of the truth. */
export function expectWithinStandardErrors(
  value: number,
  truth: number,
  standardError: number,
): void {
  const distance = (value - truth) / standardError;
  globalThis.distancesInStandardErrors?.push(distance);
  expect(Math.abs(distance), `${value} +- ${standardError}, not ${truth}`).toBeLessThan(5);
}
