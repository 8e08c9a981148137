import { expect, test } from "vitest";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { logistic } from "../../src/densities/logistic";
import { studentT } from "../../src/densities/studentT";
import { fisherInformation } from "../../src/divergences/fisherInformation";
import { expectation } from "../../src/numerics/expectation";
import { rng } from "../../src/numerics/rng";
import { expectEqual, expectEstimate } from "./compare";
import { plane, skewed } from "./specimens";

test.each([
  ["Gaussian of variance 2.25", gaussian({ mean: 0.3, covariance: 2.25 }), 1 / 2.25],
  ["Cauchy density", studentT({ degreesOfFreedom: 1 }), 1 / 2],
  ["logistic density of scale 0.7", logistic({ location: 1, scale: 0.7 }), 1 / (3 * 0.49)],
  ["exponential density of rate 2, where no jump at 0 is seen", exponential({ rate: 2 }), 4],
])("the %s has the information of the textbook", (_, p, information) => {
  expectEqual(expectation(fisherInformation(p)), information, {
    wrong: { "half of it": information / 2 },
  });
});

test("in the plane it is the trace of the precision", () => {
  const trace = (1.2 + 0.7) / (1.2 * 0.7 - 0.16);
  expectEqual(expectation(fisherInformation(plane.p)), trace, {
    wrong: { "mean over the coordinates": trace / 2 },
  });
  expectEstimate(
    expectation(fisherInformation(plane.p), { samples: 4e4, rng: rng(1, "information") }),
    trace,
    { half: trace / 2 },
  );
});

test("it equals minus the mean divergence of the score, where p vanishes at infinity", () => {
  const byParts = expectation((x) => skewed.divergence(x).map((v) => -v), { under: skewed });
  expectEqual(expectation(fisherInformation(skewed)), byParts.value);
  expect(fisherInformation(skewed).measure).toBe(skewed);
});

test("scaling x by c divides it by c^2", () => {
  const wide = gaussian({ mean: 0, covariance: 9 });
  const narrow = gaussian({ mean: 0, covariance: 1 });
  const [a, b] = [wide, narrow].map((p) => expectation(fisherInformation(p)).value);
  expectEqual(a! * 9, b!);
});
