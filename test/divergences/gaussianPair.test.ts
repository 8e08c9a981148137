import { describe, expect, test } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { kernelDensity } from "../../src/densities/kernelDensity";
import { studentT } from "../../src/densities/studentT";
import { fisherDivergenceGaussian } from "../../src/divergences/fisherDivergenceGaussian";
import { klDivergenceGaussian } from "../../src/divergences/klDivergenceGaussian";

describe.each([
  ["fisherDivergenceGaussian", fisherDivergenceGaussian],
  ["klDivergenceGaussian", klDivergenceGaussian],
])("%s tells from a Gaussian", (_, closedForm) => {
  const q = gaussian({ mean: 0.5, covariance: 2 });
  type Given = typeof q;

  test.each([10, 100, 1e4])("Student's t with %d degrees of freedom", (degreesOfFreedom) => {
    const p = studentT({ degreesOfFreedom, location: 0.3 }) as unknown as Given;
    expect(() => closedForm(p, q)).toThrow(/^p = .*is not a Gaussian density/);
    expect(() => closedForm(q, p)).toThrow(/^q = .*is not a Gaussian density/);
  });

  test("two kernels a quarter of their width apart", () => {
    const near = kernelDensity({ data: [0, 0.25], sigma: 1 }) as unknown as Given;
    expect(() => closedForm(near, q)).toThrow(/^p = .*is not a Gaussian density/);
  });

  test("and takes very narrow and very wide Gaussians for what they are", () => {
    for (const covariance of [1e-200, 1e200]) {
      const p = gaussian({ mean: 0.3, covariance });
      expect(closedForm(p, p)).toBe(0);
    }
  });
});
