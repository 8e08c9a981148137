import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { beta } from "../../src/densities/beta";
import type { Density } from "../../src/densities/density";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { laplace } from "../../src/densities/laplace";
import { logistic } from "../../src/densities/logistic";
import { mixture } from "../../src/densities/mixture";
import { studentT } from "../../src/densities/studentT";
import { fisherDivergence } from "../../src/divergences/fisherDivergence";
import { fisherInformation } from "../../src/divergences/fisherInformation";
import { klDivergence } from "../../src/divergences/klDivergence";
import { logRatioGradient } from "../../src/divergences/logRatioGradient";
import { squaredLogRatio } from "../../src/divergences/squaredLogRatio";
import { expectation } from "../../src/numerics/expectation";
import type { Functional } from "../../src/numerics/functional";
import { rng } from "../../src/numerics/rng";
import { average } from "../../src/numerics/statistics/average";
import { expectEqual, expectEstimate } from "./compare";

type Made = readonly [kind: string, options: Readonly<Record<string, unknown>>];

interface Case {
  readonly name: string;
  readonly p: Made;
  readonly q: Made;
  readonly values: Readonly<Record<string, number>>;
}

// biome-ignore lint/suspicious/noExplicitAny: the options come from a file.
const makers: Readonly<Record<string, (options: any) => Density>> = {
  beta,
  exponential,
  gaussian,
  gaussianMixture,
  laplace,
  logistic,
  studentT,
  mixture: ({ weights, components }) => mixture({ weights, components: components.map(made) }),
};

const divergences: Readonly<Record<string, (p: Density, q: Density) => Functional<"bound">>> = {
  fisherDivergence,
  klDivergence,
  fisherInformation: (p) => fisherInformation(p),
  squaredLogRatio,
  logRatioGradient: (p, q) => logRatioGradient(p, q),
};

function made([kind, options]: Made): Density {
  return makers[kind]!(options);
}

const cases: readonly Case[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "fixtures", "divergences.json"), "utf8"),
);

describe.each(cases)("$name, as mpmath has it", ({ name, p, q, values }) => {
  const [first, second] = [made(p), made(q)];

  test.each(Object.keys(divergences))("%s by quadrature", (kind) => {
    const wanted = values[kind]!;
    const functional = divergences[kind]!(first, second);
    // Quadrature is accurate relative to the mean absolute value, for a signed integrand a larger number.
    const scale = expectation((x) => functional.evaluate(x).map(Math.abs), { under: first }).value;
    expectEqual(expectation(functional), wanted, { scale: Math.max(scale, 1e-12) });
  });

  // From m = 4 on, what the Fisher divergence sees lies where a sample of this size has no point.
  const rare = /m = [45]/.test(name);
  test.each(rare ? [] : [2e4])("all of them by Monte Carlo over %d points", (n) => {
    const x = first.sample(n, rng(1, name));
    for (const [kind, divergence] of Object.entries(divergences)) {
      const found = average(divergence(first, second).evaluate(x));
      if (found.standardError > 1e-12) expectEstimate(found, values[kind]!);
      else expect(found.value).toBeCloseTo(values[kind]!, 8);
    }
  });
});
