import { expect } from "vitest";
import type { Estimate } from "../../src/numerics/estimate";
import { expectWithinStandardErrors } from "../withinStandardErrors";

type Wrong = Readonly<Record<string, number>>;

/** The two agree to 1e-8 of the scale, and each wrong value is 10 tolerances away. */
export function expectEqual(
  found: number | Estimate,
  expected: number,
  { scale = Math.abs(expected), wrong = {} as Wrong } = {},
): void {
  const value = typeof found === "number" ? found : found.value;
  if (typeof found !== "number") expect(found.standardError).toBe(0);
  const tolerance = 1e-8 * scale;
  expect(Math.abs(value - expected), `${value} where ${expected} is right`).toBeLessThanOrEqual(
    tolerance,
  );
  for (const [name, other] of Object.entries(wrong)) {
    expect(Math.abs(value - other), name).toBeGreaterThan(10 * tolerance);
  }
}

/** The estimate agrees within 5 standard errors, and each wrong value is 10 standard errors away. */
export function expectEstimate(found: Estimate, expected: number, wrong: Wrong = {}): void {
  const { value, standardError } = found;
  expect(standardError).toBeGreaterThan(0);
  expectWithinStandardErrors(value, expected, standardError);
  for (const [name, other] of Object.entries(wrong)) {
    expect(Math.abs(value - other) / standardError, name).toBeGreaterThan(10);
  }
}
