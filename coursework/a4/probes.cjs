// How the functions of assignment 4 are called. Inputs are JSON; nothing here knows an answer.

exports.functions = ["follow", "stochasticSum", "linearLaw", "stepBack", "fromNoise", "eulerBias"];

const polynomial = (coefficients) => (x) =>
  coefficients.reduceRight((value, coefficient) => value * x + coefficient, 0);

/** An arithmetic of our own: what a cell did to the globals does not reach the moments. */
function moments(numbers) {
  const n = numbers.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += numbers[i];
  let squares = 0;
  let fourths = 0;
  for (let i = 0; i < n; i++) {
    const square = (numbers[i] - sum / n) ** 2;
    squares += square;
    fourths += square * square;
  }
  return { n, mean: sum / n, variance: squares / (n - 1), fourth: fourths / n };
}

/** The score of N(mean, variance) after a time t of VP. */
function scoreOf({ mean, variance, betaMin, betaMax }) {
  return (x, t) => {
    const share = Math.exp(-t * (betaMin + ((betaMax - betaMin) * t) / 2));
    return (mean * Math.sqrt(share) - x) / (1 + share * (variance - 1));
  };
}

exports.probes = {
  path: (student, { method, drift, diffusion, x0, dt, dw }) => {
    const [f, g] = [polynomial(drift.x), polynomial(diffusion.x)];
    const slope = polynomial(diffusion.x.map((c, i) => c * i).slice(1));
    const sde = {
      drift: (x, t) => f(x) + drift.t * t,
      diffusion: (x, t) => g(x) * (1 + diffusion.t * t),
      slope: (x, t) => slope(x) * (1 + diffusion.t * t),
    };
    return student.follow(method, sde, x0, dt, dw);
  },

  sum: (student, { integrand, path, by, offset }) =>
    student.stochasticSum(polynomial(integrand), path, by, offset),

  law: (student, { a, b, g, m0, v0, t, what }) =>
    student.linearLaw(polynomial(a), polynomial(b), polynomial(g), m0, v0, t)[what],

  back: (student, { steps }) => steps.map((step) => student.stepBack(...step)),

  generated: (student, { law, n, steps, seeds, what }) => {
    const beta = (t) => law.betaMin + (law.betaMax - law.betaMin) * t;
    return seeds.map((seed) => {
      const found = moments(student.fromNoise(scoreOf(law), beta, n, steps, seed));
      return found.n === n ? found[what] : `${found.n} points`;
    });
  },

  bias: (student, { mu, sigma, n, paths, seeds, what }) =>
    seeds.map((seed) => student.eulerBias(mu, sigma, n, paths, seed)[what]),
};
