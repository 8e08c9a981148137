import { describe, expect, it } from "vitest";
import { smoothed } from "../../src/densities/smoothed";
import { noiseConditionalScoreNetwork } from "../../src/networks/noiseConditionalScoreNetwork";
import { train } from "../../src/networks/train";
import type { TrainingObjective } from "../../src/networks/trainingLoss";
import { points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { affine, base, p } from "../networks/affine";

describe("training an affine network on a Gaussian", () => {
  const sigma = 0.5;
  const objectives: readonly [TrainingObjective, typeof p][] = [
    [{ kind: "explicit" }, p],
    [{ kind: "implicit" }, p],
    [{ kind: "sliced" }, p],
    [{ kind: "sliced", probe: "sphere" }, p],
    [{ kind: "slicedVR", probe: "normal" }, p],
    [{ kind: "denoising", sigma }, p.diffused(1, sigma ** 2)],
    [{ kind: "denoising", sigma, antithetic: true }, p.diffused(1, sigma ** 2)],
  ];

  it.each(objectives)("by %o finds the exact score", async (objective, truth) => {
    const s = await affine();
    train(s, { ...base, objective, target: p });
    const at = points([
      [1, -0.5],
      [3, 0.2],
      [-1, -1],
    ]);
    const [got, right] = [s.score(at).data, truth.score(at).data];
    // Of scores as large as 5; the noise of the batches leaves about 0.05.
    right.forEach((value, i) => {
      expect(Math.abs(got[i]! - value)).toBeLessThan(0.25);
    });
    s.dispose();
  });
});

it("trains one network for all noise levels", async () => {
  const s = await noiseConditionalScoreNetwork({
    dim: 2,
    hidden: [32],
    dataScale: 1.5,
    rng: rng(3, "n"),
  });
  const sigmas = [3, 1, 0.3];
  const run = train(s, {
    ...base,
    steps: 600,
    learningRate: 0.01,
    objective: { kind: "multiNoise", sigmas },
  });
  expect(run.steps).toBe(600);
  const family = smoothed(p);
  for (const sigma of sigmas) {
    const at = family.at(sigma).sample(2000, rng(9, "at"));
    const [got, right] = [s.at(sigma).score(at).data, family.at(sigma).score(at).data];
    const error = right.reduce((sum, value, i) => sum + (got[i]! - value) ** 2, 0) / at.n;
    // sigma^2 times the squared error: 2 for the score 0, about 0.01 as seen after these steps.
    expect(sigma ** 2 * error).toBeLessThan(0.1);
  }
});
