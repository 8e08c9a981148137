import { noiseConditionalScoreNetwork, rng } from "score-matching";
import { COMPARED, chosen, numbersOf, parametersOf } from "../training.mjs";
import { target } from "../w4-langevin/workload.mjs";

export const sigmas = Array.from({ length: 10 }, (_, i) => 0.05 * 100 ** (i / 9));
export const key = rng(1, "W1");

export const network = () =>
  noiseConditionalScoreNetwork({ dim: 2, hidden: [128, 128], rng: rng(1, "W1 network") });

/** @type {import("../index.mjs").Workload[]} */
export const denoising = [512, 4096].map((batch) => ({
  name: `W1-${batch}`,
  title: `Denoising step with Adam, conditional MLP 2-128-128-2, SiLU, batch ${batch}, float32`,
  unit: "ms a step",
  folder: "w1-denoising",
  tolerance: 1e-4,
  async inputs(quick) {
    const data = target().sample(10_000, rng(1, "W1 data"));
    const steps = Array.from({ length: COMPARED }, (_, k) => key.split("step").split(k));
    const levels = steps.flatMap((own) =>
      Array.from(own.split("level").uniform(batch), (u) => Math.floor(u * sigmas.length)),
    );
    return {
      arrays: {
        data: [data.data, [data.n, 2]],
        sigmas: [sigmas, [sigmas.length]],
        x: [
          steps.flatMap((own) => [...chosen(data, batch, own.split("data")).data]),
          [COMPARED, batch, 2],
        ],
        z: [steps.flatMap((own) => [...own.split("noise").normal(batch, 2)]), [COMPARED, batch, 2]],
        sigma: [levels.map((level) => Number(sigmas[level])), [COMPARED, batch]],
        ...parametersOf(await network()),
      },
      numbers: numbersOf(batch, quick),
    };
  },
}));
