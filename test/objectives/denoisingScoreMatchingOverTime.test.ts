import { describe, expect, it } from "vitest";
import type { ScoreFamily } from "../../src/densities/density";
import { gaussian } from "../../src/densities/gaussian";
import { expectation } from "../../src/numerics/expectation";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { denoisingScoreMatching } from "../../src/objectives/denoisingScoreMatching";
import { denoisingScoreMatchingOverTime } from "../../src/objectives/denoisingScoreMatchingOverTime";
import { explicitScoreMatching } from "../../src/objectives/explicitScoreMatching";
import { expectEqual, expectEstimate, line, plane, zero } from "./support";

/** A kernel that both shrinks and adds noise, and is that of no SDE in particular. */
const kernel = {
  scale: (t: number) => Math.exp(-t),
  variance: (t: number) => 0.7 * t + 0.2 * t * t,
};
const law = (t: number) => line.data.diffused(kernel.scale(t), kernel.variance(t));
const family: ScoreFamily<"time"> = {
  dim: 1,
  level: "time",
  at: (t) => line.model.diffused(1, t),
};
const [x, z] = [points([-2.4, -0.5, 0.3, 1.1, 2]), points([0.4, -1.2, 0.7, 2, -0.3])];

describe("denoising score matching over time", () => {
  it("is the weighted mean over the times of |s(x_t) + z / sd|^2 / 2, with one z for all", () => {
    const times = [0.1, 0.9, 0.4];
    const weight = (t: number) => 1 + 3 * t;
    const values = denoisingScoreMatchingOverTime(family, kernel, { times, weight }).evaluate(x, z);
    values.forEach((value, i) => {
      const terms = times.map((t) => {
        const deviation = Math.sqrt(kernel.variance(t));
        const noisy = kernel.scale(t) * x.data[i]! + deviation * z.data[i]!;
        const score = family.at(t).score(points(noisy)).data[0]!;
        return (weight(t) * (score + z.data[i]! / deviation) ** 2) / 2;
      });
      expectEqual(value, terms.reduce((a, b) => a + b) / 3);
    });
  });

  it("weights with the variance of the kernel if it is not told how", () => {
    for (const t of [0.2, 3]) {
      const at = { times: [t] };
      const plain = denoisingScoreMatchingOverTime(family, kernel, { ...at, weight: () => 1 });
      const expected = plain.evaluate(x, z);
      denoisingScoreMatchingOverTime(family, kernel, at)
        .evaluate(x, z)
        .forEach((value, i) => {
          expectEqual(value, kernel.variance(t) * expected[i]!);
        });
    }
  });

  it("is denoising score matching of the shrunken data in the plane", () => {
    const model: ScoreFamily<"time"> = { dim: 2, level: "time", at: () => plane.model };
    const over = denoisingScoreMatchingOverTime(model, kernel, {
      times: Float64Array.of(0.5),
      weight: () => 1,
    });
    const data = plane.data.sample(7, rng(1, "x"));
    const noise = points(rng(1, "z").normal(7, 2), 2);
    const shrunken = points(
      data.data.map((v) => Math.exp(-0.5) * v),
      2,
    );
    const sigma = Math.sqrt(kernel.variance(0.5));
    const expected = denoisingScoreMatching(plane.model, { sigma }).evaluate(shrunken, noise);
    over.evaluate(data, noise).forEach((value, i) => {
      expectEqual(value, expected[i]!);
    });
  });

  it("has at each time the mean of explicit score matching on the marginal, plus C", () => {
    for (const t of [0.15, 1]) {
      const over = denoisingScoreMatchingOverTime(family, kernel, { times: [t], weight: () => 1 });
      const explicit = expectation(explicitScoreMatching(law(t), family.at(t))).value;
      const information = 2 * expectation(explicitScoreMatching(law(t), zero())).value;
      const constant = (1 / kernel.variance(t) - information) / 2;
      expectEqual(expectation(over, { under: line.data }).value, explicit + constant);
      const sampled = { under: line.data, samples: 40_000, rng: rng(2, "over time") };
      expectEstimate(expectation(over, sampled), explicit + constant, [explicit]);
    }
  });

  it("keeps each time between 0 and d / 2 at the true scores, however early", () => {
    const t2 = 1.69;
    const data = gaussian({ mean: 0, covariance: t2 });
    const truth: ScoreFamily<"time"> = {
      dim: 1,
      level: "time",
      at: (t) => data.diffused(kernel.scale(t), kernel.variance(t)),
    };
    for (const t of [1e-6, 0.1, 5]) {
      const [squeezed, variance] = [kernel.scale(t) ** 2 * t2, kernel.variance(t)];
      const over = denoisingScoreMatchingOverTime(truth, kernel, { times: [t] });
      const value = expectation(over, { under: data }).value;
      expectEqual(value, squeezed / (2 * (squeezed + variance)), 0.5);
    }
  });

  it("refuses no time, and times without noise, with their place", () => {
    const over = (times: number[]) => denoisingScoreMatchingOverTime(family, kernel, { times });
    expect(() => over([])).toThrow(/^times = \[\] is empty/);
    expect(() => over([0.5, 0])).toThrow(
      /^times\[1\] = 0 is one where the kernel has the variance 0/,
    );
    expect(() => over([-0.5])).toThrow(/^times\[0\] = -0.5 /);
    expect(() => over([Number.NaN])).toThrow(/^times\[0\] = NaN /);
  });

  it("refuses a weight that is negative or not finite, and allows 0", () => {
    for (const bad of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const options = { times: [0.5], weight: () => bad };
      expect(() => denoisingScoreMatchingOverTime(family, kernel, options)).toThrow(
        /^weight\(0.5\) = /,
      );
    }
    const none = denoisingScoreMatchingOverTime(family, kernel, { times: [0.5], weight: () => 0 });
    expect(Array.from(none.evaluate(x, z))).toEqual([0, 0, 0, 0, 0]);
  });

  it("refuses to be evaluated without noise, and names the time whose score is of a wrong shape", () => {
    const over = denoisingScoreMatchingOverTime(family, kernel, { times: [0.5] });
    expect(() => over.evaluate(x)).toThrow(/^z = /);
    const wrong: ScoreFamily<"time"> = {
      ...family,
      at: (t) => ({ ...family.at(t), dim: 1, score: () => points([1, 2]) }),
    };
    const of = denoisingScoreMatchingOverTime(wrong, kernel, { times: [0.5] });
    expect(() => of.evaluate(x, z)).toThrow(/^family.at\(0.5\).score = /);
  });
});
