import { expect, test } from "vitest";
import { energy } from "../../src/densities/energy";
import { exponential } from "../../src/densities/exponential";
import { uniform } from "../../src/densities/uniform";
import { logRatio } from "../../src/divergences/logRatio";
import { points } from "../../src/numerics/points";
import { expectEqual } from "./compare";
import { line, plane } from "./specimens";

test("is log p - log q at each point", () => {
  const ratio = logRatio(exponential({ rate: 2 }), exponential({ rate: 0.7 }));
  const [at0, at1] = ratio(points([0, 1]));
  expectEqual(at0!, Math.log(2 / 0.7));
  expectEqual(at1!, Math.log(2 / 0.7) - 1.3);
});

test("a density without its constant shifts it by that constant", () => {
  const { p, q } = line;
  const lifted = energy({ energy: (x) => -q.logDensity(points(x))[0]! - Math.log(7) });
  const [with7, without] = [logRatio(p, lifted)(points(1))[0]!, logRatio(p, q)(points(1))[0]!];
  expectEqual(without - with7, Math.log(7));
});

test("refuses two dimensions, and a q that is zero where p lives", () => {
  expect(() => logRatio(line.p, plane.q)).toThrow(/dimension 2/);
  expect(() => logRatio(line.p, uniform({ lower: 0, upper: 1 }))).toThrow(
    /zero on a part of .*log\(p\/q\) is infinite there/,
  );
});
