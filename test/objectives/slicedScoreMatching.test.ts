import { describe, expect, it } from "vitest";
import type { ScoreField } from "../../src/densities/density";
import { gaussian } from "../../src/densities/gaussian";
import { linearScore } from "../../src/densities/linearScore";
import { scoreField } from "../../src/densities/scoreField";
import { expectation } from "../../src/numerics/expectation";
import { noise } from "../../src/numerics/noise";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { average } from "../../src/numerics/statistics/average";
import { variance } from "../../src/numerics/statistics/variance";
import { hutchinsonTrace } from "../../src/objectives/hutchinsonTrace";
import { implicitScoreMatching } from "../../src/objectives/implicitScoreMatching";
import type { Probe } from "../../src/objectives/probe";
import {
  slicedScoreMatching,
  slicedScoreMatchingVR,
} from "../../src/objectives/slicedScoreMatching";
import { planarGaussianPair } from "../../src/problems/planarGaussianPair";
import { expectEqual, expectEstimate, mean } from "./support";

describe("sliced score matching", () => {
  const { p, q } = planarGaussianPair();

  for (const probe of ["normal", "rademacher", "sphere"] as const) {
    it(`is implicit score matching on average, -0.425309 for the Gaussian pair, with ${probe} probes`, () => {
      const options = { under: p, samples: 60_000, rng: rng(51, probe) };
      for (const of of [slicedScoreMatching(q, { probe }), slicedScoreMatchingVR(q, { probe })]) {
        expectEstimate(expectation(of, options), -0.425309, [-0.212654, -0.850618, 0.425309]);
      }
    });
  }

  it("at a point is the formula of its definition, the sphere's factor d included", () => {
    const s = scoreField({ dim: 2, score: (x, y) => [x * y, y - x * x] });
    const x = points([[1.5, -2]]);
    const v = points([[0.6, -0.8]]);
    // s = (-3, -4.25), J = [[-2, 1.5], [-3, 1]]: v'Jv = 0.64, v's = 1.6, |s|^2 = 27.0625.
    for (const [probe, factor] of [
      ["normal", 1],
      ["rademacher", 1],
      ["sphere", 2],
    ] as const) {
      const of = (objective: typeof slicedScoreMatching) =>
        objective(s, { probe }).evaluate(x, v)[0]!;
      expectEqual(of(slicedScoreMatching), factor * (0.64 + 1.28));
      expectEqual(of(slicedScoreMatchingVR), factor * 0.64 + 27.0625 / 2);
    }
  });

  it("for N(0, I) has the mean -d / 2 and the variances of the literature's table", () => {
    const [d, samples] = [12, 20_000];
    const standard = gaussian({ mean: new Float64Array(d), covariance: 1 });
    const s = linearScore({ slope: -1, intercept: new Float64Array(d) });
    const x = standard.sample(samples, rng(52, "x"));
    const draw = (probe: Probe) => noise(probe, samples, d, rng(52, probe));
    const cases = [
      [slicedScoreMatching(s, { probe: "normal" }), draw("normal"), d ** 2 / 2 + 1.5 * d],
      [slicedScoreMatchingVR(s, { probe: "normal" }), draw("normal"), 2.5 * d],
      [slicedScoreMatchingVR(s), draw("rademacher"), d / 2],
      [implicitScoreMatching(s), undefined, d / 2],
    ] as const;
    for (const [of, v, truth] of cases) {
      const values = of.evaluate(x, v);
      expectEstimate(average(values), -d / 2, [0, -d]);
      expectEstimate(variance(values), truth, [2 * truth, truth / 2]);
    }
  });

  it("of a field that is no gradient sees the symmetric part of its Jacobian only", () => {
    const rotation = linearScore({
      slope: [
        [-1, 3],
        [-3, -2],
      ],
    });
    const v = noise("sphere", 100, 2, rng(53))!;
    const still = points(new Float64Array(200), 2);
    const values = slicedScoreMatchingVR(rotation, { probe: "sphere" }).evaluate(still, v);
    const straight = slicedScoreMatchingVR(
      linearScore({
        slope: [
          [-1, 0],
          [0, -2],
        ],
      }),
      { probe: "sphere" },
    ).evaluate(still, v);
    values.forEach((value, i) => {
      expectEqual(value, straight[i]!, 1);
    });
    expect(Math.abs(mean(values) + 3)).toBeLessThan(0.5);
  });

  it("draws signs if it is not told what to draw", () => {
    expect(slicedScoreMatching(q).noise).toBe("rademacher");
    expect(slicedScoreMatchingVR(q, {}).noise).toBe("rademacher");
  });

  it("refuses a law of directions that it does not know, before anything is drawn", () => {
    for (const probe of ["gaussian", "none"] as unknown as Probe[]) {
      expect(() => slicedScoreMatching(q, { probe })).toThrow(/^probe = .* no known law/);
      expect(() => slicedScoreMatchingVR(q, { probe })).toThrow(/^probe = .* no known law/);
    }
  });

  it("refuses to be evaluated without directions, and at points of another dimension", () => {
    expect(() => slicedScoreMatching(q).evaluate(points([[1, 2]]))).toThrow(/^z = undefined/);
    const x = points([[1, 2, 3]]);
    expect(() => slicedScoreMatching(q).evaluate(x, x)).toThrow(/^x = .* is of dimension 3/);
    // A model that does not look itself, asked for its Jacobian only, or for its divergence only.
    const careless: ScoreField = { dim: 2, score: (y) => y, divergence: (y) => y.data };
    expect(() => hutchinsonTrace(careless).evaluate(x, x)).toThrow(/^x = .* is of dimension 3/);
    expect(() => implicitScoreMatching(careless).evaluate(x)).toThrow(/^x = .* is of dimension 3/);
  });
});
