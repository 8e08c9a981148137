import { describe, expect, it } from "vitest";
import { expectation } from "../../src/numerics/expectation";
import { functional, type NoiseKind } from "../../src/numerics/functional";
import { minus } from "../../src/numerics/minus";
import type { Points } from "../../src/numerics/points";
import { rng } from "../../src/numerics/rng";
import { dot } from "../../src/numerics/rows";
import { exponential, normal } from "./measures";

const p = exponential(2);
const options = { samples: 10_000, rng: rng(31, "minus") };
const cube = (x: Points) => x.data.map((v) => v ** 3);
const probe = (noise: NoiseKind) => functional({ noise, evaluate: (x, z) => dot(x, z!) });

describe("the difference of two functionals", () => {
  it("is taken on the same points, so its error bar is that of the difference", () => {
    const almost = (x: Points) => x.data.map((v) => v ** 3 - 0.01 * v);
    const { value, standardError } = expectation(minus(cube, almost), { under: p, ...options });
    expect(Math.abs(value - 0.005)).toBeLessThan(5 * standardError);
    expect(standardError).toBeLessThan(1e-4);
    expect(expectation(cube, { under: p, ...options }).standardError).toBeGreaterThan(0.01);
  });

  it("is taken on the same noise", () => {
    const same = minus(probe("normal"), probe("normal"));
    expect(expectation(same, { under: p, ...options })).toMatchObject({
      value: 0,
      standardError: 0,
    });
  });

  it("takes the noise of the one that has any, and hides it from the other", () => {
    let given: unknown = "nothing yet";
    const quiet = functional({
      evaluate: (x, z) => {
        given = z;
        return x.data;
      },
    });
    expect(minus(quiet, probe("sphere")).noise).toBe("sphere");
    expect(minus(probe("sphere"), quiet).noise).toBe("sphere");
    const { value } = expectation(minus(probe("rademacher"), quiet), { under: p });
    expect(value).toBeCloseTo(-0.5, 8);
    expect(given).toBeUndefined();
    given = "nothing yet";
    expectation(minus(quiet, probe("rademacher")), { under: p });
    expect(given).toBeUndefined();
    expect(() => minus(probe("sphere"), probe("normal"))).toThrow(
      /draws normal noise where a draws sphere noise/,
    );
  });

  it("is bound if one of the two is, to the same measure", () => {
    const bound = functional({ measure: p, evaluate: cube });
    const free = functional({ evaluate: (x) => x.data });
    expect(expectation(minus(bound, free)).value).toBeCloseTo(0.75 - 0.5, 8);
    expect(expectation(minus(free, bound)).value).toBeCloseTo(0.5 - 0.75, 8);
    expect(expectation(minus(bound, bound)).value).toBe(0);
    expect(minus(free, free).measure).toBeUndefined();
    const elsewhere = functional({ measure: normal(0, 1), evaluate: cube });
    expect(() => minus(bound, elsewhere)).toThrow(/bound to another measure/);
  });
});
