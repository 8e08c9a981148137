import { expect, it } from "vitest";
import { gaussian } from "../../src/densities/gaussian";

it("the table of a density on the line shows the variance, not its root", () => {
  const bundle = gaussian({ mean: 1, covariance: 6.25 }).toMimeBundle() as {
    data: Record<string, string>;
  };
  expect(bundle.data["text/plain"]).toMatch(/variance +6\.25(\n|$)/);
});
