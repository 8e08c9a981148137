import { describe, expect, test } from "vitest";
import { beta } from "../../src/densities/beta";
import { energy } from "../../src/densities/energy";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { linearScore } from "../../src/densities/linearScore";
import { mixture } from "../../src/densities/mixture";
import { scoreField } from "../../src/densities/scoreField";
import { uniform } from "../../src/densities/uniform";
import { fisherDivergence } from "../../src/divergences/fisherDivergence";
import { fisherDivergenceGaussian } from "../../src/divergences/fisherDivergenceGaussian";
import { klDivergence } from "../../src/divergences/klDivergence";
import { InvalidArgument } from "../../src/numerics/errors";
import { expectation } from "../../src/numerics/expectation";
import { minus } from "../../src/numerics/minus";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { expectEqual, expectEstimate } from "./compare";
import { line, plane, skewed, twoModes } from "./specimens";

describe("the Fisher divergence of two Gaussians (B3)", () => {
  const { p, q } = line;
  const exact = 2.0044487847222223;
  const wrong = {
    "without the 1/2": 2 * exact,
    "expectation under q": 0.5 * (0.64 * (1 / 2.25 - 1 / 0.64) ** 2 + 0.49 / 0.64 ** 2),
    reversed: 0.4484104938271605,
    "symmetrised by the mean": (exact + 0.4484104938271605) / 2,
  };

  test("by quadrature", () => {
    expectEqual(expectation(fisherDivergence(p, q)), exact, { wrong });
    expectEqual(expectation(fisherDivergence(q, p)), wrong.reversed, {
      wrong: { "the other way round": exact },
    });
  });

  test("by Monte Carlo", () => {
    const found = expectation(fisherDivergence(p, q), { samples: 1e5, rng: rng(1, "B3") });
    expectEstimate(found, exact, wrong);
  });

  test("in the plane, by quadrature and by Monte Carlo", () => {
    const found = expectation(fisherDivergence(plane.p, plane.q));
    expect(found.value).toBeCloseTo(0.97175, 6);
    expectEqual(found, fisherDivergenceGaussian(plane.p, plane.q));
    const drawn = expectation(fisherDivergence(plane.p, plane.q), {
      samples: 1e5,
      rng: rng(2, "B3"),
    });
    expectEstimate(drawn, 0.97175026, {
      "without the 1/2": 1.9435,
      "mean over the coordinates": 0.485875,
    });
  });

  test("is half the squared distance of the scores at each point", () => {
    const values = fisherDivergence(plane.p, plane.q).evaluate(
      points([
        [0.5, -0.2],
        [1, 2],
      ]),
    );
    const [a, b] = [plane.p, plane.q].map((density) => density.score(points([[1, 2]])).data);
    expect(values).toHaveLength(2);
    expectEqual(values[1]!, 0.5 * ((a![0]! - b![0]!) ** 2 + (a![1]! - b![1]!) ** 2));
  });

  test("is bound to its first argument", () => {
    expect(fisherDivergence(p, q).measure).toBe(p);
    expect(fisherDivergence(p, q).noise).toBe("none");
  });
});

describe("a score field in the place of q", () => {
  test("may be a model without a density", () => {
    const exact = 0.5 * (1 / 2.25 - 0.8) ** 2 * 2.25;
    const p = gaussian({ mean: 0, covariance: 2.25 });
    expectEqual(expectation(fisherDivergence(p, linearScore({ slope: -0.8 }))), exact);
  });

  test("may be an energy without its constant, whatever the constant", () => {
    const { p, q } = line;
    const boltzmann = (log7: number) =>
      energy({ energy: (x) => (x + 0.4) ** 2 / 1.28 + log7, gradient: (x) => (x + 0.4) / 0.64 });
    const exact = expectation(fisherDivergence(p, q)).value;
    expectEqual(expectation(fisherDivergence(p, boltzmann(0))), exact);
    expectEqual(expectation(fisherDivergence(p, boltzmann(-Math.log(7)))), exact);
    expectEqual(expectation(fisherDivergence(energyOf(p), q)), exact);
  });

  function energyOf(p: typeof line.p) {
    return energy({
      energy: (x) => 3 - p.logDensity(points(x))[0]!,
      gradient: (x) => -p.score(points(x)).data[0]!,
    });
  }

  test("that is the score of p itself gives 0, and not only on average", () => {
    const x = skewed.sample(100, rng(1, "same"));
    const same = scoreField({ score: (v) => skewed.score(points(v)).data[0]! });
    expect(fisherDivergence(skewed, same).evaluate(x)).toEqual(new Float64Array(100));
  });
});

describe("blindness to the weights of modes (B4)", () => {
  test.each([
    [1, 0.26871, 0.440693],
    [2, 0.141883, 0.770925],
    [3, 0.0181672, 0.828069],
    [4, 7.422e-4, 0.831689],
    [5, 1.03778e-5, 0.831776],
  ])("modes at -%d and %d with swapped weights: D_F is %d, KL %d", (m, fisher, kl) => {
    const [p, q] = [twoModes(m, 0.2), twoModes(m, 0.8)];
    expect(expectation(fisherDivergence(p, q)).value / fisher).toBeCloseTo(1, 5);
    expect(expectation(klDivergence(p, q)).value).toBeCloseTo(kl, 6);
  });

  test("on disjoint pieces it is zero exactly, while KL is not", () => {
    const piece = (lower: number) => beta({ alpha: 3, beta: 3, lower, upper: lower + 1 });
    const bumps = (left: number) =>
      mixture({ weights: [left, 1 - left], components: [piece(0), piece(2)] });
    const [p, q] = [bumps(0.5), bumps(0.1)];
    expect(expectation(fisherDivergence(p, q)).value).toBe(0);
    const kl = 0.5 * Math.log(5) + 0.5 * Math.log(5 / 9);
    expect(kl).toBeCloseTo(0.510826, 6);
    expectEqual(expectation(klDivergence(p, q)), kl, {
      wrong: { reversed: 0.1 * Math.log(0.2) + 0.9 * Math.log(1.8) },
    });
  });
});

test("between N(0, s^2) and N(a, s^2) it is a^2 / (2 s^4), and KL a^2 / (2 s^2) (B20)", () => {
  const [a, s] = [0.7, 0.1];
  const [p, q] = [
    gaussian({ mean: 0, covariance: s * s }),
    gaussian({ mean: a, covariance: s * s }),
  ];
  expectEqual(expectation(fisherDivergence(p, q)), (a * a) / (2 * s ** 4));
  expectEqual(expectation(klDivergence(p, q)), (a * a) / (2 * s ** 2));
});

test("a difference of two is taken on the same points", () => {
  const { p, q } = line;
  const nearby = gaussian({ mean: -0.4, covariance: 0.65 });
  const difference = expectation(minus(fisherDivergence(p, q), fisherDivergence(p, nearby)), {
    samples: 2e4,
    rng: rng(1, "difference"),
  });
  expectEstimate(difference, fisherDivergenceGaussian(p, q) - fisherDivergenceGaussian(p, nearby), {
    "the wrong sign": fisherDivergenceGaussian(p, nearby) - fisherDivergenceGaussian(p, q),
  });
});

describe("what is refused", () => {
  const half = exponential({ rate: 2 });
  const normal = gaussian({ mean: 0, covariance: 1 });

  test("scores of two dimensions", () => {
    expect(() => fisherDivergence(line.p, plane.q)).toThrow(
      /q = .* is of dimension 2 where p is of dimension 1/,
    );
    expect(() => fisherDivergence(plane.p, linearScore({ slope: -1 }))).toThrow(InvalidArgument);
  });

  test("a q that is zero where p lives, with both supports", () => {
    expect(() => fisherDivergence(normal, half)).toThrow(
      /zero on a part of \[-Infinity, Infinity\], where p lives, since its own support is \[0, Infinity\]/,
    );
    const far = uniform({ lower: 2, upper: 3 });
    expect(() => fisherDivergence(uniform({ lower: 0, upper: 1 }), far)).toThrow(
      /\[2, 3\], which does not overlap \[0, 1\].*no score there/,
    );
    expect(() => fisherDivergence(far, uniform({ lower: 0, upper: 2 }))).toThrow(/not overlap/);
    expect(() => fisherDivergence(far, uniform({ lower: 3, upper: 4 }))).toThrow(/not overlap/);
    expect(() => fisherDivergence(far, uniform({ lower: 0, upper: 2.5 }))).toThrow(/a part of/);
    expect(() => fisherDivergence(far, uniform({ lower: 2.5, upper: 4 }))).toThrow(/a part of/);
  });

  test("in the plane, a box that is too small in one coordinate", () => {
    const box = (upper: readonly number[]) => uniform({ lower: [0, 0], upper });
    expect(() => fisherDivergence(box([1, 2]), box([1, 1]))).toThrow(
      /\[0, 1\] x \[0, 2\].*its own support is \[0, 1\] x \[0, 1\]/,
    );
    expect(expectation(fisherDivergence(box([1, 1]), box([1, 2]))).value).toBe(0);
    const above = uniform({ lower: [0, 3], upper: [1, 4] });
    expect(() => fisherDivergence(box([1, 1]), above)).toThrow(/does not overlap/);
  });

  test("a gap of q inside its support, at the point", () => {
    const gap = mixture({
      weights: [0.5, 0.5],
      components: [uniform({ lower: 0, upper: 1 }), uniform({ lower: 2, upper: 3 })],
    });
    const whole = uniform({ lower: 0, upper: 3 });
    expect(() => fisherDivergence(whole, gap).evaluate(points(1.5))).toThrow(InvalidArgument);
    expect(() => expectation(klDivergence(whole, gap))).toThrow(InvalidArgument);
  });
});

test("a q whose support is larger is welcome", () => {
  const p = exponential({ rate: 2 });
  const q = gaussian({ mean: -0.3, covariance: 2 });
  expectEqual(expectation(fisherDivergence(p, q)), 1.31125);
  expectEqual(expectation(fisherDivergence(p, exponential({ rate: 0.7 }))), (2 - 0.7) ** 2 / 2);
});
