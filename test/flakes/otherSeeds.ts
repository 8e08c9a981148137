import { afterEach, beforeEach, vi } from "vitest";
import type * as Numbers from "../../src/numerics/rng";

// One run of a sweep over seeds: every seed of the tests is moved by the same amount, and the distances
// in standard errors go into the report beside the test that measured them.

declare module "vitest" {
  interface TaskMeta {
    distances?: number[];
  }
}

vi.mock("../../src/numerics/rng", async (original) => {
  const numbers = await original<typeof Numbers>();
  const shift = Number(process.env.SEED_SHIFT) * 2 ** 20;
  return {
    ...numbers,
    rng: (seed: number, ...labels: (string | number)[]) =>
      numbers.rng(Number.isSafeInteger(seed + shift) ? seed + shift : seed, ...labels),
  };
});

beforeEach(() => {
  globalThis.distancesInStandardErrors = [];
});
afterEach(({ task }) => {
  task.meta.distances = globalThis.distancesInStandardErrors ?? [];
});
