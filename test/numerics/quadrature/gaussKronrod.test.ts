import { describe, expect, it } from "vitest";
import {
  abscissas,
  gaussWeights,
  kronrodWeights,
} from "../../../src/numerics/quadrature/gaussKronrod";

function integralOfPower(degree: number, weights: Float64Array): number {
  return abscissas.reduce((sum, x, j) => sum + weights[j]! * x ** degree, 0);
}

describe("the 15-point rule", () => {
  const powers = Array.from({ length: 24 }, (_, degree) => degree);
  const truth = (degree: number) => (degree % 2 === 0 ? 2 / (degree + 1) : 0);

  it("integrates polynomials of degree up to 23 with the Kronrod weights", () => {
    for (const degree of powers) {
      expect(integralOfPower(degree, kronrodWeights)).toBeCloseTo(truth(degree), 15);
    }
    expect(Math.abs(integralOfPower(24, kronrodWeights) - 2 / 25)).toBeGreaterThan(1e-10);
  });

  it("integrates polynomials of degree up to 13 with the Gauss weights", () => {
    for (const degree of powers.slice(0, 14)) {
      expect(integralOfPower(degree, gaussWeights)).toBeCloseTo(truth(degree), 15);
    }
    expect(Math.abs(integralOfPower(14, gaussWeights) - 2 / 15)).toBeGreaterThan(1e-5);
  });
});
