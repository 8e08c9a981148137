import { describe, expect, it } from "vitest";
import type { ScoreFamily } from "../../src/densities/density";
import { gaussian } from "../../src/densities/gaussian";
import { smoothed } from "../../src/densities/smoothed";
import { expectation } from "../../src/numerics/expectation";
import { minus } from "../../src/numerics/minus";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { logGamma } from "../../src/numerics/special/gamma";
import { average } from "../../src/numerics/statistics/average";
import { denoisingScoreMatching } from "../../src/objectives/denoisingScoreMatching";
import { explicitScoreMatching } from "../../src/objectives/explicitScoreMatching";
import { multiNoiseScoreMatching } from "../../src/objectives/multiNoiseScoreMatching";
import { expectEqual, expectEstimate, line, logSlope, zero } from "./support";

const family = smoothed(line.model);
const [x, z] = [points([-2.4, -0.5, 0.3, 1.1, 2]), points([0.4, -1.2, 0.7, 2, -0.3])];

describe("multi-noise score matching", () => {
  it("is the weighted mean of denoising score matching at each level, with one z for all levels", () => {
    const sigmas = [1.5, 0.2, 0.6];
    const weight = (sigma: number) => 1 + 3 * sigma;
    const values = multiNoiseScoreMatching(family, { sigmas, weight }).evaluate(x, z);
    const levels = sigmas.map((sigma) =>
      denoisingScoreMatching(family.at(sigma), { sigma })
        .evaluate(x, z)
        .map((value) => weight(sigma) * value),
    );
    values.forEach((value, i) => {
      expectEqual(value, levels.reduce((sum, level) => sum + level[i]!, 0) / 3);
    });
  });

  it("weights with sigma^2 if it is not told how", () => {
    for (const sigma of [0.2, 3]) {
      const value = multiNoiseScoreMatching(family, { sigmas: [sigma] }).evaluate(x, z);
      denoisingScoreMatching(family.at(sigma), { sigma })
        .evaluate(x, z)
        .forEach((plain, i) => {
          expectEqual(value[i]!, sigma ** 2 * plain);
        });
    }
  });

  it("is one level's denoising score matching if all levels are the same", () => {
    const of = multiNoiseScoreMatching(family, {
      sigmas: Float64Array.of(0.4, 0.4),
      weight: () => 1,
    });
    const difference = minus(of, denoisingScoreMatching(family.at(0.4), { sigma: 0.4 }));
    for (const value of difference.evaluate(x, z)) expect(Math.abs(value)).toBeLessThan(1e-12);
  });

  it("has its minimum at the scores of the noisy densities", () => {
    const options = { sigmas: [0.3, 1] };
    const of = (shift: number) => {
      const shifted: ScoreFamily<"sigma"> = {
        dim: 1,
        level: "sigma",
        at: (sigma) => smoothed(line.data).at(sigma + shift),
      };
      return expectation(multiNoiseScoreMatching(shifted, options), { under: line.data }).value;
    };
    expect(of(0)).toBeLessThan(of(0.05));
    expect(of(0)).toBeLessThan(of(-0.05));
  });
});

describe("the weight sigma^2 at the true scores", () => {
  const t2 = 1.69;
  const under = gaussian({ mean: 0, covariance: t2 });
  const truth = smoothed(under);
  const at = (sigma: number, weight?: (sigma: number) => number) =>
    expectation(multiNoiseScoreMatching(truth, { sigmas: [sigma], ...(weight && { weight }) }), {
      under,
    }).value;

  it("keeps each level between 0 and 1/2: t^2 / (2 V)", () => {
    for (const sigma of [0.01, 0.1, 1, 10]) {
      expectEqual(at(sigma), t2 / (2 * (t2 + sigma ** 2)), 0.5);
    }
    const ladder = multiNoiseScoreMatching(truth, { sigmas: [0.01, 0.1, 1, 10] });
    const total = [0.01, 0.1, 1, 10].reduce((sum, s) => sum + t2 / (2 * (t2 + s * s)), 0) / 4;
    const options = { under, samples: 100_000, rng: rng(71) };
    expectEstimate(expectation(ladder, options), total, [4 * total, total / 2]);
  });

  it("stays finite as sigma -> 0, for a skewed mixture too, with the limit 1/2", () => {
    const of = multiNoiseScoreMatching(smoothed(line.data), { sigmas: [1e-3] });
    const value = expectation(of, { under: line.data }).value;
    // sigma^2 C = (1 - sigma^2 I) / 2.
    const information = 2 * expectation(explicitScoreMatching(line.data, zero())).value;
    expect(Math.abs(value - (1 - 1e-6 * information) / 2)).toBeLessThan(1e-7);
    expect(at(1e-3)).toBeCloseTo(0.5, 5);
  });

  it("is needed: unweighted, a level grows like 1 / (2 sigma^2)", () => {
    const sigmas = [0.03, 0.01, 0.003];
    const values = sigmas.map((sigma) => at(sigma, () => 1));
    expect(logSlope(sigmas, values)).toBeCloseTo(-2, 2);
    values.forEach((value, i) => {
      expect(value * 2 * sigmas[i]! ** 2).toBeCloseTo(1, 2);
    });
  });
});

describe("where the 1 / sigma is", () => {
  it("in the target: E|z| / sigma = sqrt 2 G((d + 1) / 2) / (G(d / 2) sigma), 2.12769 / sigma for d = 5", () => {
    const chi = Math.SQRT2 * Math.exp(logGamma(3) - logGamma(2.5));
    expect(chi).toBeCloseTo(2.12769, 5);
    const standard = gaussian({ mean: [0, 0, 0, 0, 0], covariance: 1 });
    for (const sigma of [2, 0.1]) {
      // With the model 0 the loss is |z / sigma|^2 / 2.
      const of = denoisingScoreMatching(zero(5), { sigma });
      const [from, noise] = [
        standard.sample(40_000, rng(72, "x")),
        standard.sample(40_000, rng(72, "z")),
      ];
      const norms = of.evaluate(from, noise).map((value) => Math.sqrt(2 * value));
      expectEstimate(average(norms), chi / sigma, [Math.sqrt(5) / sigma, chi, chi / sigma ** 2]);
    }
  });

  it("not in the score of a full-dimensional density, whose mean square d / (t^2 + sigma^2) saturates", () => {
    for (const sigma of [1, 0.1, 0.001]) {
      const q = smoothed(gaussian({ mean: [0, 0], covariance: 1.69 })).at(sigma);
      const square = 2 * expectation(explicitScoreMatching(q, zero(2))).value;
      expectEqual(square, 2 / (1.69 + sigma ** 2));
    }
  });

  it("in the score of data on a line in the plane: 1 / (1 + sigma^2) + 1 / sigma^2, 100.9901 at 0.1", () => {
    const q = gaussian({
      mean: [0, 0],
      covariance: [
        [1.01, 0],
        [0, 0.01],
      ],
    });
    const square = 2 * expectation(explicitScoreMatching(q, zero(2))).value;
    expectEqual(square, 1 / 1.01 + 100);
    expect(square).toBeCloseTo(100.9901, 4);
  });
});

describe("multi-noise score matching and bad input", () => {
  it("refuses no level, and a sigma that is not positive, with its place", () => {
    expect(() => multiNoiseScoreMatching(family, { sigmas: [] })).toThrow(
      /^sigmas = \[\] is empty/,
    );
    for (const sigma of [0, -1, Number.NaN]) {
      expect(() => multiNoiseScoreMatching(family, { sigmas: [1, sigma] })).toThrow(
        /^sigmas\[1\] = /,
      );
    }
  });

  it("refuses a weight that is negative or not finite, and allows 0", () => {
    for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => multiNoiseScoreMatching(family, { sigmas: [0.5], weight: () => bad })).toThrow(
        /^weight\(0.5\) = /,
      );
    }
    const none = multiNoiseScoreMatching(family, { sigmas: [0.5], weight: () => 0 });
    expect(Array.from(none.evaluate(x, z))).toEqual([0, 0, 0, 0, 0]);
  });

  it("refuses to be evaluated without noise, and names the level whose score is of a wrong shape", () => {
    expect(() => multiNoiseScoreMatching(family, { sigmas: [1] }).evaluate(x)).toThrow(/^z = /);
    const wrong: ScoreFamily<"sigma"> = {
      ...family,
      at: (sigma) => ({ ...family.at(sigma), dim: 1, score: () => points([1, 2]) }),
    };
    const of = multiNoiseScoreMatching(wrong, { sigmas: [0.5] });
    expect(() => of.evaluate(x, z)).toThrow(/^family.at\(0.5\).score = /);
  });
});
