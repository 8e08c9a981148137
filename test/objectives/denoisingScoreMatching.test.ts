import { describe, expect, it } from "vitest";
import type { Density, ScoreField } from "../../src/densities/density";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { kernelDensity } from "../../src/densities/kernelDensity";
import { linearScore } from "../../src/densities/linearScore";
import { scoreField } from "../../src/densities/scoreField";
import { smoothed } from "../../src/densities/smoothed";
import { expectation } from "../../src/numerics/expectation";
import { integrate } from "../../src/numerics/integrate";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { average } from "../../src/numerics/statistics/average";
import { denoisingScoreMatching } from "../../src/objectives/denoisingScoreMatching";
import { explicitScoreMatching } from "../../src/objectives/explicitScoreMatching";
import { implicitScoreMatching } from "../../src/objectives/implicitScoreMatching";
import { slicedScoreMatchingVR } from "../../src/objectives/slicedScoreMatching";
import {
  combination,
  expectEqual,
  expectEstimate,
  line,
  logSlope,
  mean,
  squared,
  zero,
} from "./support";

/** C = (d / sigma^2 - I(q)) / 2. */
function constant(q: Density, sigma: number): number {
  return 0.5 / sigma ** 2 - expectation(explicitScoreMatching(q, zero())).value;
}

function varianceOf(s: ScoreField, under: Density, sigma: number, antithetic = false): number {
  const of = denoisingScoreMatching(s, { sigma, antithetic });
  const first = expectation(of, { under }).value;
  return expectation(squared(of), { under }).value - first ** 2;
}

/** The score of q plus epsilon h. */
function away(q: Density, epsilon: number, h: (x: number) => number): ScoreField {
  return {
    ...zero(),
    score: (x) => points(q.score(x).data.map((value, i) => value + epsilon * h(x.data[i]!))),
  };
}

describe("denoising score matching", () => {
  it("is k^2 V / 2 - k + 1 / (2 sigma^2) for the score -k x of N(0, t^2), V = t^2 + sigma^2", () => {
    const under = gaussian({ mean: 0, covariance: 1.69 });
    const s = linearScore({ slope: -0.8 });
    const value = expectation(denoisingScoreMatching(s, { sigma: 0.5 }), { under }).value;
    expectEqual(value, 0.32 * 1.94 - 0.8 + 2);
    expect(value).toBeCloseTo(1.8208, 10);
    const q = smoothed(under).at(0.5);
    expectEqual(expectation(explicitScoreMatching(q, s)).value, (1.94 * (0.8 - 1 / 1.94) ** 2) / 2);
    expectEqual(constant(q, 0.5), 1.69 / (2 * 0.25 * 1.94));
    expect(constant(q, 0.5)).toBeCloseTo(1.74227, 5);
  });

  for (const sigma of [0.2, 0.5, 0.9]) {
    for (const antithetic of [false, true]) {
      const name = `${antithetic ? "antithetic" : "plain"}, sigma = ${sigma}`;

      it(`is explicit score matching on the noisy density plus C, for a skewed mixture (${name})`, () => {
        const q = smoothed(line.data).at(sigma);
        const of = denoisingScoreMatching(line.model, { sigma, antithetic });
        const value = expectation(of, { under: line.data }).value;
        const explicit = expectation(explicitScoreMatching(q, line.model)).value;
        expectEqual(value, explicit + constant(q, sigma));
      });

      it(`says so by Monte Carlo, and rejects no constant, half and twice the constant (${name})`, () => {
        const q = smoothed(line.data).at(sigma);
        const of = denoisingScoreMatching(line.model, { sigma, antithetic });
        const explicit = expectation(explicitScoreMatching(q, line.model)).value;
        const c = constant(q, sigma);
        expectEstimate(
          expectation(of, { under: line.data, samples: 60_000, rng: rng(31, name) }),
          explicit + c,
          [explicit, explicit + c / 2, explicit + 2 * c],
        );
      });
    }
  }

  it("needs no condition at the boundary: an exponential density and the score -a", () => {
    const s = linearScore({ slope: 0, intercept: -0.7 });
    const under = exponential({ rate: 2 });
    for (const antithetic of [false, true]) {
      const of = denoisingScoreMatching(s, { sigma: 0.3, antithetic });
      // On the noisy density, which vanishes at both ends, ISM = a^2 / 2 holds.
      expectEqual(expectation(of, { under }).value, 0.7 ** 2 / 2 + 0.5 / 0.09);
    }
  });

  it("has its minimum at the score of the noisy density, and costs E_q|h|^2 / 2 away from it", () => {
    const [sigma, epsilon] = [0.6, 0.25];
    const q = smoothed(line.data).at(sigma);
    const under = line.data;
    const best = expectation(denoisingScoreMatching(q, { sigma }), { under }).value;
    expectEqual(best, constant(q, sigma));
    for (const h of [Math.sin, Math.tanh, (x: number) => x * x - 2]) {
      const rise =
        expectation(denoisingScoreMatching(away(q, epsilon, h), { sigma }), { under }).value - best;
      const square = expectation((x) => x.data.map((xi) => h(xi) ** 2), { under: q }).value;
      expectEqual(rise, (epsilon ** 2 * square) / 2, best);
    }
  });

  it("on finitely many data has its minimum at the score of their kernel density, which returns them", () => {
    const [data, sigma, epsilon] = [[-1.3, -1.1, 0.2, 2.5], 0.4, 0.25];
    const q = kernelDensity({ data, sigma });
    /** The mean over the data, and over the noise by quadrature. */
    const at = (s: ScoreField) => {
      const of = denoisingScoreMatching(s, { sigma });
      const x = points(data);
      const values = (z: number) => of.evaluate(x, points(new Float64Array(4).fill(z)));
      return integrate((z) => (mean(values(z)) * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI), {
        from: -9,
        to: 9,
        breaks: [0],
        relativeError: 1e-11,
      }).value;
    };
    const best = at(q);
    expectEqual(best, constant(q, sigma));
    const rise = at(away(q, epsilon, Math.sin)) - best;
    const square = expectation((x) => x.data.map((xi) => Math.sin(xi) ** 2), { under: q }).value;
    expectEqual(rise, (epsilon ** 2 * square) / 2, best);
    // As sigma -> 0 the denoised point of this minimiser is the nearest datum: it has memorised them.
    const sharp = kernelDensity({ data, sigma: 0.02 });
    expectEqual(1.1 + 0.02 ** 2 * sharp.score(points(1.1)).data[0]!, 0.2, 1);
  });

  it("gives the values at the points with the noise that it is given", () => {
    const s = scoreField({ dim: 2, score: (x, y) => [x * y, y - x] });
    const [x, z] = [points([[1, 2]]), points([[-1, 0.5]])];
    // At (0.5, 2.25) the score is (1.125, 1.75), z / sigma = (-2, 1): squares 0.765625 and 7.5625.
    const plain = denoisingScoreMatching(s, { sigma: 0.5 }).evaluate(x, z)[0]!;
    expectEqual(plain, (0.765625 + 7.5625) / 2);
    // At (1.5, 1.75) it is (2.625, 0.25), with -z / sigma: squares 21.390625 and 0.5625.
    const back = (21.390625 + 0.5625) / 2;
    const pair = denoisingScoreMatching(s, { sigma: 0.5, antithetic: true }).evaluate(x, z)[0]!;
    // |z|^2 / (2 sigma^2) = 2.5 has become d / (2 sigma^2) = 4.
    expectEqual(pair, (plain + back) / 2 - 2.5 + 4);
  });
});

describe("Tweedie's formula E[x | noisy x] = noisy x + sigma^2 grad log q, for a skewed mixture", () => {
  const sigma = 0.7;
  const q = smoothed(line.data).at(sigma);
  const at = [-4, -2.2, -0.3, 0.4, 1.7, 5];
  const tweedie = (y: number) => y + sigma ** 2 * q.score(points(y)).data[0]!;

  it("agrees with Bayes' rule by quadrature", () => {
    for (const y of at) {
      const moment = (power: number) =>
        integrate(
          (x) =>
            x ** power *
            Math.exp(line.data.logDensity(points(x))[0]! - (y - x) ** 2 / (2 * sigma ** 2)),
          { from: -12, to: 12, breaks: [-2, 0, 1.5, y], relativeError: 1e-12 },
        ).value;
      expectEqual(tweedie(y), moment(1) / moment(0), 1);
    }
  });

  it("agrees with the posterior means of the components", () => {
    const responsibilities = (y: number) => {
      const terms = [
        [0.3, -2],
        [0.7, 1.5],
      ].map(([w, m]) => w! * Math.exp((-0.5 * (y - m!) ** 2) / (0.25 + sigma ** 2)));
      return terms.map((term) => term / (terms[0]! + terms[1]!));
    };
    for (const y of at) {
      const [left, right] = responsibilities(y) as [number, number];
      const shrunk = (m: number) => m + (0.25 / (0.25 + sigma ** 2)) * (y - m);
      expectEqual(tweedie(y), left * shrunk(-2) + right * shrunk(1.5), 1);
    }
  });

  it("is the regression of x on its noisy version: the residual is orthogonal to functions of it", () => {
    const n = 100_000;
    const x = line.data.sample(n, rng(32, "x")).data;
    const z = rng(32, "z").normal(n);
    const noisy = x.map((xi, i) => xi + sigma * z[i]!);
    const score = q.score(points(noisy)).data;
    const residual = noisy.map((y, i) => x[i]! - y - sigma ** 2 * score[i]!);
    // The residual of no denoising at all is not orthogonal to sin.
    const naive = average(noisy.map((y, i) => (x[i]! - y) * Math.sin(y)));
    expect(Math.abs(naive.value)).toBeGreaterThan(10 * naive.standardError);
    for (const h of [() => 1, Math.sin, (y: number) => y * y, (y: number) => Number(y > 0)]) {
      expectEstimate(average(residual.map((r, i) => r * h(noisy[i]!))), 0);
    }
  });
});

describe("the variance of the denoising loss", () => {
  const t2 = 1.69;
  const under = gaussian({ mean: 0, covariance: t2 });

  it("at the minimum is w^4 / 2 with w^2 = t^2 / (sigma^2 V), the mean w^2 / 2: it grows like sigma^-4", () => {
    const values = [1, 0.3, 0.1, 0.03].map((sigma) => {
      const q = smoothed(under).at(sigma);
      const w2 = t2 / (sigma ** 2 * (t2 + sigma ** 2));
      const mean = expectation(denoisingScoreMatching(q, { sigma }), { under }).value;
      expectEqual(mean, w2 / 2);
      const variance = varianceOf(q, under, sigma);
      expectEqual(variance, w2 ** 2 / 2);
      return variance;
    });
    const known = [0.1974, 55.64, 4941, 6.166e5];
    values.forEach((value, i) => {
      expect(value / known[i]!).toBeCloseTo(1, 3);
    });
    expect(logSlope([0.1, 0.03], values.slice(2))).toBeCloseTo(-4, 1);
  });

  it("of its cross term z's / sigma is k^2 (V / sigma^2 + 1), not bounded either", () => {
    for (const [sigma, known] of [
      [1, 0.51],
      [0.3, 6.56],
      [0.1, 59.2],
      [0.03, 657],
    ] as const) {
      const v = t2 + sigma ** 2;
      const s = linearScore({ slope: -1 / v });
      // |s + z / sigma|^2 - |-s + z / sigma|^2 = 4 s'z / sigma.
      const cross = combination(
        0.5,
        denoisingScoreMatching(s, { sigma }),
        -0.5,
        denoisingScoreMatching(linearScore({ slope: 1 / v }), { sigma }),
      );
      const first = expectation(cross, { under }).value;
      const variance = expectation(squared(cross), { under }).value - first ** 2;
      expectEqual(variance, (v / sigma ** 2 + 1) / v ** 2);
      expect(variance / known).toBeCloseTo(1, 2);
    }
  });

  it("of antithetic pairs stays bounded: 2 k^2 of the difference, 2.5 / t^4 in all as sigma -> 0", () => {
    for (const sigma of [1, 0.3, 0.1, 0.03]) {
      const k = 1 / (t2 + sigma ** 2);
      const s = linearScore({ slope: -k });
      const ofNoise = 2 * ((k * k * sigma ** 2) / 2 - k) ** 2;
      const scale = (0.5 / sigma ** 2) ** 2;
      expectEqual(
        varianceOf(s, under, sigma, true),
        (k * t2) ** 2 * (k ** 2 / 2) + ofNoise,
        Math.max(1, scale / 1e3),
      );
    }
    const k = 1 / 1.7;
    expect(2 * k * k).toBeCloseTo(0.692, 3);
    const difference = combination(
      1,
      denoisingScoreMatching(linearScore({ slope: -k }), { sigma: 0.1, antithetic: true }),
      -1,
      denoisingScoreMatching(linearScore({ slope: k }), { sigma: 0.1, antithetic: true }),
    );
    const first = expectation(difference, { under }).value;
    expectEqual(expectation(squared(difference), { under }).value - first ** 2, 8 * k * k);
    const small = varianceOf(linearScore({ slope: -1 / (t2 + 1e-4) }), under, 0.01, true);
    expect(small).toBeCloseTo(2.5 / t2 ** 2, 3);
  });

  it("by Monte Carlo is that of quadrature, plain and antithetic", () => {
    const s = smoothed(under).at(0.1);
    const sd = (antithetic: boolean) => {
      const of = denoisingScoreMatching(s, { sigma: 0.1, antithetic });
      return expectation(of, { under, samples: 20_000, rng: rng(33) }).standardError;
    };
    expect(sd(false) / Math.sqrt(varianceOf(s, under, 0.1) / 20_000)).toBeCloseTo(1, 1);
    expect(sd(true) / Math.sqrt(varianceOf(s, under, 0.1, true) / 20_000)).toBeCloseTo(1, 1);
    expect(sd(false) / sd(true)).toBeGreaterThan(50);
  });
});

describe("as sigma -> 0 antithetic denoising less d / (2 sigma^2)", () => {
  const [x, z] = [points([-2.4, -0.5, 0.3, 1.1, 2]), points([0.4, -1.2, 0.7, 2, -0.3])];
  const limit = () => slicedScoreMatchingVR(line.model, { probe: "normal" }).evaluate(x, z);
  const at = (sigma: number) =>
    denoisingScoreMatching(line.model, { sigma, antithetic: true })
      .evaluate(x, z)
      .map((value) => value - 0.5 / sigma ** 2);

  it("tends to sliced score matching with reduced variance and normal probes, point by point", () => {
    // Two steps of Richardson's extrapolation leave an error of order sigma^6.
    const [a, b, c] = [at(0.04), at(0.02), at(0.01)] as [Float64Array, Float64Array, Float64Array];
    const [first, second] = [
      b.map((value, i) => (4 * value - a[i]!) / 3),
      c.map((value, i) => (4 * value - b[i]!) / 3),
    ];
    const truth = limit();
    second.forEach((value, i) => {
      expectEqual((16 * value - first[i]!) / 15, truth[i]!, 10);
    });
  });

  it("at the rate sigma^2", () => {
    const sigmas = [0.08, 0.04, 0.02, 0.01];
    limit().forEach((truth, i) => {
      const errors = sigmas.map((sigma) => at(sigma)[i]! - truth);
      expect(logSlope(sigmas, errors)).toBeCloseTo(2, 1);
    });
  });

  it("has the mean of implicit score matching on the noisy density, for every sigma", () => {
    for (const sigma of [0.1, 0.8]) {
      const of = denoisingScoreMatching(line.model, { sigma, antithetic: true });
      const value = expectation(of, { under: line.data }).value - 0.5 / sigma ** 2;
      const implicit = implicitScoreMatching(line.model);
      const truth = expectation(implicit, { under: smoothed(line.data).at(sigma) }).value;
      expectEqual(value, truth, 0.5 / sigma ** 2);
    }
  });
});

describe("denoising score matching and bad input", () => {
  const s = linearScore({ slope: -1 });

  it("refuses a sigma that is not positive, and names it", () => {
    for (const sigma of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => denoisingScoreMatching(s, { sigma })).toThrow(/^sigma = /);
    }
  });

  it("refuses to be evaluated without noise, or with noise of another shape", () => {
    const of = denoisingScoreMatching(s, { sigma: 1 });
    expect(() => of.evaluate(points([1, 2]))).toThrow(/^z = undefined is missing/);
    expect(() => of.evaluate(points([1, 2]), points([1]))).toThrow(/^z = .* holds 1 vectors/);
    const wrong = points([[1, 2]]);
    expect(() => of.evaluate(points([1]), wrong)).toThrow(/^z = .* of dimension 2/);
  });

  it("refuses points of another dimension than the model's", () => {
    // A model that does not look itself.
    const careless: ScoreField = { dim: 1, score: (x) => x, divergence: (x) => x.data };
    const of = denoisingScoreMatching(careless, { sigma: 1 });
    const x = points([[1, 2]]);
    expect(() => of.evaluate(x, x)).toThrow(/^x = .* is of dimension 2 where 1 is needed/);
  });

  it("refuses a model whose score has another shape than the points", () => {
    const wrong: ScoreField = { ...s, dim: 1, score: () => points([1, 2, 3]) };
    const of = denoisingScoreMatching(wrong, { sigma: 1 });
    expect(() => of.evaluate(points(1), points(1))).toThrow(/^s.score = .* gave 3 vectors/);
  });
});
