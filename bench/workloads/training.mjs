import { points, rng, rows, train } from "score-matching";

// What the workloads that train have in common.

/** Steps whose batches are given, for the comparison. */
export const COMPARED = 10;

export const learningRate = 1e-3;

/**
 * The points that our training draws for a batch.
 *
 * @param {import("score-matching").Points} data @param {number} batch
 * @param {import("score-matching").Rng} key
 */
export function chosen(data, batch, key) {
  return rows(
    data,
    key.uniform(batch).map((u) => Math.floor(u * data.n)),
  );
}

/**
 * The numbers of all training workloads.
 *
 * @param {number} batch @param {boolean} quick
 */
export const numbersOf = (batch, quick) => ({
  ...{ batch, learningRate },
  ...{ steps: quick ? 100 : 400, warm: quick ? 20 : 50 },
});

/**
 * @param {Pick<import("score-matching").ScoreNetwork, "parameters">} network
 * @returns {import("./index.mjs").Inputs["arrays"]}
 */
export function parametersOf(network) {
  return Object.fromEntries(
    network.parameters.map((p, i) => [
      `parameter${i}`,
      [/** @type {Float32Array} */ (p.dataSync()), p.shape],
    ]),
  );
}

/**
 * Training as a cell of a notebook does it.
 *
 * @param {any} network @param {any} objective
 * @param {Float64Array} data @param {Record<string, number>} numbers
 * @param {import("score-matching").Rng} key of the steps that are compared
 * @returns {import("./index.mjs").Prepared}
 */
export function preparedTraining(network, objective, data, numbers, key) {
  const { batch = 0, steps = 0, warm = 0 } = numbers;
  const all = points(data, network.dim);
  const options = { objective, batch, learningRate, schedule: /** @type {const} */ ("constant") };
  let round = 0;
  return {
    check() {
      const run = train(network, { ...options, data: all, steps: COMPARED, decay: 0, rng: key });
      return { losses: run.losses, gradientNorms: run.gradientNorms };
    },
    run() {
      // Recording and building the graph, which every training does once, ends before the clock starts.
      let drawn = 0;
      let began = 0;
      const source = {
        dim: network.dim,
        /** @param {number} n @param {import("score-matching").Rng} r */
        sample(n, r) {
          if (drawn++ === warm) began = performance.now();
          return chosen(all, n, r);
        },
      };
      train(network, {
        ...options,
        data: source,
        steps: warm + steps,
        rng: rng(1, "round", round++),
      });
      return (performance.now() - began) / steps;
    },
  };
}
