import { describe, expect, test } from "vitest";
import { beta } from "../../src/densities/beta";
import type { Density } from "../../src/densities/density";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { laplace } from "../../src/densities/laplace";
import { logistic } from "../../src/densities/logistic";
import { quartic } from "../../src/densities/quartic";
import { studentT } from "../../src/densities/studentT";
import { truncated } from "../../src/densities/truncated";
import { uniform } from "../../src/densities/uniform";
import { InvalidArgument } from "../../src/numerics/errors";
import { points } from "../../src/numerics/points";
import fixture from "./fixtures/univariate.json";

type Numbers = Record<string, number>;
const makers: Record<string, (options: Numbers) => Density> = {
  gaussian: (o) => gaussian(o as never),
  laplace: (o) => laplace(o as never),
  logistic: (o) => logistic(o as never),
  studentT: (o) => studentT(o as never),
  exponential: (o) => exponential(o as never),
  uniform: (o) => uniform(o as never),
  beta: (o) => beta(o as never),
  quartic: (o) => quartic(o as never),
  halfNormal: ({ deviation }) =>
    truncated(gaussian({ mean: 0, covariance: deviation! ** 2 }), { lower: 0 }),
  truncatedNormal: ({ mean, deviation, lower, upper }) =>
    truncated(gaussian({ mean: mean!, covariance: deviation! ** 2 }), {
      lower: lower!,
      upper: upper!,
    }),
};

describe.each(fixture)("$name($options), against SciPy", ({ name, options, ...scipy }) => {
  const p = makers[name]!(options as unknown as Numbers);
  const x = points(scipy.x);

  test("the log density agrees to 1e-12", () => {
    p.logDensity(x).forEach((log, i) => {
      expect(Math.abs(log - scipy.logDensity[i]!)).toBeLessThanOrEqual(
        1e-12 * Math.max(1, Math.abs(scipy.logDensity[i]!)),
      );
    });
  });

  test("the distribution function agrees to 1e-11 of its value, in the lower tail too", () => {
    // A truncated one is a difference, exact to a rounding error of the whole.
    const floor = name.startsWith("halfNormal") || name.startsWith("truncated") ? 1e-15 : 0;
    p.cumulative!(x).forEach((value, i) => {
      expect(Math.abs(value - scipy.cumulative[i]!)).toBeLessThanOrEqual(
        Math.max(floor, 1e-11 * scipy.cumulative[i]!),
      );
    });
  });

  test("mean and variance agree, where they exist", () => {
    const moments = [
      [p.mean[0]!, scipy.mean],
      [p.covariance[0]!, scipy.variance],
    ] as const;
    for (const [ours, theirs] of moments) {
      if (theirs === null) expect(Number.isFinite(ours)).toBe(false);
      else expect(ours).toBeCloseTo(theirs, 10);
    }
  });
});

test("bad parameters of univariate densities name argument, value, consequence and remedy", () => {
  const refused: [() => unknown, string][] = [
    [() => laplace({ scale: 0 }), "scale = 0 is not a positive, finite number: the density would"],
    [() => laplace({ location: Number.NaN, scale: 1 }), "location = NaN is not a finite number"],
    [() => logistic({ scale: -1 }), "scale = -1"],
    [() => logistic({ location: Number.POSITIVE_INFINITY, scale: 1 }), "location = Infinity"],
    [() => studentT({ degreesOfFreedom: 0 }), "degreesOfFreedom = 0"],
    [() => studentT({ degreesOfFreedom: 1, scale: Number.NaN }), "scale = NaN"],
    [() => exponential({ rate: -2 }), "rate = -2 is not a positive, finite number"],
    [() => beta({ alpha: 0, beta: 1 }), "alpha = 0"],
    [() => beta({ alpha: 1, beta: -1 }), "beta = -1"],
    [
      () => beta({ alpha: 1, beta: 1, lower: 2, upper: 2 }),
      "upper = 2 does not lie above lower = 2",
    ],
    [() => quartic({ theta: 0 }), "theta = 0"],
    [() => uniform({ lower: 1, upper: 0 }), "upper = 0 does not lie above lower = 1"],
    [() => uniform({ lower: [0, 1], upper: [1, 1] }), "upper[1] = 1"],
    [() => uniform({ lower: [0, 1], upper: 1 }), "has 1 coordinates where lower has 2"],
  ];
  for (const [make, message] of refused) {
    expect(make).toThrow(InvalidArgument);
    expect(make).toThrow(message);
  }
});

test("where the moments of Student's t do not exist, they are said not to", () => {
  const moments = (nu: number) => {
    const { mean, covariance } = studentT({ degreesOfFreedom: nu });
    return [mean[0], covariance[0]];
  };
  expect(moments(1)).toEqual([Number.NaN, Number.NaN]);
  expect(moments(1.5)).toEqual([0, Number.POSITIVE_INFINITY]);
  expect(moments(2)).toEqual([0, Number.POSITIVE_INFINITY]);
  expect(moments(4)).toEqual([0, 2]);
  const { data } = studentT({ degreesOfFreedom: 1 }).toMimeBundle() as {
    data: Record<string, string>;
  };
  expect(data["text/plain"]).toContain("not defined");
  expect(data["text/plain"]).not.toContain("NaN");
});

test("a beta density with an exponent of zero has a finite score at that end, and no pole", () => {
  const p = beta({ alpha: 1, beta: 3 });
  expect(p.score(points(0)).data[0]).toBe(-2);
  expect(p.divergence(points(0))[0]).toBe(-2);
  expect(() => p.score(points(1))).toThrow("the log density is -Infinity");
});

test("at its kink the Laplace density is given the score 0, half way between the two sides", () => {
  const p = laplace({ location: 2, scale: 0.5 });
  expect([...p.score(points([1.99, 2, 2.01])).data]).toEqual([2, 0, -2]);
});
