import { describe, expect, it } from "vitest";
import { logBeta, regularisedBeta } from "../../../src/numerics/special/beta";
import { erf, erfc, scaledErfc } from "../../../src/numerics/special/erf";
import { gammaLower, gammaUpper, logGamma } from "../../../src/numerics/special/gamma";
import {
  logNormalCumulative,
  logNormalDensity,
  normalCumulative,
} from "../../../src/numerics/special/normal";
import { normalQuantile } from "../../../src/numerics/special/normalQuantile";
import tables from "../fixtures/special.json";

// Truths: fixtures/special.py, by mpmath with 50 digits.
const functions: Record<keyof typeof tables, [(...x: number[]) => number, number]> = {
  erf: [erf, 5e-16],
  erfc: [erfc, 1e-15],
  scaledErfc: [scaledErfc, 1e-15],
  normalCumulative: [normalCumulative, 1e-15],
  logNormalCumulative: [logNormalCumulative, 1e-15],
  logNormalDensity: [logNormalDensity, 1e-15],
  normalQuantile: [normalQuantile, 1e-15],
  logGamma: [logGamma, 2e-15],
  gammaLower: [gammaLower, 1e-13],
  gammaUpper: [gammaUpper, 1e-13],
  logBeta: [logBeta, 1e-14],
  regularisedBeta: [regularisedBeta, 1e-13],
};

describe("special functions against mpmath, relative error", () => {
  for (const [name, [f, tolerance]] of Object.entries(functions)) {
    it(`${name} is right to ${tolerance}`, () => {
      const rows = tables[name as keyof typeof tables];
      expect(rows.length).toBeGreaterThan(8);
      for (const row of rows) {
        const x = row.slice(0, -1);
        const truth = row.at(-1)!;
        const error = Math.abs(f(...x) - truth) / (Math.abs(truth) || 1);
        expect(error, `${name}(${x}) = ${f(...x)}, not ${truth}`).toBeLessThan(tolerance);
      }
    });
  }
});

it("the incomplete beta function is a power of x near 0, however close: 2 / pi asin(sqrt(x)) for a = b = 1/2", () => {
  for (const x of [1e-15, 1e-17, 1e-30, 1e-300]) {
    const truth = (2 / Math.PI) * Math.sqrt(x);
    expect(Math.abs(regularisedBeta(x, 0.5, 0.5) / truth - 1)).toBeLessThan(1e-13);
    expect(Math.abs(regularisedBeta(x, 0.5, 0.5, 1) / truth - 1)).toBeLessThan(1e-13);
  }
});
