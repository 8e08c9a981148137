import type { Measure } from "../../src/numerics/measure";
import { type Points, points } from "../../src/numerics/points";
import type { Rng } from "../../src/numerics/rng";

/** A measure on R from the formula of its log density; sampled by a formula of one normal number. */
export function line(
  logDensity: (x: number) => number,
  rest: Partial<Measure> & { quantile?: (u: number) => number } = {},
): Measure {
  return {
    dim: 1,
    normalised: true,
    support: [[-Infinity, Infinity]],
    mean: Float64Array.of(Number.NaN),
    covariance: Float64Array.of(Number.NaN),
    logDensity: (x: Points) => x.data.map(logDensity),
    sample: (n: number, rng: Rng) => points(rng.uniform(n).map((u) => rest.quantile?.(u) ?? u)),
    ...rest,
  };
}

export function normal(mean: number, variance: number): Measure {
  return line((x) => -((x - mean) ** 2) / (2 * variance) - Math.log(2 * Math.PI * variance) / 2, {
    mean: Float64Array.of(mean),
    covariance: Float64Array.of(variance),
    sample: (n, rng) => points(rng.normal(n).map((z) => mean + Math.sqrt(variance) * z)),
  });
}

export function exponential(rate: number): Measure {
  return line((x) => (x < 0 ? -Infinity : Math.log(rate) - rate * x), {
    support: [[0, Infinity]],
    mean: Float64Array.of(1 / rate),
    covariance: Float64Array.of(1 / rate ** 2),
    quantile: (u) => -Math.log(u) / rate,
  });
}

export const cauchy: Measure = line((x) => -Math.log(Math.PI) - Math.log1p(x * x));

/** Two normal variables of variance 1 with the given correlation and means. */
export function correlated(rho: number, mean: readonly [number, number] = [0, 0]): Measure {
  const determinant = 1 - rho * rho;
  return {
    dim: 2,
    normalised: true,
    support: [
      [-Infinity, Infinity],
      [-Infinity, Infinity],
    ],
    mean: Float64Array.from(mean),
    covariance: Float64Array.of(1, rho, rho, 1),
    logDensity: ({ n, data }) =>
      Float64Array.from({ length: n }, (_, i) => {
        const [a, b] = [data[2 * i]! - mean[0], data[2 * i + 1]! - mean[1]];
        const square = (a * a - 2 * rho * a * b + b * b) / determinant;
        return -square / 2 - Math.log(2 * Math.PI) - Math.log(determinant) / 2;
      }),
    sample: (n, rng) => {
      const z = rng.normal(n, 2);
      for (let i = 0; i < 2 * n; i += 2) {
        z[i + 1] = mean[1] + rho * z[i]! + Math.sqrt(determinant) * z[i + 1]!;
        z[i]! += mean[0];
      }
      return points(z, 2);
    },
  };
}
