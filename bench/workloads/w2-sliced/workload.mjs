import { rng, scoreNetwork } from "score-matching";
import { COMPARED, chosen, numbersOf, parametersOf } from "../training.mjs";
import { target } from "../w4-langevin/workload.mjs";

const BATCH = 512;

export const key = rng(1, "W2");

export const network = () =>
  scoreNetwork({ dim: 2, hidden: [128, 128], activation: "tanh", rng: rng(1, "W2 network") });

/** @type {import("../index.mjs").Workload[]} */
export const sliced = [0, 1].map((reduced) => ({
  name: reduced ? "W2-ssm-vr" : "W2-ssm",
  title: `Sliced step${reduced ? " with reduced variance" : ""}, Adam, MLP 2-128-128-2, tanh, batch ${BATCH}, float32`,
  unit: "ms a step",
  folder: "w2-sliced",
  tolerance: 1e-4,
  async inputs(quick) {
    const data = target().sample(10_000, rng(1, "W2 data"));
    const steps = Array.from({ length: COMPARED }, (_, k) => key.split("step").split(k));
    const shape = [COMPARED, BATCH, 2];
    const probes = steps.flatMap((own) =>
      Array.from(own.split("noise").uniform(BATCH, 2), (u) => (u < 0.5 ? -1 : 1)),
    );
    return {
      arrays: {
        data: [data.data, [data.n, 2]],
        x: [steps.flatMap((own) => [...chosen(data, BATCH, own.split("data")).data]), shape],
        v: [probes, shape],
        ...parametersOf(await network()),
      },
      numbers: { ...numbersOf(BATCH, quick), reduced },
    };
  },
}));
