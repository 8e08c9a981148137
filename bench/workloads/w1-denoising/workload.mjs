import { noiseConditionalScoreNetwork, points, rng, rows } from "score-matching";
import { target } from "../w4-langevin/workload.mjs";

/** Steps whose batches and noise are given, for the comparison. */
export const COMPARED = 10;

export const sigmas = Array.from({ length: 10 }, (_, i) => 0.05 * 100 ** (i / 9));
export const learningRate = 1e-3;
export const key = rng(1, "W1");

export const network = () =>
  noiseConditionalScoreNetwork({ dim: 2, hidden: [128, 128], rng: rng(1, "W1 network") });

/**
 * What our training draws in step k: x from the data, z, and a level for each point.
 *
 * @param {import("score-matching").Points} data @param {number} batch @param {number} k
 */
export function draws(data, batch, k) {
  const own = key.split("step").split(k);
  const chosen = own.split("data").uniform(batch);
  const levels = own.split("level").uniform(batch);
  return {
    x: rows(
      data,
      chosen.map((u) => Math.floor(u * data.n)),
    ).data,
    z: own.split("noise").normal(batch, 2),
    sigma: levels.map((u) => Number(sigmas[Math.floor(u * sigmas.length)])),
  };
}

/** @type {import("../index.mjs").Workload[]} */
export const denoising = [512, 4096].map((batch) => ({
  name: `W1-${batch}`,
  title: `Denoising step with Adam, conditional MLP 2-128-128-2, SiLU, batch ${batch}, float32`,
  unit: "ms a step",
  folder: "w1-denoising",
  tolerance: 1e-4,
  async inputs(quick) {
    const data = target().sample(10_000, rng(1, "W1 data"));
    const own = await network();
    const given = Array.from({ length: COMPARED }, (_, k) => draws(points(data), batch, k));
    /** @param {"x" | "z" | "sigma"} name */
    const all = (name) => given.flatMap((step) => [...step[name]]);
    return {
      arrays: {
        data: [data.data, [data.n, 2]],
        sigmas: [sigmas, [sigmas.length]],
        x: [all("x"), [COMPARED, batch, 2]],
        z: [all("z"), [COMPARED, batch, 2]],
        sigma: [all("sigma"), [COMPARED, batch]],
        ...Object.fromEntries(
          own.parameters.map((p, i) => [`parameter${i}`, [p.dataSync(), p.shape]]),
        ),
      },
      numbers: { batch, learningRate, steps: quick ? 100 : 400, warm: quick ? 20 : 50 },
    };
  },
}));
