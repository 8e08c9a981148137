import { gaussian, gaussianMixture, rng } from "score-matching";

export const COMPONENTS = 8;

/** Eight components on a circle, with unequal weights and full, unequal covariances. */
export function target() {
  const each = Array.from({ length: COMPONENTS }, (_, k) => k);
  const shares = each.map((k) => 1 + (k % 3));
  const total = shares.reduce((a, b) => a + b);
  return gaussianMixture({
    weights: shares.map((share) => share / total),
    means: each.map((k) => [
      4 * Math.cos((2 * Math.PI * k) / COMPONENTS),
      4 * Math.sin((2 * Math.PI * k) / COMPONENTS),
    ]),
    covariances: each.map((k) => {
      const [a, b] = [0.2 + 0.1 * k, 0.15 + 0.05 * k];
      const c = (k % 2 === 0 ? 0.6 : -0.6) * Math.sqrt(a * b);
      return [
        [a, c],
        [c, b],
      ];
    }),
  });
}

/** Steps whose noise is given, for the comparison. */
const COMPARED = 10;

/** @type {import("../index.mjs").Workload} */
export const langevin = {
  name: "W4",
  title: "Langevin, mixture of 8 in the plane, 20,000 points, 500 steps, float64",
  unit: "ms",
  folder: "w4-langevin",
  // Rounding grows where trajectories part, at the ridges between components.
  tolerance: 1e-9,
  inputs(quick) {
    const p = target();
    const n = 20_000;
    const key = rng(1, "W4");
    const noise = Array.from({ length: COMPARED }, (_, k) => [
      ...key.split("step").split(k).normal(n, 2),
    ]);
    const start = gaussian({ mean: [0, 0], covariance: 9 }).sample(n, rng(1, "W4 start"));
    return {
      arrays: {
        weights: [p.weights, [COMPONENTS]],
        means: [p.components.flatMap((c) => [...c.mean]), [COMPONENTS, 2]],
        covariances: [p.components.flatMap((c) => [...c.covariance]), [COMPONENTS, 2, 2]],
        start: [start.data, [n, 2]],
        noise: [noise.flat(), [COMPARED, n, 2]],
      },
      numbers: { step: 0.01, steps: quick ? 50 : 500, parts: quick ? 0.1 : 1 },
    };
  },
};
