import { describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { kernelDensity } from "../../src/densities/kernelDensity";
import { laplace } from "../../src/densities/laplace";
import { integrate } from "../../src/numerics/integrate";
import { points } from "../../src/numerics/points";
import { exponentialVarianceExploding } from "../../src/processes/exponentialVarianceExploding";
import { linearSde } from "../../src/processes/linearSde";
import { ornsteinUhlenbeck } from "../../src/processes/ornsteinUhlenbeck";
import { subVariancePreserving } from "../../src/processes/subVariancePreserving";
import { varianceExploding } from "../../src/processes/varianceExploding";
import { variancePreserving } from "../../src/processes/variancePreserving";
import { distance, linearSdes, planar, skewed } from "./specimens";

const times = [0.05, 0.37, 0.8, 1];
const integral = (f: (u: number) => number, to: number) =>
  integrate(f, { from: 0, to, relativeError: 1e-12 }).value;

describe.each(Object.entries(linearSdes))("the kernel of the SDE: %s", (_, sde) => {
  it("has the scale exp of the integral of the rate", () => {
    for (const t of times) {
      const exponent = integral((u) => 1 + sde.rate(u), t) - t;
      expect(Math.abs(sde.scale(t) / Math.exp(exponent) - 1)).toBeLessThan(1e-10);
    }
  });

  it("has the variance that the noise adds, each part carried on by the drift", () => {
    for (const t of times) {
      const added = integral((u) => (sde.diffusion.at(u) * (sde.scale(t) / sde.scale(u))) ** 2, t);
      expect(Math.abs(sde.variance(t) / added - 1)).toBeLessThan(1e-9);
    }
  });

  it("starts as no noise at all", () => {
    expect(sde.scale(0)).toBe(1);
    expect(sde.variance(0)).toBe(0);
    expect(sde.interval).toEqual([0, 1]);
  });

  it("keeps relative accuracy in the variance at the shortest times", () => {
    const t = 1e-13;
    const added = integral((u) => sde.diffusion.at(u) ** 2, t);
    expect(Math.abs(sde.variance(t) / added - 1)).toBeLessThan(1e-6);
  });

  it("has a drift that is rate times x, and its divergence", () => {
    const x = points([[1.5, -2, 0.25]]);
    const rate = sde.rate(0.6);
    expect(Array.from(sde.drift(x, 0.6).data)).toEqual([1.5 * rate, -2 * rate, 0.25 * rate]);
    expect(Array.from(sde.driftDivergence(x, 0.6))).toEqual([3 * rate]);
  });

  it("makes marginals that are the kernel's average over the data", () => {
    const family = sde.marginals(skewed.p);
    const y = points([-5, -1.2, 0.1, 2.3, 6]);
    for (const t of [0.1, 0.7]) {
      const [scale, variance] = [sde.scale(t), sde.variance(t)];
      const averaged = y.data.map(
        (to) =>
          integrate(
            (x) =>
              (Math.exp(-((to - scale * x) ** 2) / (2 * variance)) /
                Math.sqrt(2 * Math.PI * variance)) *
              Math.exp(skewed.p.logDensity(points(x))[0]!),
            { from: -6, to: 5, breaks: [-2, 1.5, to / scale].filter((b) => b > -6 && b < 5) },
          ).value,
      );
      expect(distance(family.at(t).logDensity(y).map(Math.exp), averaged)).toBeLessThan(1e-8);
    }
  });

  it("makes marginals with the moments scale m and scale^2 C + variance", () => {
    const family = sde.marginals(planar);
    const q = family.at(0.6);
    const [scale, variance] = [sde.scale(0.6), sde.variance(0.6)];
    expect(
      distance(
        q.mean,
        planar.mean.map((m) => scale * m),
      ),
    ).toBeLessThan(1e-12);
    const covariance = planar.covariance.map(
      (c, k) => scale ** 2 * c + (k === 0 || k === 3 ? variance : 0),
    );
    expect(distance(q.covariance, covariance)).toBeLessThan(1e-12);
    expect([family.dim, family.level]).toEqual([2, "time"]);
  });

  it("gives the data themselves at time 0", () => {
    expect(sde.marginals(skewed.p).at(0)).toBe(skewed.p);
  });

  it("has marginals of a kernel density too", () => {
    const q = sde.marginals(kernelDensity({ data: [-1, 0.5, 2], sigma: 0.2 })).at(0.5);
    expect(Math.abs(q.mean[0]! / (sde.scale(0.5) * 0.5) - 1)).toBeLessThan(1e-12);
  });

  it("refuses marginals that have no closed form, with the reason", () => {
    expect(() => sde.marginals(laplace({ location: 0, scale: 1 }))).toThrow(
      /^p = .* has no closed form under Gaussian noise: .* approximations/,
    );
  });

  it("refuses times outside [0, 1], but not those that rounding put there", () => {
    const family = sde.marginals(skewed.p);
    for (const time of [-1e-6, 1 + 1e-6, 500, Number.NaN]) {
      for (const ask of [sde.rate, sde.scale, sde.variance, sde.diffusion.at, family.at]) {
        expect(() => ask(time)).toThrow(/^time = .* lies outside \[0, 1\]/);
      }
    }
    expect(sde.variance(1 + 1e-13)).toBe(sde.variance(1));
    expect(sde.variance(-1e-13)).toBe(0);
    expect(family.at(-1e-13)).toBe(skewed.p);
  });

  it("shows itself as a table", async () => {
    expect((await sde.toMimeBundle()).data["text/plain"]).toContain("variance of the noise");
  });
});

describe("the variance exploding SDE", () => {
  it("has geometric noise levels, and adds sigma(t)^2 - sigma(0)^2", () => {
    const sde = varianceExploding({ sigmaMin: 0.01, sigmaMax: 50 });
    expect(sde.sigma(0)).toBe(0.01);
    expect(sde.sigma(1)).toBeCloseTo(50, 10);
    expect(sde.sigma(0.5)).toBeCloseTo(Math.sqrt(0.5), 12);
    expect(sde.variance(1)).toBeCloseTo(2499.9999, 8);
    expect(Math.abs(sde.variance(0.2) - (sde.sigma(0.2) ** 2 - 1e-4))).toBeLessThan(1e-15);
  });

  it("ends in the law of the noise", () => {
    const prior = varianceExploding({ sigmaMin: 3, sigmaMax: 5 }).prior(2);
    expect(Array.from(prior.covariance, (c) => Number(c.toFixed(12)))).toEqual([16, 0, 0, 16]);
    expect(Array.from(prior.mean)).toEqual([0, 0]);
  });

  it("refuses noise levels that do not grow", () => {
    for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => varianceExploding({ sigmaMin: bad, sigmaMax: 1 })).toThrow(/^sigmaM/);
      expect(() => varianceExploding({ sigmaMin: 0.1, sigmaMax: bad })).toThrow(/^sigmaM/);
    }
    expect(() => varianceExploding({ sigmaMin: 1, sigmaMax: 1 })).toThrow(
      /^sigmaMax = 1 is not above sigmaMin = 1/,
    );
  });
});

describe("the SDE with the noise sigma^t", () => {
  it("adds (sigma^(2t) - 1) / (2 log sigma): 96.92825 for 25 at time 1", () => {
    const sde = exponentialVarianceExploding({ sigma: 25 });
    expect(sde.variance(1)).toBeCloseTo(96.92825, 5);
    expect(Array.from(sde.prior(1).covariance)).toEqual([sde.variance(1)]);
  });

  it("is Brownian motion for sigma = 1", () => {
    const sde = exponentialVarianceExploding({ sigma: 1 });
    expect([sde.variance(0.3), sde.diffusion.at(0.3)]).toEqual([0.3, 1]);
  });

  it("refuses a sigma that is not positive", () => {
    expect(() => exponentialVarianceExploding({ sigma: 0 })).toThrow(/^sigma = 0 /);
  });
});

describe("the variance preserving SDE", () => {
  const sde = variancePreserving({ betaMin: 0.1, betaMax: 20 });

  it("turns the variance v into 1 + alphaBar (v - 1), so preserves it for v = 1 alone", () => {
    const half = variancePreserving({ betaMin: 2 * Math.LN2, betaMax: 2 * Math.LN2 });
    const varianceFrom = (v: number) =>
      half.marginals(gaussian({ mean: 0, covariance: v })).at(0.5).covariance[0]!;
    expect(varianceFrom(4)).toBeCloseTo(2.5, 12);
    expect(varianceFrom(1)).toBeCloseTo(1, 12);
    expect(varianceFrom(0.25)).toBeCloseTo(0.625, 12);
  });

  it("has a linear beta, whose integral over [0, 1] is 10.05 for .1 and 20", () => {
    expect([sde.beta(0), sde.beta(1)]).toEqual([0.1, 20]);
    expect(sde.beta(0.25)).toBeCloseTo(5.075, 12);
    expect(-2 * Math.log(sde.scale(1))).toBeCloseTo(10.05, 12);
    expect(sde.diffusion.at(0.25) ** 2).toBeCloseTo(5.075, 12);
  });

  it("ends close to its prior, N(0, I)", () => {
    const end = sde.marginals(planar).at(1);
    expect(Math.abs(end.covariance[3]! - 1)).toBeLessThan(1e-4);
    expect(Array.from(sde.prior(2).covariance)).toEqual([1, 0, 0, 1]);
    expect(
      Array.from(subVariancePreserving({ betaMin: 1, betaMax: 2 }).prior(1).covariance),
    ).toEqual([1]);
  });

  it("has more variance than the sub-VP SDE of its beta, and the same scale", () => {
    const sub = subVariancePreserving({ betaMin: 0.1, betaMax: 20 });
    for (const t of [0.01, 0.2, 0.9]) {
      expect(sub.variance(t)).toBeCloseTo(sde.variance(t) ** 2, 14);
      expect(sub.scale(t)).toBe(sde.scale(t));
      expect(sub.beta(t)).toBe(sde.beta(t));
    }
  });

  it("allows no noise at the data, and refuses betas that are negative or fall", () => {
    expect(variancePreserving({ betaMin: 0, betaMax: 3 }).diffusion.at(0)).toBe(0);
    for (const bad of [
      { betaMin: -0.1, betaMax: 1 },
      { betaMin: 2, betaMax: 1 },
      { betaMin: 0, betaMax: 0 },
      { betaMin: Number.NaN, betaMax: 1 },
      { betaMin: 1, betaMax: Number.POSITIVE_INFINITY },
    ]) {
      expect(() => variancePreserving(bad)).toThrow(/^betaM/);
      expect(() => subVariancePreserving(bad)).toThrow(/^betaM/);
    }
  });
});

describe("a linear SDE of one's own", () => {
  const decay = linearSde({
    title: "decay",
    duration: 3,
    rate: () => -0.5,
    noise: () => 0,
    scale: (t) => Math.exp(-0.5 * t),
    variance: () => 0,
    priorVariance: 2,
  });

  it("runs as long as it says, and may move without noise", () => {
    expect(decay.interval).toEqual([0, 3]);
    const q = decay.marginals(gaussian({ mean: 1, covariance: 4 })).at(2);
    expect(q.mean[0]).toBeCloseTo(Math.exp(-1), 14);
    expect(q.covariance[0]).toBeCloseTo(4 * Math.exp(-2), 14);
    expect(() => decay.scale(3.1)).toThrow(/outside \[0, 3\]/);
    expect(decay.prior(1).covariance[0]).toBe(2);
  });
});

it("the table of a linear SDE shows rate, noise, scale and variance", () => {
  const sde = ornsteinUhlenbeck({ rate: 0.7, volatility: 1.3 });
  const { data } = sde.toMimeBundle() as { data: Record<string, string> };
  const last = data["text/plain"]!.split("\n").at(-1)!.trim().split(/\s+/).map(Number);
  const expected = [1, -0.7, 1.3, Math.exp(-0.7), (1.69 / 1.4) * (1 - Math.exp(-1.4))];
  expected.forEach((value, k) => {
    expect(last[k]).toBeCloseTo(value, 5);
  });
});
