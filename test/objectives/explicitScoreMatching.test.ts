import { describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { linearScore } from "../../src/densities/linearScore";
import { expectation } from "../../src/numerics/expectation";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { explicitScoreMatching } from "../../src/objectives/explicitScoreMatching";
import { expectEqual, expectEstimate, line } from "./support";

describe("explicit score matching", () => {
  const p = gaussian({ mean: 0.3, covariance: 2.25 });
  const q = gaussian({ mean: -0.4, covariance: 0.64 });

  it("is the Fisher divergence of Gaussians, 2.00444878 one way and 0.44841049 the other", () => {
    expect(expectation(explicitScoreMatching(p, q)).value).toBeCloseTo(2.00444878, 8);
    expect(expectation(explicitScoreMatching(q, p)).value).toBeCloseTo(0.44841049, 8);
  });

  it("by Monte Carlo too, without the factor 2 and not the other way round", () => {
    const of = explicitScoreMatching(p, q);
    const estimate = expectation(of, { samples: 100_000, rng: rng(61) });
    expectEstimate(estimate, 2.00444878, [0.44841049, 2 * 2.00444878]);
  });

  it("is zero for the true score, at every point", () => {
    const x = line.data.sample(100, rng(62));
    for (const value of explicitScoreMatching(line.data, line.data).evaluate(x)) {
      expect(value).toBe(0);
    }
  });

  it("is half the squared distance of the scores at each point", () => {
    const value = explicitScoreMatching(p, linearScore({ slope: 2 })).evaluate(points(1.8))[0]!;
    expectEqual(value, (3.6 + 1.5 / 2.25) ** 2 / 2);
  });

  it("refuses a model of another dimension than the density, and knows whose score is of a wrong shape", () => {
    const s = linearScore({ slope: -1, intercept: [0, 0] });
    expect(() => explicitScoreMatching(p, s)).toThrow(
      /^s = .* is of dimension 2 where p is of dimension 1/,
    );
    const wrong = { ...linearScore({ slope: -1 }), score: () => points([[1, 2]]) };
    const density = {
      ...p,
      ...wrong,
      logDensity: p.logDensity,
      sample: p.sample,
      toMimeBundle: p.toMimeBundle,
    };
    expect(() => explicitScoreMatching(p, wrong).evaluate(points(1))).toThrow(/^s.score = /);
    expect(() => explicitScoreMatching(density, q).evaluate(points(1))).toThrow(/^p.score = /);
  });
});
