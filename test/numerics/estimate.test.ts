import { describe, expect, it } from "vitest";
import { InvalidArgument } from "../../src/numerics/errors";
import { estimate } from "../../src/numerics/estimate";

describe("an estimate", () => {
  it("shows itself as a small table, and says when there is no error bar to show", async () => {
    const sampled = (await estimate(1.23456789, 0.01, 400).toMimeBundle()).data["text/plain"];
    expect(sampled).toMatch(/1\.23457 +0\.01 +400/);
    const { data: exact } = await estimate(0.5).toMimeBundle();
    expect(exact["text/plain"]).toMatch(/0\.5 +0 \(quadrature\)/);
    expect(exact["text/html"]).toContain("<td>0.5</td>");
  });

  it.each([
    [Number.NaN, 1],
    [Infinity, 1],
    [1, Number.NaN],
    [1, -1],
    [1, Infinity],
  ])("of value %f and standard error %f is refused", (value, standardError) => {
    expect(() => estimate(value, standardError, 2)).toThrow(InvalidArgument);
  });
});
