import { expect, it } from "vitest";
import { short } from "../../src/reporting/short";

it("has at most four significant digits and no trailing zeros", () => {
  expect([Math.PI, 4.725, 0.4, 300, 12_345.6].map(short)).toEqual([
    "3.142",
    "4.725",
    "0.4",
    "300",
    "12350",
  ]);
});

it("keeps the digits of small numbers, and the sign", () => {
  expect([0.006666666, -1.22772, 1e-9].map(short)).toEqual(["0.006667", "-1.228", "1e-9"]);
});
