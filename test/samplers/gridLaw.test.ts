import { describe, expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";
import { laplace } from "../../src/densities/laplace";
import { InvalidArgument } from "../../src/numerics/errors";
import type { Points } from "../../src/numerics/points";
import { doubleWell, gaussianPair, skewedMixture } from "../../src/problems";
import { gridLaw } from "../../src/samplers/gridLaw";
import { langevinTransition, malaTransition } from "../../src/samplers/transition";
import fixture from "./fixtures/langevinLaws.json";

const normal = gaussian({ mean: 0, covariance: 1 });
const onWells = () => gridLaw(normal, { interval: [-3.2, 3.2], nodes: 130 });
const square = (x: number) => x * x;

describe("a law on a grid", () => {
  it("begins as the density it is given", () => {
    const law = gridLaw(gaussian({ mean: 0.4, covariance: 1.7 }), {
      interval: [-12, 12],
      nodes: 200,
    });
    expect(law.mass).toBeCloseTo(1, 12);
    expect(law.expectation((x) => x)).toBeCloseTo(0.4, 12);
    expect(law.expectation((x) => (x - 0.4) ** 2)).toBeCloseTo(1.7, 12);
  });

  it.each(fixture.skewedMixture)(
    "has NumPy's moments after $steps Langevin steps of $step",
    ({ step, steps, ...known }) => {
      const start = gaussian({ mean: 0.4, covariance: 1.7 });
      const law = gridLaw(start, { interval: [-12, 12], nodes: 1000 });
      const after = law.after(langevinTransition(skewedMixture().p, { step }), steps);
      const mean = after.expectation((x) => x);
      expect(mean).toBeCloseTo(known.mean, 10);
      expect(after.expectation((x) => (x - mean) ** 2)).toBeCloseTo(known.variance, 10);
      expect(after.expectation((x) => x ** 4)).toBeCloseTo(known.fourth, 9);
    },
  );

  it.each(fixture.doubleWell)(
    "tends to NumPy's biased law of the double well, h = $step",
    ({ step, ...known }) => {
      const law = onWells().stationary(langevinTransition(doubleWell().p, { step }));
      expect(law.mass).toBeCloseTo(1, 12);
      expect(law.expectation(square)).toBeCloseTo(known.variance, 9);
      expect(law.expectation((x) => x ** 4)).toBeCloseTo(known.fourth, 9);
    },
  );

  it("knows the bias of Langevin steps for a Gaussian that is neither centred nor of variance one", () => {
    const { p } = gaussianPair();
    const law = gridLaw(p, { interval: [-16, 16], nodes: 250 });
    const stationary = law.stationary(langevinTransition(p, { step: 0.5 }));
    expect(stationary.expectation((x) => x)).toBeCloseTo(0.3, 11);
    const variance = stationary.expectation((x) => (x - 0.3) ** 2);
    expect(variance).toBeCloseTo(2.25 / (1 - 0.5 / 4.5), 10);
  });

  it("leaves the target of MALA as it is, for small and for large steps", () => {
    for (const [p, step] of [
      [doubleWell().p, 0.05],
      [doubleWell().p, 0.4],
      [skewedMixture().p, 0.3],
    ] as const) {
      const law = gridLaw(p, { interval: [-5, 5], nodes: 150 });
      const after = law.after(malaTransition(p, { step }), 7);
      after.density.forEach((value, i) => {
        expect(value).toBeCloseTo(law.density[i]!, 13);
      });
    }
  });

  it("comes back to the target of MALA from elsewhere", () => {
    const { p, secondMoment } = doubleWell();
    const start = gridLaw(gaussian({ mean: 0.5, covariance: 0.1 }), {
      interval: [-2.6, 2.6],
      nodes: 90,
    });
    const law = start.stationary(malaTransition(p, { step: 0.1 }));
    expect(law.expectation(square)).toBeCloseTo(secondMoment, 8);
  });

  it("is made biased by an acceptance that forgets the proposal", () => {
    const { p, secondMoment } = doubleWell();
    const forgetful = {
      ...langevinTransition(p, { step: 0.1 }),
      accept: (from: Points, to: Points) => {
        const [a, b] = [p.logDensity(from), p.logDensity(to)];
        return a.map((value, i) => Math.min(1, Math.exp(b[i]! - value)));
      },
    };
    const start = gridLaw(p, { interval: [-2.6, 2.6], nodes: 90 });
    const found = start.stationary(forgetful).expectation(square);
    expect(Math.abs(found - secondMoment)).toBeGreaterThan(0.03);
  });

  it("keeps the probability that is left on the interval", () => {
    const law = gridLaw(normal, { interval: [-1, 1], nodes: 50 });
    const after = law.after(langevinTransition(normal, { step: 0.2 }));
    expect(after.mass).toBeLessThan(law.mass - 0.01);
    expect(law.after(langevinTransition(normal, { step: 0.2 }), 0).mass).toBe(law.mass);
  });

  it("refuses to call stationary what runs off the interval, or never settles", () => {
    const law = gridLaw(gaussian({ mean: 1, covariance: 1 }), { interval: [-8, 8], nodes: 60 });
    expect(() => law.stationary(langevinTransition(normal, { step: 2.1 }))).toThrow(
      /does not hold the law/,
    );
    const reluctant = {
      ...langevinTransition(normal, { step: 0.5 }),
      accept: (from: Points) => new Float64Array(from.n).fill(1e-6),
    };
    expect(() => law.stationary(reluctant)).toThrow(/still changes the law/);
  });

  it("refuses an interval that loses mass, however fast the law settles", () => {
    // The stationary variance is 1 / (1 - .45) = 1.818; on [-4, 4] it would come out as 1.767.
    const transition = langevinTransition(normal, { step: 0.9 });
    expect(() => gridLaw(normal, { interval: [-4, 4], nodes: 200 }).stationary(transition)).toThrow(
      /^interval = \[-4, 4\] does not hold the law: a transition keeps 0\.99/,
    );
    const wide = gridLaw(normal, { interval: [-12, 12], nodes: 200 }).stationary(transition);
    expect(wide.expectation(square)).toBeCloseTo(1 / 0.55, 9);
  });

  it("finds the stationary law of its example", () => {
    const law = gridLaw(normal, { interval: [-8, 8], nodes: 200 });
    const stationary = law.stationary(langevinTransition(normal, { step: 0.05 }));
    expect(stationary.expectation(square)).toBeCloseTo(1 / 0.975, 10);
  });

  it("lets the law of the start reach further out than the stationary one", () => {
    const start = gridLaw(gaussian({ mean: 0, covariance: 9 }), {
      interval: [-12, 12],
      nodes: 200,
    });
    expect(start.mass).toBeLessThan(1 - 1e-5);
    const law = start.stationary(langevinTransition(normal, { step: 0.05 }));
    expect(law.expectation(square)).toBeCloseTo(1 / 0.975, 9);
  });

  it("refuses a grid that is too coarse for the step", () => {
    const law = gridLaw(normal, { interval: [-8, 8], nodes: 50 });
    expect(() => law.after(langevinTransition(normal, { step: 0.1 }))).toThrow(
      /^nodes = 50 leaves 0.327 between nodes .* Give at least 73 nodes\.$/,
    );
  });

  it.each([
    [{ interval: [1, 1], nodes: 50 }, /^interval = /],
    [{ interval: [-Infinity, 1], nodes: 50 }, /^interval = /],
    [{ interval: [0, 1], nodes: 2 }, /^nodes = /],
    [{ interval: [0, 1], nodes: 2.5 }, /^nodes = /],
  ] as const)("refuses %j", (options, message) => {
    expect(() => gridLaw(normal, options as Parameters<typeof gridLaw>[1])).toThrow(message);
  });

  it("refuses a density, a centre or an acceptance that is no number somewhere on the grid", () => {
    const options = { interval: [-8, 8], nodes: 99 } as const;
    const logarithm = { dim: 1, logDensity: (x: Points) => x.data.map(Math.log) };
    expect(() => gridLaw(logarithm, options)).toThrow(/^p.logDensity at x = -8 = NaN/);
    const uneven = { dim: 1, logDensity: () => new Float64Array(3) };
    expect(() => gridLaw(uneven, options)).toThrow(
      /^p.logDensity = .* gave 3 numbers for 99 nodes/,
    );
    const law = gridLaw(normal, options);
    const transition = langevinTransition(normal, { step: 0.5 });
    expect(() => law.after({ ...transition, centre: (x) => x.data.map(Math.sqrt) })).toThrow(
      /^transition.centre at x = -8 = NaN/,
    );
    const accept = (x: Points) => new Float64Array(x.n).fill(1.5);
    expect(() => law.after({ ...transition, accept })).toThrow(
      /^transition.accept at x = -8 = 1.5 is not a number that it can be/,
    );
  });

  it("refuses a density in the plane, and a fraction of a step", () => {
    const plane = gaussian({ mean: [0, 0], covariance: 1 });
    expect(() => gridLaw(plane, { interval: [0, 1], nodes: 9 })).toThrow(/^p = /);
    const law = gridLaw(laplace({ location: 0, scale: 1 }), { interval: [-9, 9], nodes: 99 });
    expect(() => law.after(langevinTransition(normal, { step: 1 }), 1.5)).toThrow(/^times = 1.5/);
  });
});

describe("a law that loses mass", () => {
  const standard = gaussian({ mean: 0, covariance: 1 });

  describe("a law on a grid", () => {
    it("refuses to call stationary what loses a hundred-thousandth in each transition", () => {
      const law = gridLaw(standard, { interval: [-5, 5], nodes: 101 });
      expect(() => law.stationary(langevinTransition(standard, { step: 0.5 }))).toThrow(
        InvalidArgument,
      );
    });
  });
});
