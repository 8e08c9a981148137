import { penguins } from "../../src/datasets/penguins";
import type { Density } from "../../src/densities/density";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { kernelDensity } from "../../src/densities/kernelDensity";
import { points } from "../../src/numerics/points";

/** A law of clean data whose blurred versions are known exactly, and the layers to learn it with. */
export interface Target {
  readonly law: Density & Required<Pick<Density, "diffused">>;
  readonly hidden: readonly number[];
}

const spokes = Array.from({ length: 24 }, (_, k) => (2 * Math.PI * k) / 24);
const beaks = penguins("beakLength", "beakDepth");

/** Four laws in the plane: one mode, two unequal ones, a hole, and real measurements. */
export const targets: Readonly<Record<string, Target>> = {
  // Its score is nearly in the reach of 16 units, where the noise of the gradients alone would count.
  "a Gaussian": {
    hidden: [8],
    law: gaussian({
      mean: [1, -0.5],
      covariance: [
        [2.25, 0.3],
        [0.3, 0.16],
      ],
    }),
  },
  "a skewed mixture": {
    hidden: [16],
    law: gaussianMixture({
      weights: [0.3, 0.7],
      means: [
        [-2, 0],
        [1.5, 0.5],
      ],
      covariances: [0.25, 0.5],
    }),
  },
  // So close together that their blurred sum has no ripple above a thousandth.
  "a ring": {
    hidden: [24, 24],
    law: gaussianMixture({
      weights: spokes.map(() => 1 / spokes.length),
      means: spokes.map((a) => [2 * Math.cos(a), 2 * Math.sin(a)]),
      covariances: 0.02,
    }),
  },
  // The penguins' beaks, each coordinate in about its standard deviations from the mean.
  penguins: {
    hidden: [24, 24],
    law: kernelDensity({
      data: points(
        beaks.data.map((value, i) => (i % 2 === 0 ? (value - 43.9) / 5.5 : (value - 17.2) / 2)),
        2,
      ),
      sigma: 0.1,
    }),
  },
};
