import { afterEach, describe, expect, it } from "vitest";
import { odeSolve } from "../../src/flows/odeSolve";
import { interruptible, unhook } from "../reporting/hook";
import { hills } from "./specimens";

describe("a dense solution", () => {
  afterEach(unhook);

  it("a dense solution that was interrupted before its first step knows the start", () => {
    const { flow, x } = hills;
    interruptible(() => true);
    const run = odeSolve(flow, x, { dense: true, steps: 3 });
    expect([run.interrupted, ...run.at(0).data]).toEqual([true, ...x.data]);
  });
});
