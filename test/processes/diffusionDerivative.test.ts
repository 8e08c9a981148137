import { expect, it } from "vitest";
import { points } from "../../src/numerics/points";
import { diagonalDerivative } from "../../src/processes/diffusionDerivative";

it("the difference that stands in for a derivative widens with the place", () => {
  const at = [1e9, -3e7];
  const found = diagonalDerivative(
    {
      kind: "diagonal",
      at: (x) => points(x.data.map((value) => Math.log(Math.abs(value)) * value)),
    },
    points(at),
    0,
  ).data;
  at.forEach((x, i) => {
    expect(Math.abs(found[i]! / (Math.log(Math.abs(x)) + 1) - 1)).toBeLessThan(1e-8);
  });
});
