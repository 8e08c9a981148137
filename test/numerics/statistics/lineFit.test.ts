import { describe, expect, it } from "vitest";
import { fitLine } from "../../../src/numerics/statistics/lineFit";

describe("a line fitted to points", () => {
  const x = [0, 1, 2, 3];

  it("is the line, where they lie on one", () => {
    const fit = fitLine(x, [5, 3, 1, -1]);
    expect(fit.slope).toBeCloseTo(-2, 14);
    expect(fit.intercept).toBeCloseTo(5, 14);
    expect(fit.standardError).toBeCloseTo(0, 14);
  });

  it("has the standard error of its residuals, with two degrees of freedom less than points", () => {
    // By hand: slope 4/5, residuals -0.3, 0.9, -0.9, 0.3, their squares 1.8, spread of x 5.
    const fit = fitLine(x, [0, 2, 1, 3]);
    expect(fit.slope).toBeCloseTo(0.8, 14);
    expect(fit.intercept).toBeCloseTo(0.3, 14);
    expect(fit.standardError).toBeCloseTo(Math.sqrt(1.8 / 2 / 5), 14);
  });

  it("with errors of y weighs the points by them and takes the error of the slope from them", () => {
    // By hand: weights 1, 1/4, mean of x 1/5, spread 4/5 of weight.
    const fit = fitLine([0, 1], [1, 4], [1, 2]);
    expect(fit.slope).toBeCloseTo(3, 14);
    expect(fit.standardError).toBeCloseTo(Math.sqrt(5), 14);
    expect(fitLine(x, [0, 1, 2, 9], [1, 1, 1, 1e6]).slope).toBeCloseTo(1, 6);
  });
});
