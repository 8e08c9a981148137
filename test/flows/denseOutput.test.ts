import { afterEach, describe, expect, it } from "vitest";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { odeSolve } from "../../src/flows/odeSolve";
import { probabilityFlow } from "../../src/flows/probabilityFlow";
import { points } from "../../src/numerics/points";
import { variancePreserving } from "../../src/processes/variancePreserving";
import { interruptible, unhook } from "../reporting/hook";

describe("a dense solution", () => {
  afterEach(unhook);
  const sde = variancePreserving({ betaMin: 0.1, betaMax: 8 });
  const family = sde.marginals(
    gaussianMixture({
      weights: [0.4, 0.6],
      means: [
        [0, 1],
        [2, -1],
      ],
      covariances: [0.5, 0.8],
    }),
  );
  const flow = probabilityFlow(sde, family);
  const x = points([[0.3, 0.2]]);

  it("a dense solution that was interrupted before its first step knows the start", () => {
    interruptible(() => true);
    const run = odeSolve(flow, x, { dense: true, steps: 3 });
    expect([run.interrupted, ...run.at(0).data]).toEqual([true, ...x.data]);
  });
});
