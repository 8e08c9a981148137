import { points, rng, scoreNetwork } from "score-matching";
import { COMPARED, chosen, numbersOf, parametersOf } from "../training.mjs";

const BATCH = 256;

export const key = rng(1, "W3");

/** @param {number} dim */
export const network = (dim) =>
  scoreNetwork({ dim, hidden: [128, 128], rng: rng(1, "W3 network", dim) });

/** @type {import("../index.mjs").Workload[]} */
export const implicit = [2, 16, 64].flatMap((dim) =>
  [0, 1].map((sweep) => ({
    name: `W3-${dim}${sweep ? "-sweep" : ""}`,
    title: `Implicit step, exact trace, MLP ${dim}-128-128-${dim}, SiLU, batch ${BATCH}, float32; peers ${sweep ? "with a trace in one sweep" : "in their usual form"}`,
    unit: "ms a step",
    folder: "w3-implicit",
    tolerance: 1e-4,
    async inputs(quick) {
      const data = points(rng(1, "W3 data", dim).normal(10_000, dim), dim);
      const batches = Array.from({ length: COMPARED }, (_, k) =>
        chosen(data, BATCH, key.split("step").split(k).split("data")),
      );
      return {
        arrays: {
          data: [data.data, [data.n, dim]],
          x: [batches.flatMap((x) => [...x.data]), [COMPARED, BATCH, dim]],
          ...parametersOf(await network(dim)),
        },
        numbers: { ...numbersOf(BATCH, quick), dim, sweep },
      };
    },
  })),
);
