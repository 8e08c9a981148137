import { describe, expect, it } from "vitest";
import { rng } from "../../src/numerics/rng";
import { solve } from "../../src/processes/solve";
import { variancePreserving } from "../../src/processes/variancePreserving";

describe("a trajectory", () => {
  const sde = variancePreserving({ betaMin: 0.1, betaMax: 20 });

  it("a trajectory gives each coordinate of each path", () => {
    const run = solve(
      sde,
      [
        [1, 2],
        [3, 4],
      ],
      { steps: 3, save: "all", rng: rng(1, "paths") },
    );
    for (const i of [0, 1]) {
      for (const k of [0, 1]) {
        expect([...run.path(i, k)]).toEqual(run.states.map(({ data }) => data[2 * i + k]));
      }
    }
  });
});
