// How the functions of assignment 1 are called. Inputs are JSON; nothing here knows an answer.

exports.functions = [
  "mixtureScore",
  "implicitObjective",
  "bestLine",
  "boundaryGap",
  "gapBySampling",
  "precisionBehindWall",
];

const polynomial = (coefficients) => (x) =>
  coefficients.reduceRight((value, coefficient) => value * x + coefficient, 0);
const derivative = (coefficients) => polynomial(coefficients.map((c, i) => c * i).slice(1));
const hill =
  ({ height, centre, variance }) =>
  (x) =>
    height * Math.exp((-((x - centre) ** 2) / variance) * 0.5);

const mixtureAt = (student, { weights, means, variances, places }, what) =>
  places.map((x) => student.mixtureScore([...weights], [...means], [...variances], x)[what]);

const density = ({ rate, mean, variance, lower, upper }, library) =>
  rate === undefined
    ? library.truncated(library.gaussian({ mean, covariance: variance }), { lower, upper })
    : library.exponential({ rate });

exports.probes = {
  score: (student, input) => mixtureAt(student, input, "score"),
  slope: (student, input) => mixtureAt(student, input, "slope"),

  objective: (student, { coefficients, data, what }) =>
    student.implicitObjective(polynomial(coefficients), derivative(coefficients), data)[what],

  line: (student, { data }) => {
    const { k, m } = student.bestLine(data);
    return [k, m];
  },
  lowest: (student, { data }) => student.bestLine(data).lowest,

  gap: (student, { p, k, mu, ends }) =>
    student.boundaryGap(hill(p), (x) => -k * (x - mu), Number(ends[0]), Number(ends[1])),

  sampledGap: (student, { p, k, mu, n, seeds, what }, library) => {
    const law = density(p, library);
    return seeds.map((seed) => student.gapBySampling(law, k, mu, n, seed)[what]);
  },

  precision: (student, { data, c }) => student.precisionBehindWall(data, c),
};
