import { beta } from "../../src/densities/beta";
import type { Density } from "../../src/densities/density";
import { energy } from "../../src/densities/energy";
import { exponential } from "../../src/densities/exponential";
import { gaussian } from "../../src/densities/gaussian";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import { kernelDensity } from "../../src/densities/kernelDensity";
import { laplace } from "../../src/densities/laplace";
import { logistic } from "../../src/densities/logistic";
import { logNormal } from "../../src/densities/logNormal";
import { mixture } from "../../src/densities/mixture";
import { quartic } from "../../src/densities/quartic";
import { smoothed } from "../../src/densities/smoothed";
import { studentT } from "../../src/densities/studentT";
import { truncated } from "../../src/densities/truncated";
import { uniform } from "../../src/densities/uniform";

const skewed = gaussianMixture({
  weights: [0.3, 0.7],
  means: [-2, 1.5],
  covariances: [0.25, 0.25],
});

const plane = gaussianMixture({
  weights: [0.2, 0.5, 0.3],
  means: [
    [-2, 1],
    [1, 0.5],
    [0, -3],
  ],
  covariances: [
    [
      [1.2, 0.4],
      [0.4, 0.7],
    ],
    0.3,
    [
      [0.5, -0.3],
      [-0.3, 0.9],
    ],
  ],
});

/** One of each kind of density, skewed and badly scaled ones among them, for laws that hold for all. */
export const specimens: Readonly<Record<string, Density>> = {
  gaussian: gaussian({ mean: 0.3, covariance: 2.25 }),
  "narrow gaussian far from 0": gaussian({ mean: 40, covariance: 1e-4 }),
  "correlated gaussian in the plane": gaussian({
    mean: [0.5, -0.2],
    covariance: [
      [1.2, 0.4],
      [0.4, 0.7],
    ],
  }),
  "badly scaled gaussian in the plane": gaussian({
    mean: [3, -1],
    covariance: [
      [1e-4, 9e-3],
      [9e-3, 1],
    ],
  }),
  "gaussian in space": gaussian({
    mean: [1, 2, 3],
    covariance: [
      [2, 0.5, -0.3],
      [0.5, 1, 0.2],
      [-0.3, 0.2, 0.8],
    ],
  }),
  "skewed mixture": skewed,
  "mixture in the plane": plane,
  "mixture of unlike densities": mixture({
    weights: [0.5, 0.2, 0.3],
    components: [laplace({ location: -1, scale: 0.4 }), exponential({ rate: 1.5 }), skewed],
  }),
  "disjoint bumps": mixture({
    weights: [0.1, 0.9],
    components: [beta({ alpha: 3, beta: 3 }), beta({ alpha: 3, beta: 3, lower: 2, upper: 3 })],
  }),
  "smoothed mixture": smoothed(skewed).at(0.6),
  "smoothed mixture in the plane": smoothed(plane).at(0.6),
  "kernel density": kernelDensity({ data: [-1.3, -1.1, 0.2, 2.5], sigma: 0.3 }),
  "kernel density in the plane": kernelDensity({
    data: [
      [0, 1],
      [0.4, -0.5],
      [3, 2],
    ],
    sigma: 0.5,
  }),
  "kernel density in space": kernelDensity({
    data: [
      [0, 1, 2],
      [0.4, -0.5, 1],
    ],
    sigma: 0.7,
  }),
  laplace: laplace({ location: -0.7, scale: 0.4 }),
  logistic: logistic({ location: 1.2, scale: 0.5 }),
  "log-normal": logNormal({ logMean: 0.3, logVariance: 0.25 }),
  cauchy: studentT({ degreesOfFreedom: 1 }),
  studentT: studentT({ degreesOfFreedom: 5.5, location: -1, scale: 2 }),
  exponential: exponential({ rate: 2 }),
  uniform: uniform({ lower: -1, upper: 3 }),
  "uniform in the plane": uniform({ lower: [-1, 2], upper: [3, 2.5] }),
  beta: beta({ alpha: 2.5, beta: 1.5 }),
  "beta on another interval": beta({ alpha: 3, beta: 4, lower: 2, upper: 4.5 }),
  quartic: quartic({ theta: 1.7 }),
  "half-normal": truncated(gaussian({ mean: 0, covariance: 2.25 }), { lower: 0 }),
  "truncated mixture": truncated(skewed, { lower: -1.8, upper: 2 }),
  "normalised energy": energy({
    energy: (x) => x ** 4 / 4,
    gradient: (x) => x ** 3,
    laplacian: (x) => 3 * x ** 2,
    // log(2 Gamma(5/4) 4^(1/4))
    logNormaliser: 0.941448934418105,
  }),
};
