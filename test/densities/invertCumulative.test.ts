import { describe, expect, test } from "vitest";
import { invertCumulative } from "../../src/densities/invertCumulative";

function logisticOf(centre: number, width: number) {
  let evaluations = 0;
  const quantile = invertCumulative({
    cumulative: (x) => {
      evaluations++;
      return 1 / (1 + Math.exp(-x));
    },
    density: (x) => Math.exp(-Math.abs(x)) / (1 + Math.exp(-Math.abs(x))) ** 2,
    support: [-Infinity, Infinity],
    centre,
    width,
  });
  return { quantile, evaluations: () => evaluations };
}

describe("the inverse of a distribution function", () => {
  test("is exact from the middle into both tails", () => {
    const { quantile } = logisticOf(0, 1);
    for (const u of [1e-12, 1e-5, 0.02, 0.3, 0.5, 0.77, 0.9999, 1 - 1e-9]) {
      const exact = Math.log(u) - Math.log1p(-u);
      // One rounding of u moves the quantile by eps u / p.
      const sensitivity = 1 / (1 - u);
      expect(Math.abs(quantile(u) - exact)).toBeLessThan(1e-14 * (Math.abs(exact) + sensitivity));
    }
  });

  test("does not mind a poor centre and width", () => {
    for (const [centre, width] of [
      [30, 0.01],
      [-5, 1000],
    ] as const) {
      expect(logisticOf(centre, width).quantile(0.3)).toBeCloseTo(Math.log(0.3 / 0.7), 11);
    }
  });

  test("needs a few evaluations a draw, once its table is made", () => {
    const { quantile, evaluations } = logisticOf(0, 1);
    quantile(0.5);
    const before = evaluations();
    for (let i = 1; i < 1000; i++) quantile(i / 1000);
    expect((evaluations() - before) / 999).toBeLessThan(6);
  });

  test("stays inside a bounded support", () => {
    const quantile = invertCumulative({
      cumulative: (x) => Math.min(1, Math.max(0, x - 2)) ** 3,
      density: (x) => 3 * (x - 2) ** 2,
      support: [2, 3],
      centre: 2.5,
      width: 0.25,
    });
    for (const u of [1e-9, 0.1, 0.5, 0.999]) expect(quantile(u)).toBeCloseTo(2 + Math.cbrt(u), 12);
  });
});
