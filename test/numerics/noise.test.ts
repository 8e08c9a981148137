import { describe, expect, it } from "vitest";
import { noise } from "../../src/numerics/noise";
import { rng } from "../../src/numerics/rng";

// Moments of each kind: expectation.test.ts.
describe("noise", () => {
  it("on the sphere has length 1, and in dimension 1 is a sign", () => {
    const z = noise("sphere", 100, 3, rng(1))!;
    for (let i = 0; i < 100; i++) {
      expect(Math.hypot(...z.data.subarray(3 * i, 3 * i + 3))).toBeCloseTo(1, 14);
    }
    expect(new Set(noise("sphere", 100, 1, rng(1))!.data)).toEqual(new Set([-1, 1]));
  });

  it("of Rademacher consists of signs", () => {
    const z = noise("rademacher", 100, 3, rng(1))!;
    expect(z).toMatchObject({ n: 100, dim: 3 });
    expect(new Set(z.data)).toEqual(new Set([-1, 1]));
  });

  it("that is normal is the normal noise of the generator; none is nothing", () => {
    expect(noise("normal", 5, 2, rng(1))!.data).toEqual(rng(1).normal(5, 2));
    expect(noise("none", 5, 2, rng(1))).toBeUndefined();
  });
});
