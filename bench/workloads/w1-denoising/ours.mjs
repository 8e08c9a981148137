import { points, rng, rows, train } from "score-matching";
import { COMPARED, key, learningRate, network, sigmas } from "./workload.mjs";

/** @type {import("../index.mjs").Prepare} */
export async function prepare({ data }, { batch, steps, warm }) {
  const all = points(data, 2);
  const s = await network();
  const options = {
    objective: /** @type {const} */ ({ kind: "multiNoise", sigmas }),
    batch,
    learningRate,
    schedule: /** @type {const} */ ("constant"),
  };
  let round = 0;
  return {
    check() {
      const run = train(s, { ...options, data: all, steps: COMPARED, decay: 0, rng: key });
      return { losses: run.losses, gradientNorms: run.gradientNorms };
    },
    run() {
      // Recording and building the graph, which every training does once, ends before the clock starts.
      let drawn = 0;
      let began = 0;
      const source = {
        dim: 2,
        /** @param {number} n @param {import("score-matching").Rng} r */
        sample(n, r) {
          if (drawn++ === warm) began = performance.now();
          return rows(
            all,
            r.uniform(n).map((u) => Math.floor(u * all.n)),
          );
        },
      };
      train(s, { ...options, data: source, steps: warm + steps, rng: rng(1, "round", round++) });
      return (performance.now() - began) / steps;
    },
  };
}
