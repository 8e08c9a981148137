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
const { createContext, runInContext } = require("node:vm");
const { isFinite: finite } = Number;
const { isArray } = Array;
const isView = ArrayBuffer.isView;
const LONGEST = 1_000_000;
const NOT_NUMBERS = "a formula takes finite numbers and lists of them";

// A realm of its own, made before any cell runs, whose functions no cell can reach or change.
const inside = runInContext("(text) => (0, eval)(text)", createContext({ __proto__: null }));
const listInside = inside("() => []");
const listHere = () => [];

const polynomial = (coefficients) => (x) =>
  coefficients.reduceRight((value, coefficient) => value * x + coefficient, 0);

/** A formula, sealed: only numbers and lists of numbers go in and out, all of them copied, so it can be
    told by its values alone. */
function sealed(text, library) {
  const noise = (kind) => (seed, label, step, n) =>
    copied(library.rng(seed, label, step)[kind](n), listInside);
  const formula = inside(`"use strict"; (normal, uniform) => (${text})`)(
    noise("normal"),
    noise("uniform"),
  );
  return (a, b, c, d) => {
    const given = [a, b, c, d];
    for (let k = 0; k < 4; k++) given[k] = copied(given[k], listInside);
    let found;
    try {
      found = formula(given[0], given[1], given[2], given[3]);
    } catch {
      throw new Error("the formula gives nothing for these numbers");
    }
    return typeof found === "number" ? found : copied(found, listHere);
  };
}

/** An objective takes functions: what it sees of them is a list of their values at the data. */
function objectiveOf(formula) {
  return (score, slope, data) => {
    const places = copied(data, listHere);
    const lists = [[], []];
    for (let i = 0; i < places.length; i++) {
      lists[0][i] = score(places[i]);
      lists[1][i] = slope(places[i]);
    }
    return formula(lists[0], lists[1]);
  };
}

/** A finite number, a list of finite numbers in a new list, or nothing. */
function copied(given, list) {
  if (given === undefined) return undefined;
  if (typeof given === "number" && finite(given)) return given;
  if (!isArray(given) && !isView(given)) throw new Error(NOT_NUMBERS);
  const length = given.length;
  if (typeof length !== "number" || !(length <= LONGEST)) throw new Error(NOT_NUMBERS);
  const copy = list();
  for (let i = 0; i < length; i++) {
    const one = given[i];
    if (typeof one !== "number" || !finite(one)) throw new Error(NOT_NUMBERS);
    copy[i] = one;
  }
  return copy;
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
      const formula = sealed(text, library);
      const given = check === "checkObjective" ? objectiveOf(formula) : formula;
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
