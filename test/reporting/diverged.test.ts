import { expect, it } from "vitest";
import { Diverged } from "../../src/reporting/diverged";

const what = { method: "Langevin", step: 6, steps: 50, remedy: "take smaller steps" };

it("names the method, the step and the remedy, and keeps the cause", () => {
  const cause = new Error("overflow");
  const error = new Diverged(what, { cause });
  expect(error.message).toBe(
    "Langevin: a value stopped being finite at step 6 of 50. Take smaller steps.",
  );
  expect(error.name).toBe("Diverged");
  expect(error.cause).toBe(cause);
  expect(error.divergence).toBe(what);
});

it("says to which time it was going, within which level, and what else happened", () => {
  expect(new Diverged({ ...what, time: 0.123456, during: "sigma = 0.5" }).message).toBe(
    "Langevin: a value stopped being finite at step 6 of 50, on the way to time 0.1235 (sigma = 0.5). Take smaller steps.",
  );
  expect(new Diverged({ ...what, problem: "left the support" }).message).toContain(
    "a value left the support at step 6",
  );
});
