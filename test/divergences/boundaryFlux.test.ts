import { describe, expect, it, test } from "vitest";
import { beta } from "../../src/densities/beta";
import type { Density, ScoreField } from "../../src/densities/density";
import { energy } from "../../src/densities/energy";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { laplace } from "../../src/densities/laplace";
import { linearScore } from "../../src/densities/linearScore";
import { mixture } from "../../src/densities/mixture";
import { scoreField } from "../../src/densities/scoreField";
import { studentT } from "../../src/densities/studentT";
import { truncated } from "../../src/densities/truncated";
import { uniform } from "../../src/densities/uniform";
import { boundaryFlux } from "../../src/divergences/boundaryFlux";
import { fisherDivergence } from "../../src/divergences/fisherDivergence";
import { fisherInformation } from "../../src/divergences/fisherInformation";
import { expectation } from "../../src/numerics/expectation";
import { rng } from "../../src/numerics/rng";
import { expectEqual, expectEstimate } from "./compare";
import { plane, skewed } from "./specimens";

const constant = (a: number) => linearScore({ slope: 0, intercept: a });

/** E_p[1/2 s^2 + s'] + 1/2 I(p): what explicit score matching is without a boundary term. */
function naive(p: Density, s: ScoreField): number {
  const implicit = expectation(
    (x) => {
      const score = s.score(x).data;
      return s.divergence(x).map((trace, i) => 0.5 * score[i]! ** 2 + trace);
    },
    { under: p },
  );
  return implicit.value + 0.5 * expectation(fisherInformation(p)).value;
}

describe("the boundary term of integration by parts (B7)", () => {
  const piece = (lower: number) => uniform({ lower, upper: lower + 1 });
  const cases: readonly (readonly [string, Density, ScoreField, number, number, number])[] = [
    [
      "an exponential density, constant model",
      exponential({ rate: 2 }),
      constant(-0.7),
      -1.4,
      0,
      1.4,
    ],
    [
      "a uniform density, linear model",
      uniform({ lower: 0, upper: 1 }),
      linearScore({ slope: -3, intercept: 0.6 }),
      0.6,
      -2.4,
      -3,
    ],
    [
      "half a Gaussian, linear model through 0",
      truncated(gaussian({ mean: 0, covariance: 1 }), { lower: 0 }),
      linearScore({ slope: -1.7 }),
      0,
      0,
      0,
    ],
    [
      "half a Gaussian, shifted model",
      truncated(gaussian({ mean: 0, covariance: 1 }), { lower: 0 }),
      linearScore({ slope: -1.7, intercept: 0.3 }),
      0.3 * Math.sqrt(2 / Math.PI),
      0,
      -0.3 * Math.sqrt(2 / Math.PI),
    ],
    [
      "a Gaussian cut at the right",
      truncated(gaussian({ mean: 0, covariance: 1 }), { upper: 0 }),
      constant(0.3),
      0,
      0.3 * Math.sqrt(2 / Math.PI),
      0.3 * Math.sqrt(2 / Math.PI),
    ],
    ["a lopsided mixture", skewed, linearScore({ slope: -0.8 }), 0, 0, 0],
    [
      "Student t",
      studentT({ degreesOfFreedom: 5, location: 2 }),
      linearScore({ slope: -1 }),
      0,
      0,
      0,
    ],
    [
      "a beta density that vanishes like sqrt(x)",
      beta({ alpha: 2.5, beta: 3, lower: 1, upper: 3 }),
      linearScore({ slope: -2, intercept: 1 }),
      0,
      0,
      0,
    ],
    [
      "two uniform pieces, whose inner ends count too",
      mixture({ weights: [0.3, 0.7], components: [piece(0), piece(2)] }),
      linearScore({ slope: -2, intercept: 1 }),
      0.3,
      -0.7 * 5,
      0.3 * (-1 - 1) + 0.7 * (-5 + 3),
    ],
    [
      "two thin and wide uniform pieces, in the opposite order",
      mixture({
        weights: [0.4, 0.6],
        components: [uniform({ lower: 2e6, upper: 3e6 }), uniform({ lower: -1e6, upper: 1e6 })],
      }),
      constant(2e-6),
      0.6e-12,
      0.8e-12,
      0,
    ],
    [
      "a Gaussian under a model with a kink",
      gaussian({ mean: 0.3, covariance: 2.25 }),
      laplace({ location: -0.5, scale: 1.1 }),
      0,
      0,
      ((2 / 1.1) * Math.exp((-0.5 * 0.64) / 2.25)) / Math.sqrt(2 * Math.PI * 2.25),
    ],
  ];

  test.each(cases)("%s", (_, p, s, left, right, total) => {
    const flux = boundaryFlux(p, s);
    expect(flux.left).toBeCloseTo(left, 10);
    expect(flux.right).toBeCloseTo(right, 10);
    expect(flux.total).toBeCloseTo(total, 9);
    expect(Object.is(flux.left, 0)).toBe(left === 0);
    expect(Object.is(flux.right, 0)).toBe(right === 0);
  });

  test.each(cases)("makes explicit equal implicit score matching: %s", (_, p, s) => {
    const { total } = boundaryFlux(p, s);
    const explicit = expectation(fisherDivergence(p, s)).value;
    const scale = Math.abs(explicit) + Math.abs(total);
    const wrong: Record<string, number> =
      total === 0
        ? {}
        : { "without the boundary term": naive(p, s), "with a plus": naive(p, s) + total };
    expectEqual(explicit, naive(p, s) - total, { scale, wrong });
  });

  test("exponential: explicit .845 against 2.245, and the wrong minimiser a = 0", () => {
    const p = exponential({ rate: 2 });
    expectEqual(expectation(fisherDivergence(p, constant(-0.7))), 0.845);
    expectEqual(naive(p, constant(-0.7)), 2.245);
    for (const a of [0.01, 0.7, 2]) {
      expect(naive(p, constant(-a))).toBeGreaterThan(naive(p, constant(0)));
    }
  });

  test("uniform: the implicit objective says -6, which no divergence can be", () => {
    const p = uniform({ lower: 0, upper: 1 });
    const s = linearScore({ slope: -12, intercept: 6 });
    expectEqual(naive(p, s), -6);
    expectEqual(boundaryFlux(p, s).total, -12);
    expectEqual(expectation(fisherDivergence(p, s)), 6);
  });

  test("half a Gaussian: (1 - k)^2 / 2 both ways", () => {
    const p = truncated(gaussian({ mean: 0, covariance: 1 }), { lower: 0 });
    const s = linearScore({ slope: -1.7 });
    expectEqual(expectation(fisherDivergence(p, s)), 0.245);
    expectEqual(naive(p, s), 0.245, { scale: 1 });
  });
});

describe("limits", () => {
  test("of slow powers at infinity are found: a Cauchy density and a linear model", () => {
    const cauchy = studentT({ degreesOfFreedom: 1 });
    expect(boundaryFlux(cauchy, linearScore({ slope: -1 }))).toMatchObject({ left: 0, right: 0 });
    const square = scoreField({ score: (x) => x * x });
    const flux = boundaryFlux(cauchy, square);
    expect(flux.left).toBeCloseTo(1 / Math.PI, 9);
    expect(flux.right).toBeCloseTo(1 / Math.PI, 9);
    expect(boundaryFlux(cauchy, scoreField({ score: (x) => x * Math.abs(x) })).total).toBeCloseTo(
      2 / Math.PI,
      8,
    );
  });

  test("of slow powers at a finite end", () => {
    const p = beta({ alpha: 1.2, beta: 2 });
    const { left, right } = boundaryFlux(p, constant(1));
    expect([left, right]).toEqual([0, 0]);
    const steep = boundaryFlux(p, scoreField({ score: (x) => x ** -0.2 }));
    expect(steep.left).toBeCloseTo(2.64, 6);
  });

  test("that are infinite, or do not exist, are refused with the end", () => {
    const cauchy = studentT({ degreesOfFreedom: 1 });
    expect(() => boundaryFlux(cauchy, scoreField({ score: (x) => x ** 3 }))).toThrow(
      /^s = \[[^,]*, [^,]*, [^,]*\] has a flux.*without a finite limit as x tends to -Infinity/,
    );
    const rightOnly = scoreField({ score: (x) => (x > 0 ? x ** 3 : 0) });
    expect(() => boundaryFlux(cauchy, rightOnly)).toThrow(/tends to Infinity/);
    const pole = beta({ alpha: 0.5, beta: 2 });
    expect(() => boundaryFlux(pole, constant(1))).toThrow(/tends to 0 /);
    const waves = scoreField({ score: (x) => Math.sin(1 / x) });
    expect(() => boundaryFlux(uniform({ lower: 0, upper: 1 }), waves)).toThrow(/tends to 0 /);
    const normal = gaussian({ mean: 0, covariance: 1 });
    const explosive = scoreField({ score: (x) => Math.exp(0.503 * x * x) });
    expect(() => boundaryFlux(normal, explosive)).toThrow(/without a finite limit/);
  });

  test("are found wherever the density lies, and however wide it is", () => {
    const s = linearScore({ slope: -1, intercept: 0.5 });
    for (const p of [
      gaussian({ mean: 1e4, covariance: 1e-6 }),
      gaussian({ mean: -3, covariance: 1e10 }),
      energy({ energy: (x) => (x - 50) ** 2 / 2, logNormaliser: 0.5 * Math.log(2 * Math.PI) }),
      energy({ energy: (x) => (x / 2) ** 20, logNormaliser: Math.log(3.96) }),
    ]) {
      expect(boundaryFlux(p, s)).toMatchObject({ left: 0, right: 0, total: 0 });
    }
    const far = truncated(gaussian({ mean: 1e4, covariance: 1 }), { lower: 1e4 });
    expect(boundaryFlux(far, constant(1)).left).toBeCloseTo(Math.sqrt(2 / Math.PI), 9);
  });

  test("of powers at an end that is not 0", () => {
    const p = beta({ alpha: 1.2, beta: 2, lower: 1.3, upper: 2.3 });
    const steep = scoreField({ score: (x) => (x - 1.3) ** -0.2 });
    expect(boundaryFlux(p, steep).left).toBeCloseTo(2.64, 6);
  });

  test("where the end itself, at which the model is infinite, is next to be tried", () => {
    const p = beta({ alpha: 1.2, beta: 2, lower: 1000, upper: 1001 });
    const steep = scoreField({ score: (x) => (x - 1000) ** -0.2 });
    expect(boundaryFlux(p, steep).left).toBeCloseTo(2.64, 6);
  });

  test("that are small because the density is wide are not taken for 0", () => {
    const wide = gaussian({ mean: 0, covariance: 1e10 });
    const compensating = scoreField({ score: (x) => Math.exp(0.5e-10 * x * x - 10) });
    expect(() => boundaryFlux(wide, compensating)).toThrow(/without a finite limit/);
  });

  test.each([1e-1, 1e-3, 1e-8])(
    "are not taken for 0 where the flux stays at %d of its largest value until p underflows",
    (share) => {
      const p = gaussian({ mean: 0, covariance: 1 });
      const stays = scoreField({ score: (x) => 1 + share * Math.exp((x * x) / 2) });
      expect(() => boundaryFlux(p, stays)).toThrow(/without a finite limit as x tends to -Inf/);
      const right = scoreField({ score: (x) => 1 + (x > 0 ? share * Math.exp((x * x) / 2) : 0) });
      expect(() => boundaryFlux(p, right)).toThrow(/without a finite limit as x tends to Inf/);
    },
  );

  test("of densities far narrower than 1", () => {
    expectEqual(boundaryFlux(exponential({ rate: 1e14 }), constant(-3)).total, 3e14);
  });

  test.each([0, 0.01, -0.02, 0.3])("of narrow energies of unknown moments about %d", (centre) => {
    for (const k of [1, 100, 1e4, 1e6]) {
      const p = energy({
        energy: (x) => k * (x - centre) ** 2,
        logNormaliser: 0.5 * Math.log(Math.PI / k),
      });
      expect(boundaryFlux(p, linearScore({ slope: -1, intercept: 0.5 }))).toMatchObject({
        left: 0,
        right: 0,
        total: 0,
      });
    }
  });

  test("in a gap, where the model has no score, p s is 0", () => {
    const bump = (lower: number) => beta({ alpha: 3, beta: 3, lower, upper: lower + 1 });
    const p = mixture({ weights: [0.3, 0.7], components: [bump(0), bump(2)] });
    expect(boundaryFlux(p, p)).toMatchObject({ left: 0, right: 0, total: 0 });
  });

  test("at a pole of a density with a heavy tail and no moments", () => {
    const halfCauchy = truncated(studentT({ degreesOfFreedom: 3 }), { lower: 0 });
    expect(boundaryFlux(halfCauchy, constant(-1)).total).toBeCloseTo(
      4 / (Math.PI * Math.sqrt(3)),
      9,
    );
  });
});

describe("in more dimensions", () => {
  const s = linearScore({
    slope: [
      [-1, 0.3],
      [0.3, -2],
    ],
    intercept: [0.2, 0.1],
  });
  const round = gaussian({ mean: [0, 0], covariance: 2 });

  test("the flux through a circle is the integral over its inside, by the divergence theorem", () => {
    // p = exp(-r^2 / 4) / (4 pi): the flux is 2 pi r p(r) r (tr slope) / 2.
    const radius = 1.3;
    const exact = -3 * 0.5 * radius ** 2 * 0.5 * Math.exp(-(radius ** 2) / 4);
    expectEqual(boundaryFlux(round, s, { radius }), exact, {
      wrong: { inward: -exact, "without the length of the circle": exact / (2 * Math.PI * radius) },
    });
    const drawn = boundaryFlux(round, s, { radius, samples: 2e4, rng: rng(1, "circle") });
    expectEstimate(drawn, exact, { inward: -exact });
    expect(drawn.n).toBe(20000);
  });

  test("it tends to 0 for a Gaussian, and not for one that is lopsided only", () => {
    const flux = (radius: number) => Math.abs(boundaryFlux(plane.p, s, { radius }).value);
    expect(flux(2)).toBeGreaterThan(0.1);
    expect(flux(12)).toBeLessThan(1e-20);
  });

  test("in dimension 3 by Monte Carlo, with the area of the sphere", () => {
    const ball = gaussian({ mean: [0, 0, 0], covariance: 1 });
    const radial = linearScore({ slope: -1, intercept: [0, 0, 0] });
    const radius = 1.5;
    const density = Math.exp(-(radius ** 2) / 2) / (2 * Math.PI) ** 1.5;
    const exact = -4 * Math.PI * radius ** 3 * density;
    const by = { radius, samples: 1000, rng: rng(1, "sphere") };
    expect(boundaryFlux(ball, radial, by).value).toBeCloseTo(exact, 12);
    const tilted = linearScore({ slope: -1, intercept: [2, -1, 0.5] });
    const found = boundaryFlux(ball, tilted, by);
    expectEstimate(found, exact, { "without the area": exact / (4 * Math.PI * radius ** 2) });
  });

  test("a mixture whose gap the circle crosses", () => {
    const p = gaussianMixture({
      weights: [0.2, 0.8],
      means: [
        [-2, 0],
        [1, 1],
      ],
      covariances: 0.3,
    });
    const flux = (radius: number) => boundaryFlux(p, s, { radius });
    const drawn = boundaryFlux(p, s, { radius: 2, samples: 4e4, rng: rng(5, "gap") });
    expectEstimate(drawn, flux(2).value, { inward: -flux(2).value });
  });
});

describe("what is refused", () => {
  const normal = gaussian({ mean: 0, covariance: 1 });
  const s = linearScore({ slope: -1 });
  const two = linearScore({ slope: -1, intercept: [0, 0] });
  const three = linearScore({ slope: -1, intercept: [0, 0, 0] });
  const ball = gaussian({ mean: [0, 0, 0], covariance: 1 });

  test("two dimensions, naming s", () => {
    expect(() => boundaryFlux(normal, two)).toThrow(/^s = .*dimension 2/);
  });

  test("a density known up to its constant", () => {
    expect(() => boundaryFlux(energy({ energy: (x) => x * x }), s)).toThrow(/multiplied by Z/);
  });

  test("a radius in dimension 1, none above, and one that is not positive", () => {
    expect(() => boundaryFlux(normal, s, { radius: 3 })).toThrow(
      /given in dimension 1.*Leave it out/,
    );
    expect(() => boundaryFlux(plane.p, two)).toThrow(
      /radius = undefined is missing in dimension 2.*Give the radius/,
    );
    expect(() => boundaryFlux(plane.p, two, { radius: 0 })).toThrow(/^radius = 0/);
  });

  test("a box in the plane, whose boundary is no circle", () => {
    const box = uniform({ lower: [0, 0], upper: [1, 1] });
    expect(() => boundaryFlux(box, two, { radius: 3 })).toThrow(/lives on \[0, 1\] x \[0, 1\]/);
    const half = { ...box, dim: 2, normalised: true, support: [plane.p.support[0], [0, Infinity]] };
    expect(() => boundaryFlux(half as unknown as Density, two, { radius: 3 })).toThrow(
      /lives on .* x \[0, Infinity\]/,
    );
  });

  test("no samples in dimension 3, too few, or no rng", () => {
    expect(() => boundaryFlux(ball, three, { radius: 1 })).toThrow(/^samples = undefined/);
    for (const samples of [1, 2.5]) {
      const options = { radius: 1, samples, rng: rng(1) };
      expect(() => boundaryFlux(ball, three, options)).toThrow(/^samples = /);
    }
    expect(() => boundaryFlux(ball, three, { radius: 1, samples: 10 })).toThrow(/^rng = undefined/);
    expect(() => boundaryFlux(ball, three, { radius: 1, samples: 2, rng: rng(1) })).not.toThrow();
  });
});

test("in a notebook it shows the two ends and the total", () => {
  const { data } = boundaryFlux(exponential({ rate: 2 }), constant(-0.7)).toMimeBundle() as {
    data: Record<string, string>;
  };
  expect(data["text/plain"]).toMatch(/left end\s+right end\s+total\s+-1.4\s+0\s+1.4/);
});

it("a jump of one part in twenty-five inside the support belongs to the boundary term", () => {
  // The score of p is 0 and the field constant: nothing is left, though p s is .51 and .49 at the ends.
  const p = mixture({
    weights: [0.51, 0.49],
    components: [uniform({ lower: 0, upper: 1 }), uniform({ lower: 1, upper: 2 })],
  });
  expect(boundaryFlux(p, linearScore({ slope: 0, intercept: 1 })).total).toBeCloseTo(0, 9);
});
