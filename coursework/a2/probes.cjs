// How the functions of assignment 2 are called. Inputs are JSON; nothing here knows an answer.

exports.functions = [
  "slicedLoss",
  "traceVariance",
  "differenceLoss",
  "pairedLoss",
  "fourSlopes",
  "constantBySampling",
];

const linear = (weights, x) => weights.reduce((sum, weight, i) => sum + weight * x[i], 0);
/** A sum of powers of affine functions. */
const ridges = (parts) => (x) =>
  parts.reduce((sum, { weights, shift, power, times }) => {
    return sum + times * (linear(weights, x) + shift) ** power;
  }, 0);
/** An affine field, less a multiple of the cube of each coordinate. */
const bent =
  ({ shift, slope, cubes }) =>
  (y) =>
    shift.map((b, i) => b + linear(slope[i], y) - cubes[i] * y[i] ** 3);

exports.probes = {
  slice: (student, { score, jacobian, vectors, c, reduced }) =>
    vectors.map((v) => student.slicedLoss([...score], jacobian, v, c, reduced)),

  scatter: (student, { matrix, probe }) => student.traceVariance(matrix, probe),

  difference: (student, { parts, places, directions, epsilon, what }) =>
    places.map((x, i) => student.differenceLoss(ridges(parts), x, directions[i], epsilon)[what]),

  pair: (student, { field, sigma, places, noises }) =>
    places.map((x, i) => student.pairedLoss(bent(field), sigma, x, noises[i])),

  slopes: (student, { x, v, u, z, sigma, names }) => {
    const slopes = student.fourSlopes(x, v, u, z, sigma);
    return names.map((name) => slopes[name]);
  },

  left: (student, { weights, means, variances, sigma, n, seeds, what }, library) => {
    const p = library.gaussianMixture({ weights, means, covariances: variances });
    return seeds.map((seed) => student.constantBySampling(p, sigma, n, seed)[what]);
  },
};
