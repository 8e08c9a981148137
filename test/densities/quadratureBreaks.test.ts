import { expect, test } from "vitest";
import { beta } from "../../src/densities/beta";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { kernelDensity } from "../../src/densities/kernelDensity";
import { laplace } from "../../src/densities/laplace";
import { mixture } from "../../src/densities/mixture";
import { quadratureBreaks } from "../../src/densities/quadratureBreaks";

test("a mixture of Gaussians is split at each centre and six deviations to each side", () => {
  const p = gaussianMixture({ weights: [0.5, 0.5], means: [0, 100], covariances: [1, 0.01] });
  expect(p.breaks![0]).toEqual([-6, 0, 6, 99.4, 100, 100.6]);
});

test("ends of supports and breaks of the parts are kept exactly, near or not", () => {
  const p = mixture({
    weights: [0.25, 0.25, 0.5],
    components: [
      beta({ alpha: 3, beta: 3 }),
      beta({ alpha: 3, beta: 3, lower: 1.001, upper: 3 }),
      laplace({ location: 0.999, scale: 2 }),
    ],
  });
  for (const edge of [0, 1, 1.001, 3, 0.999]) expect(p.breaks![0]).toContain(edge);
});

test("in the plane each coordinate has its own", () => {
  const p = mixture({ weights: [1], components: [gaussian({ mean: [1, 20], covariance: 4 })] });
  expect(p.breaks).toEqual([
    [-11, 1, 13],
    [8, 20, 32],
  ]);
});

test("marks that nearly coincide are merged, and of very many an even selection is kept", () => {
  const close = kernelDensity({ data: [0, 0.001, 0.002], sigma: 1 });
  expect(close.breaks![0]).toEqual([-6, 0, 6]);
  const many = kernelDensity({ data: Array.from({ length: 1000 }, (_, i) => i), sigma: 0.1 });
  const breaks = many.breaks![0]!;
  expect(breaks.length).toBe(120);
  expect(breaks[0]).toBeCloseTo(-0.6, 12);
  expect(breaks[119]).toBeCloseTo(999.6, 12);
  expect(Math.max(...breaks.slice(1).map((x, i) => x - breaks[i]!))).toBeLessThan(20);
});

test("a part without moments, or with breaks of its own, adds no bulk", () => {
  const [marks] = quadratureBreaks([
    {
      dim: 1,
      mean: Float64Array.of(Number.NaN),
      covariance: Float64Array.of(Number.NaN),
      support: [[-Infinity, 5]],
      breaks: [[2]],
    },
    {
      dim: 1,
      mean: Float64Array.of(0),
      covariance: Float64Array.of(1),
      support: [[-Infinity, Infinity]],
      breaks: [[-1]],
    },
  ]);
  expect(marks).toEqual([-1, 2, 5]);
});
