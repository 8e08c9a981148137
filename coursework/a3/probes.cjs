// How the functions of assignment 3 are called. Inputs are JSON; nothing here knows an answer.

exports.functions = [
  "unadjusted",
  "springLaw",
  "adjustedStep",
  "annealedLaw",
  "suspicion",
  "audit",
];

const along = (row, x) => row.reduce((sum, entry, i) => sum + entry * x[i], 0);
/** A normal law with fourth powers: -x'Px/2 + b'x - sum of c x^4 / 4. */
const well = ({ precision, pull, fourth }) => ({
  logDensity: (x) =>
    along(pull, x) -
    along(
      precision.map((row) => along(row, x)),
      x,
    ) /
      2 -
    x.reduce((sum, at, i) => sum + (fourth[i] * at ** 4) / 4, 0),
  score: (x) => x.map((at, i) => pull[i] - along(precision[i], x) - fourth[i] * at ** 3),
});

exports.probes = {
  after: (student, { cases }) =>
    cases.map(({ V, h, k, v0 }) => student.unadjusted(V, h, k, v0).after),
  limit: (student, { cases }) =>
    cases.map(({ V, h, k, v0 }) => student.unadjusted(V, h, k, v0).limit),
  unstable: (student, { cases }) =>
    cases.map(({ V, h, k, v0 }) => {
      const { limit } = student.unadjusted(V, h, k, v0);
      return Number.isFinite(limit) ? "a number" : String(limit);
    }),

  spring: (student, { a, m, gamma, kT, h, names }) => {
    const law = student.springLaw(a, m, gamma, kT, h);
    return names.map((name) => law[name]);
  },

  adjusted: (student, { target, h, moves, what }) => {
    const { logDensity, score } = well(target);
    return moves.map(({ x, z, u }) => student.adjustedStep(logDensity, score, h, x, z, u)[what]);
  },

  annealed: (student, { sigmas, epsilon, T, start, m, t, denoise, names }) => {
    const law = student.annealedLaw(sigmas, epsilon, T, start, m, t, denoise);
    return names.map((name) => law[name]);
  },

  suspicion: (student, { draws, v, what }) => student.suspicion(draws, v)[what],

  audit: (student, { sigmas, epsilon, T, v0, t, draws }) =>
    student.audit(sigmas, epsilon, T, v0, t, draws),
};
