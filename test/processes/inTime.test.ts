import { expect, it } from "vitest";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { smoothed } from "../../src/densities/smoothed";
import { points } from "../../src/numerics/points";
import { inTime } from "../../src/processes/inTime";
import { subVariancePreserving } from "../../src/processes/subVariancePreserving";
import { varianceExploding } from "../../src/processes/varianceExploding";
import { variancePreserving } from "../../src/processes/variancePreserving";

const p = gaussianMixture({
  weights: [0.3, 0.7],
  means: [
    [-1, 0.5],
    [2, -0.3],
  ],
  covariances: [
    [
      [1, 0.4],
      [0.4, 0.6],
    ],
    [
      [0.5, -0.2],
      [-0.2, 1.5],
    ],
  ],
});
const x = points([
  [0.2, -1.1],
  [1.7, 0.4],
]);
const v = points([
  [1, 0.3],
  [-0.6, 2],
]);

it.each([
  variancePreserving({ betaMin: 0.3, betaMax: 6 }),
  subVariancePreserving({ betaMin: 0.3, betaMax: 6 }),
  varianceExploding({ sigmaMin: 0.1, sigmaMax: 5 }),
])("inTime turns scores by noise level into those of the marginals: %#", (sde) => {
  const found = inTime(smoothed(p), sde);
  for (const time of [0.1, 0.45, 1]) {
    const [ours, exact] = [found.at(time), sde.marginals(p).at(time)];
    const close = (a: Float64Array, b: Float64Array) =>
      a.forEach((value, i) => {
        expect(Math.abs(value - b[i]!)).toBeLessThan(1e-10 * (1 + Math.abs(b[i]!)));
      });
    close(ours.score(x).data, exact.score(x).data);
    close(ours.divergence(x), exact.divergence(x));
    close(ours.directional!(x, v).data, exact.directional!(x, v).data);
  }
});
