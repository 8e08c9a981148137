// How the functions of assignment 5 are called. Inputs are JSON; nothing here knows an answer. Which of
// the formulas are right is known to the judge alone; a check can call them, and not read them.

exports.functions = [
  "kernelFactor",
  "checkKernelFactor",
  "objective",
  "checkObjective",
  "denoisingConstant",
  "checkDenoisingConstant",
  "stepSizes",
  "checkStepSizes",
  "forwardChain",
  "checkForwardChain",
  "rateAtPlace",
  "checkRateAtPlace",
];

// Kept from what cells may do to the globals.
const compile = Function;

const polynomial = (coefficients) => (x) =>
  coefficients.reduceRight((value, coefficient) => value * x + coefficient, 0);

/** A formula, sealed. */
function candidate(text, library) {
  const formula = compile("rng", `"use strict"; return ${text};`)(library.rng);
  return (...given) => formula(...given);
}

function moments(numbers) {
  const n = numbers.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += numbers[i];
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (numbers[i] - sum / n) ** 2;
  return { n, mean: sum / n, variance: squares / (n - 1) };
}

exports.probes = {
  verdicts: (student, { check, formulas }, library) =>
    formulas.map((text) => {
      const given = candidate(text, library);
      try {
        return student[check](given);
      } catch (error) {
        // A stub, or a check that breaks down: it is said as it is, for all formulas at once.
        if (error?.name === "YourTurn") throw error;
        return `it threw ${error?.message}`;
      }
    }),

  factor: (student, { places }) => places.map(([d, sigma]) => student.kernelFactor(d, sigma)),

  objective: (student, { coefficients, data }) =>
    student.objective(
      polynomial(coefficients),
      polynomial(coefficients.map((c, i) => c * i).slice(1)),
      data,
    ),

  constant: (student, { places }) => places.map((place) => student.denoisingConstant(...place)),

  steps: (student, { sigmas, epsilon }) => student.stepSizes(sigmas, epsilon),

  chain: (student, { x0, b, n, seeds, what }) =>
    seeds.map((seed) => {
      const found = moments(student.forwardChain(x0, [...b], n, seed));
      return found.n === n ? found[what] : `${found.n} points`;
    }),

  rate: (student, { cases }) =>
    cases.map(({ divergence, v, score }) => student.rateAtPlace(divergence, v, score)),
};
