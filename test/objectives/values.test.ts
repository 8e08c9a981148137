import { describe, expect, it } from "vitest";
import type { Density } from "../../src/densities/density";
import { smoothed } from "../../src/densities/smoothed";
import { expectation } from "../../src/numerics/expectation";
import type { Functional } from "../../src/numerics/functional";
import { rng } from "../../src/numerics/rng";
import { denoisingScoreMatching } from "../../src/objectives/denoisingScoreMatching";
import { explicitScoreMatching } from "../../src/objectives/explicitScoreMatching";
import { finiteDifferenceScoreMatching } from "../../src/objectives/finiteDifferenceScoreMatching";
import { implicitScoreMatching } from "../../src/objectives/implicitScoreMatching";
import { multiNoiseScoreMatching } from "../../src/objectives/multiNoiseScoreMatching";
import {
  slicedScoreMatching,
  slicedScoreMatchingVR,
} from "../../src/objectives/slicedScoreMatching";
import tables from "./fixtures/objectives.json";
import { expectEqual, expectEstimate, line, plane, squared } from "./support";

// Truths: fixtures/objectives.py, by SciPy's quadrature of SymPy's derivatives.
interface Case {
  readonly data: Density;
  readonly of: () => Functional<"free">;
  readonly truth: { readonly mean: number; readonly variance: number };
}

const { data, model } = line;
const sigmas = [0.2, 0.5, 1.3];

/** On the line the noise is integrated over as well, so mean and variance are known to 1e-8. */
const onTheLine: Readonly<Record<string, Omit<Case, "data">>> = {
  "explicit score matching": {
    of: () => ({ ...explicitScoreMatching(data, model), measure: undefined }),
    truth: tables.line.explicit,
  },
  "implicit score matching": {
    of: () => implicitScoreMatching(model),
    truth: tables.line.implicit,
  },
  "sliced score matching, normal probes": {
    of: () => slicedScoreMatching(model, { probe: "normal" }),
    truth: tables.line["sliced normal"],
  },
  "sliced score matching, signs (in dimension 1 it is implicit score matching)": {
    of: () => slicedScoreMatching(model, { probe: "rademacher" }),
    truth: tables.line.implicit,
  },
  "sliced score matching, the sphere (in dimension 1 too)": {
    of: () => slicedScoreMatching(model, { probe: "sphere" }),
    truth: tables.line.implicit,
  },
  "sliced score matching with reduced variance, normal probes": {
    of: () => slicedScoreMatchingVR(model, { probe: "normal" }),
    truth: tables.line["slicedVR normal"],
  },
  "denoising score matching": {
    of: () => denoisingScoreMatching(model, { sigma: 0.4 }),
    truth: tables.line["denoising 0.4"],
  },
  "antithetic denoising score matching": {
    of: () => denoisingScoreMatching(model, { sigma: 0.4, antithetic: true }),
    truth: tables.line["denoising 0.4 antithetic"],
  },
  "multi-noise score matching": {
    of: () => multiNoiseScoreMatching(smoothed(model), { sigmas }),
    truth: tables.line["multiNoise 0.2 0.5 1.3"],
  },
  "multi-noise score matching, unweighted": {
    of: () => multiNoiseScoreMatching(smoothed(model), { sigmas, weight: () => 1 }),
    truth: tables.line["multiNoise 0.2 0.5 1.3 unweighted"],
  },
  "finite-difference score matching, epsilon 0.3": {
    of: () => finiteDifferenceScoreMatching(model, { epsilon: 0.3 }),
    truth: tables.line["finiteDifference 0.3"],
  },
  "finite-difference score matching, epsilon 0.1": {
    of: () => finiteDifferenceScoreMatching(model, { epsilon: 0.1 }),
    truth: tables.line["finiteDifference 0.1"],
  },
};

describe("objectives of a mixture model under another, skewed mixture on the line", () => {
  for (const [name, { of, truth }] of Object.entries(onTheLine)) {
    it(`${name}: mean and variance are SciPy's by quadrature`, () => {
      const first = expectation(of(), { under: data });
      const second = expectation(squared(of()), { under: data });
      expect(first.standardError).toBe(0);
      expectEqual(first.value, truth.mean);
      const variance = second.value - first.value ** 2;
      expectEqual(variance, truth.variance, second.value);
    });

    it(`${name}: Monte Carlo agrees, and its standard error is SciPy's`, () => {
      const samples = 20_000;
      const estimate = expectation(of(), { under: data, samples, rng: rng(11, name) });
      expectEstimate(estimate, truth.mean, [0, 2 * truth.mean]);
      expect(estimate.standardError / Math.sqrt(truth.variance / samples)).toBeCloseTo(1, 1);
    });
  }
});

const normal = { probe: "normal" } as const;

describe("objectives of a mixture model under another mixture in the plane", () => {
  const under = plane.data;
  const truth = tables.plane;

  it("explicit and implicit score matching are SciPy's by quadrature", () => {
    expectEqual(expectation(explicitScoreMatching(under, plane.model)).value, truth.explicit);
    expectEqual(expectation(implicitScoreMatching(plane.model), { under }).value, truth.implicit);
  });

  it("the sliced objectives with signs have the mean of implicit score matching by quadrature", () => {
    const signs = { probe: "rademacher" } as const;
    for (const objective of [slicedScoreMatching, slicedScoreMatchingVR]) {
      expectEqual(expectation(objective(plane.model, signs), { under }).value, truth.implicit);
    }
  });

  const random = {
    "sliced score matching, normal probes": {
      of: () => slicedScoreMatching(plane.model, normal),
      ...truth["sliced normal"],
    },
    "sliced score matching with reduced variance, normal probes": {
      of: () => slicedScoreMatchingVR(plane.model, normal),
      ...truth["slicedVR normal"],
    },
  };
  for (const [name, { of, mean, variance }] of Object.entries(random)) {
    it(`${name}: mean and standard error by Monte Carlo are SciPy's`, () => {
      const samples = 20_000;
      const estimate = expectation(of(), { under, samples, rng: rng(12, name) });
      expectEstimate(estimate, mean, [mean / 2, 2 * mean, -mean]);
      expect(estimate.standardError / Math.sqrt(variance / samples)).toBeCloseTo(1, 1);
    });
  }

  it("probes on the sphere have the same mean, not that mean over d", () => {
    const sphere = { probe: "sphere" } as const;
    for (const objective of [slicedScoreMatching, slicedScoreMatchingVR]) {
      const of = objective(plane.model, sphere);
      const estimate = expectation(of, { under, samples: 40_000, rng: rng(13) });
      expectEstimate(estimate, truth.implicit, [truth.implicit / 2, 2 * truth.implicit]);
    }
  });

  it("finite-difference score matching has SciPy's mean", () => {
    const of = finiteDifferenceScoreMatching(plane.model, { epsilon: 0.4 });
    const estimate = expectation(of, { under, samples: 40_000, rng: rng(14) });
    const mean = truth["finiteDifference 0.4"];
    expectEstimate(estimate, mean, [mean / 2, 2 * mean, -mean]);
  });
});
