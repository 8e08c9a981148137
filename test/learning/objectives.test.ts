import { describe, expect, it } from "vitest";
import type { Density, ScoreField } from "../../src/densities/density";
import { energyNetwork } from "../../src/networks/energyNetwork";
import { scoreNetwork } from "../../src/networks/scoreNetwork";
import { train } from "../../src/networks/train";
import { drawn } from "../../src/networks/trainingBatch";
import type { TrainingObjective } from "../../src/networks/trainingLoss";
import { expectation } from "../../src/numerics/expectation";
import { points } from "../../src/numerics/points";
import { type Rng, rng } from "../../src/numerics/rng";
import { explicitScoreMatching } from "../../src/objectives/explicitScoreMatching";
import { type Target, targets } from "./targets";

/** The law that every objective has as its target: the clean one under this noise. */
const sigma = 0.3;
const options = { steps: 2000, batch: 2048, learningRate: 0.02, rng: rng(1, "learning") };

const byScore: Readonly<Record<string, TrainingObjective>> = {
  implicit: { kind: "implicit" },
  sliced: { kind: "sliced" },
  "sliced, variance reduced": { kind: "slicedVR" },
  denoising: { kind: "denoising", sigma },
  "denoising, antithetic": { kind: "denoising", sigma, antithetic: true },
};
const byEnergy: Readonly<Record<string, TrainingObjective>> = {
  implicit: { kind: "implicit" },
  "finite differences": { kind: "finiteDifference", epsilon: 0.1 },
};

/** E_q|s - grad log q|^2 / 2 of a field, with its standard error. */
const errorOf = (q: Density, s: ScoreField) =>
  expectation(explicitScoreMatching(q, s), { samples: 20_000, rng: rng(3, "judge") });

/** The errors after training, from the smallest. */
async function errors(
  make: typeof scoreNetwork | typeof energyNetwork,
  objectives: Readonly<Record<string, TrainingObjective>>,
  { law, hidden }: Target,
) {
  const q = law.diffused(1, sigma ** 2);
  // A fresh sample of the law in each step would take longer; the noise is fresh for every objective.
  const clean = law.sample(50_000, rng(4, "data"));
  const noisy = {
    dim: 2,
    sample(n: number, r: Rng) {
      const z = r.split("blur").normal(n, 2);
      return points(
        drawn(clean, n, r).data.map((value, i) => value + sigma * z[i]!),
        2,
      );
    },
  };
  const found: { name: string; value: number; standardError: number }[] = [];
  for (const [name, objective] of Object.entries(objectives)) {
    const s = await make({ dim: 2, hidden, rng: rng(2, "first weights") });
    // Denoising adds the noise itself; the others see data that have it.
    train(s, { ...options, data: objective.kind === "denoising" ? clean : noisy, objective });
    found.push({ name, ...errorOf(q, s) });
    s.dispose();
  }
  const nothing: ScoreField = {
    dim: 2,
    score: (x) => points(new Float64Array(2 * x.n), 2),
    divergence: (x) => new Float64Array(x.n),
  };
  const zero = errorOf(q, nothing).value;
  return { found: found.sort((a, b) => a.value - b.value), zero };
}

/*
 * All objectives have one minimiser, the network that is nearest to the score of q, so what tells them
 * apart after the same training is the noise of their gradients. Explicit score matching is left out: it
 * is told the score, and has none.
 */
describe.each(Object.entries(targets))("on %s", (_, target) => {
  it.each([
    ["score networks", scoreNetwork, byScore],
    ["energy networks", energyNetwork, byEnergy],
  ] as const)(
    "%s learn about as well by every objective",
    async (__, make, objectives) => {
      const { found, zero } = await errors(make, objectives, target);
      const best = found[0]!;
      console.log(
        zero,
        found
          .map((f) => `${f.name} ${f.value.toPrecision(3)} ± ${f.standardError.toPrecision(1)}`)
          .join("; "),
      );
      for (const { name, value, standardError } of found) {
        const slack = 4 * Math.hypot(standardError, 2 * best.standardError);
        expect(value, name).toBeLessThan(2 * best.value + slack);
        // Of what a network that answers 0 everywhere would have.
        expect(value, name).toBeLessThan(0.05 * zero);
      }
    },
    300_000,
  );
});
