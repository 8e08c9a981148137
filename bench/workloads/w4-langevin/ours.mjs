import { langevin, points, rng } from "score-matching";
import { target } from "./workload.mjs";

/** @type {import("../index.mjs").Prepare} */
export function prepare({ start }, { step, steps, parts }) {
  const p = target();
  const from = points(start, 2);
  let round = 0;
  return {
    check: () => ({
      points: langevin(p, { start: from, steps: 10, step, rng: rng(1, "W4") }).points.data,
    }),
    run() {
      const began = performance.now();
      langevin(p, { start: from, steps, step, rng: rng(1, "round", round++) });
      return (performance.now() - began) / parts;
    },
  };
}
