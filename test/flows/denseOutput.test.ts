import { afterEach, describe, expect, it } from "vitest";
import { odeSolve } from "../../src/flows/odeSolve";
import { points } from "../../src/numerics/points";
import { interruptible, unhook } from "../reporting/hook";
import { hills, oscillator } from "./specimens";

describe("a dense solution", () => {
  afterEach(unhook);

  it.each(["rk4", "dormand-prince"] as const)(
    "is each point's own in the plane, by %s",
    (method) => {
      const some = [
        [0.7, -0.4],
        [-0.2, 0.5],
        [0.3, 0.1],
      ];
      const options = { dense: true, steps: 12, method } as const;
      const together = odeSolve(oscillator, points(some), options);
      for (const t of [0.3, 0.9, 1.7, 2.3]) {
        const alone = some.flatMap((x) => [
          ...odeSolve(oscillator, points([x]), options).at(t).data,
        ]);
        expect([...together.at(t).data]).toEqual(alone);
      }
    },
  );

  it("a dense solution that was interrupted before its first step knows the start", () => {
    const { flow, x } = hills;
    interruptible(() => true);
    const run = odeSolve(flow, x, { dense: true, steps: 3 });
    expect([run.interrupted, ...run.at(0).data]).toEqual([true, ...x.data]);
  });
});
