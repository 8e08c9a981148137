import { describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { laplace } from "../../src/densities/laplace";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { average } from "../../src/numerics/statistics/average";
import { fraction } from "../../src/numerics/statistics/fraction";
import { variance } from "../../src/numerics/statistics/variance";
import { linearBetas, sampledBetas } from "../../src/processes/betas";
import { ddpmChain } from "../../src/processes/ddpmChain";
import { variancePreserving } from "../../src/processes/variancePreserving";
import { expectEstimate, logSlope } from "../objectives/support";
import { distance, planar, seed, skewed } from "./specimens";

const vp = { betaMin: 0.1, betaMax: 20 };
const sde = variancePreserving(vp);
const betas = [0.3, 0.05, 0.6, 0.2];
const chain = ddpmChain({ betas });

describe("the DDPM chain", () => {
  it("counts b from 1 and alphaBar from 0", () => {
    expect(chain.steps).toBe(4);
    expect([1, 2, 3, 4].map(chain.beta)).toEqual(betas);
    expect(chain.alphaBar(0)).toBe(1);
    expect(chain.alphaBar(2)).toBeCloseTo(0.7 * 0.95, 15);
    expect(chain.alphaBar(4)).toBeCloseTo(0.7 * 0.95 * 0.4 * 0.8, 15);
  });

  it("has the marginals that its steps make, mean and covariance one by one", () => {
    let mean = Array.from(planar.mean);
    let covariance = Array.from(planar.covariance);
    betas.forEach((b, k) => {
      mean = mean.map((m) => Math.sqrt(1 - b) * m);
      covariance = covariance.map((c, j) => (1 - b) * c + (j === 0 || j === 3 ? b : 0));
      const q = chain.marginals(planar).at((k + 1) / 4);
      expect(distance(q.mean, mean)).toBeLessThan(1e-12);
      expect(distance(q.covariance, covariance)).toBeLessThan(1e-12);
    });
  });

  it("makes its marginals by normal noise times sqrt(b), not by b or by uniform noise", () => {
    const n = 40_000;
    const at = chain.marginals(skewed.p).at(0.75);
    const run = (amount: (b: number) => number, uniform = false) =>
      betas.slice(0, 3).reduce(
        (x, b, k) => {
          const own = rng(seed, "step", k);
          const z = uniform ? own.uniform(n) : own.normal(n);
          return x.map((value, i) => Math.sqrt(1 - b) * value + amount(b) * z[i]!);
        },
        skewed.p.sample(n, rng(seed, "data")).data,
      );
    const right = run(Math.sqrt);
    const below = (x: Float64Array) => fraction(x, (value) => value < 0.5);
    expectEstimate(average(right), at.mean[0]!, [average(run(Math.sqrt, true)).value]);
    expectEstimate(variance(right), at.covariance[0]!, [
      variance(run((b) => b)).value,
      variance(run(Math.sqrt, true)).value,
    ]);
    expectEstimate(below(right), at.cumulative!(points(0.5))[0]!, [
      below(run(Math.sqrt, true)).value,
    ]);
  });

  it("is a kernel at the times of its indices, listed from noise to data", () => {
    expect(Array.from(chain.times)).toEqual([1, 0.75, 0.5, 0.25, 0]);
    chain.times.forEach((time, k) => {
      expect(chain.scale(time)).toBeCloseTo(Math.sqrt(chain.alphaBar(4 - k)), 15);
      expect(chain.variance(time)).toBeCloseTo(1 - chain.alphaBar(4 - k), 15);
    });
    expect(chain.variance(0)).toBe(0);
    expect(() => chain.scale(0.3)).toThrow(/^time = 0.3 is not i/);
    expect(() => chain.variance(2)).toThrow(/^time = 2 is not i/);
  });

  it("gives the data at time 0", () => {
    expect(chain.marginals(skewed.p).at(0)).toBe(skewed.p);
  });

  it("has no law between its times", () => {
    const family = chain.marginals(skewed.p);
    expect([family.dim, family.level]).toEqual([1, "time"]);
    for (const time of [0.3, -0.25, 1.25, Number.NaN]) {
      expect(() => family.at(time)).toThrow(/^time = .* is not i \/ 4/);
    }
    expect(() => family.at(0.5 + 1e-9)).not.toThrow();
  });

  it("refuses data whose marginals have no closed form", () => {
    expect(() => chain.marginals(laplace({ location: 0, scale: 1 }))).toThrow(/^p = /);
  });

  it("refuses steps beyond its ends", () => {
    expect(() => chain.beta(0)).toThrow(/^i = 0 is no whole number from 1 to 4/);
    expect(() => chain.alphaBar(-1)).toThrow(/^i = -1 is no whole number from 0 to 4/);
    expect(() => chain.alphaBar(5)).toThrow(/^i = 5 /);
    expect(() => chain.beta(1.5)).toThrow(/^i = 1.5 /);
  });

  it("refuses a b that is no part of a variance, and names it", () => {
    expect(() => ddpmChain({ betas: linearBetas({ ...vp, steps: 10 }) })).toThrow(
      /^betas\[5\] = 1\.1.* does not lie in \[0, 1\)/,
    );
    for (const bad of [1, -0.1, Number.NaN]) {
      expect(() => ddpmChain({ betas: [0.5, bad] })).toThrow(/^betas\[1\] = /);
    }
    expect(() => ddpmChain({ betas: [] })).toThrow(/^betas = \[\] is empty/);
    expect(ddpmChain({ betas: [0, 0.5] }).alphaBar(1)).toBe(1);
  });

  it("shows itself as a table, also when it is short", async () => {
    expect((await chain.toMimeBundle()).data["text/plain"]).toContain("DDPM chain of 4 steps");
    expect((await ddpmChain({ betas: [0.5] }).toMimeBundle()).data["text/plain"]).toMatch(
      /1 {2}0.5 {7}0.5$/,
    );
  });
});

describe("the schedules of the DDPM chain", () => {
  it("are linear with both ends, or the SDE's beta at the right end of each step", () => {
    expect(Array.from(linearBetas({ betaMin: 1, betaMax: 3, steps: 5 }))).toEqual(
      [1, 1.5, 2, 2.5, 3].map((b) => b / 5),
    );
    const other = variancePreserving({ betaMin: 1, betaMax: 3 });
    expect(Array.from(sampledBetas(other, { steps: 4 }))).toEqual(
      [1.5, 2, 2.5, 3].map((b) => b / 4),
    );
  });

  it("are those of Ho and others for .1, 20 and 1000 steps", () => {
    const ho = linearBetas({ ...vp, steps: 1000 });
    expect([ho[0], ho[999]]).toEqual([1e-4, 0.02]);
  });

  it("refuse no steps", () => {
    expect(() => linearBetas({ ...vp, steps: 1 })).toThrow(/^steps = 1 /);
    expect(() => sampledBetas(sde, { steps: 0 })).toThrow(/^steps = 0 /);
    expect(() => linearBetas({ betaMin: 2, betaMax: 1, steps: 9 })).toThrow(/^betaMin = 2 /);
    expect(sampledBetas(sde, { steps: 1 })).toEqual(Float64Array.of(20));
  });
});

describe("the DDPM chain with many steps", () => {
  const sizes = [100, 1000, 10_000];
  const linear = sizes.map((steps) => ddpmChain({ betas: linearBetas({ ...vp, steps }) }));
  const sampled = sizes.map((steps) => ddpmChain({ betas: sampledBetas(sde, { steps }) }));
  const ratios = (chains: typeof linear) =>
    chains.map((c) => c.alphaBar(c.steps) / sde.scale(1) ** 2);

  it("tends to the VP SDE, the same limit for both schedules", () => {
    for (const chains of [linear, sampled]) {
      const last = ratios(chains)[2]!;
      expect(Math.abs(last - 1)).toBeLessThan(0.01);
    }
    const finest = ddpmChain({ betas: linearBetas({ ...vp, steps: 1_000_000 }) });
    expect(Math.abs(finest.alphaBar(1e6) / Math.exp(-10.05) - 1)).toBeLessThan(1e-4);
  });

  it("has the ratios .47215, .93453, .99332, and .4243, .9252, .99233", () => {
    const digits = (values: number[]) => values.map((value) => Number(value.toFixed(5)));
    expect(digits(ratios(linear))).toEqual([0.47215, 0.93453, 0.99332]);
    expect(digits(ratios(sampled))).toEqual([0.42425, 0.92521, 0.99233]);
  });

  it("errs with order 1 in 1 / N", () => {
    for (const chains of [linear.slice(1), sampled.slice(1)]) {
      const errors = ratios(chains).map((ratio) => 1 - ratio);
      expect(Math.abs(logSlope(sizes.slice(1), errors) + 1)).toBeLessThan(0.02);
    }
  });

  it("errs as predicted: exp(-int beta^2 / (2N)), and for the second schedule exp(-9.95 / N) more", () => {
    const square = 20 ** 3 / 59.7 - 0.1 ** 3 / 59.7;
    ratios(linear).forEach((ratio, k) => {
      const predicted = Math.exp(-square / (2 * sizes[k]!));
      // The next term of the logarithm, int beta^3 / (3 N^2).
      expect(Math.abs(ratio / predicted - 1)).toBeLessThan(800 / sizes[k]! ** 2);
    });
    ratios(sampled).forEach((ratio, k) => {
      const predicted = Math.exp(-square / (2 * sizes[k]!) - 9.95 / sizes[k]!);
      expect(Math.abs(ratio / predicted - 1)).toBeLessThan(1100 / sizes[k]! ** 2);
      expect(Math.abs(ratio / ratios(linear)[k]! - 1)).toBeGreaterThan(9 / sizes[k]!);
    });
  });

  it("has the SDE's marginals for the whole density, not for its moments alone", () => {
    const y = points([-2.5, -0.4, 0, 1.1, 3]);
    const errors = linear.map((c) => {
      const law = c.marginals(skewed.p).at(0.5).logDensity(y);
      return distance(law, sde.marginals(skewed.p).at(0.5).logDensity(y));
    });
    expect(Math.abs(logSlope(sizes, errors) + 1)).toBeLessThan(0.1);
    expect(errors[2]!).toBeLessThan(2e-4);
  });

  it("preserves the variance 1, and no other", () => {
    const varianceFrom = (v: number) =>
      chain.marginals(gaussian({ mean: 0, covariance: v })).at(1).covariance[0]!;
    expect(varianceFrom(1)).toBeCloseTo(1, 14);
    expect(varianceFrom(4)).toBeCloseTo(1 + 3 * chain.alphaBar(4), 14);
  });
});
