import { ensure, InvalidArgument } from "../numerics/errors";
import { type Points, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { gaussHermite, type NormalRule } from "./gaussHermite";

/** A function of points with m numbers for each: points of dimension m, or row-major [n, m]. */
export type PointFunction = (x: Points) => Float64Array | Points;

/** From where deviations are measured: E f(x + e), or f(x). */
export type About = "mean" | "value";

/** The mean over noise e ~ N(0, sigma^2 I) of the squared deviation of f(x + e), at one point x. */
export type LocalDeviation = (f: PointFunction, centre: Points) => number;

/**
 * Even and odd in turn: the nodes of every rule lie symmetrically, so that rules of even order may agree
 * on a step near the centre; one of odd order has a node there.
 */
const ORDERS = { 1: [8, 15, 28, 49, 80, 141, 240], 2: [6, 11, 20, 31, 52] } as const;
const AGREEMENT = 1e-8;

/** By Gauss-Hermite quadrature, of higher and higher order until two agree. */
export function deviationByQuadrature(sigma: number, about: About): LocalDeviation {
  return (f, centre) => {
    const { dim } = centre;
    ensure(dim === 1 || dim === 2, () => ({
      argument: "samples",
      value: undefined,
      problem: `is missing in dimension ${dim}`,
      consequence: "quadrature over the noise would need too many nodes",
      remedy:
        'give samples and rng, for example { samples: 100, rng: rng(seed, "local variance") }',
    }));
    const value = finiteValues(f, centre);
    // Stryker disable next-line ArrayDeclaration: agreement with undefined is none, as with NaN
    let [before, found] = [Number.NaN, Number.NaN];
    for (const order of ORDERS[dim]) {
      const { nodes, weights } = ruleOf(order, dim);
      before = found;
      found = squaredDeviation(around(f, centre, nodes.data, sigma), weights, value, about);
      if (Math.abs(found - before) <= AGREEMENT * found) return found;
    }
    throw new InvalidArgument({
      argument: "f",
      value: f,
      problem: `is too rough near x = ${centre.data.join(", ")}: two rules give ${before.toPrecision(8)} and ${found.toPrecision(8)}`,
      consequence: "the local variance would have few correct digits",
      remedy: "give a smaller sigma, or samples and rng",
    });
  };
}

const rules = new Map<string, NormalRule>();

function ruleOf(order: number, dim: number): NormalRule {
  const key = `${order} in dimension ${dim}`;
  const rule = rules.get(key) ?? gaussHermite(order, dim);
  rules.set(key, rule);
  return rule;
}

/** Over draws of the noise, without bias; the draws at a point depend on the point alone. */
export function deviationBySampling(
  sigma: number,
  about: About,
  samples: number,
  rng: Rng | undefined,
): LocalDeviation {
  ensure(Number.isSafeInteger(samples) && samples >= 2, () => ({
    argument: "samples",
    value: samples,
    problem: "is not a whole number of at least 2",
    consequence: "there would be no variance to take",
    remedy: "give the number of draws for each point, for example 100",
  }));
  ensure(rng !== undefined, () => ({
    argument: "rng",
    value: rng,
    problem: "is missing",
    consequence: "there would be no noise to draw",
    remedy: 'give one, for example rng(seed, "local variance")',
  }));
  const weights = new Float64Array(samples).fill(1 / samples);
  // The mean of the draws takes up one of their degrees of freedom; the value at the point does not.
  const correction = about === "mean" ? samples / (samples - 1) : 1;
  return (f, centre) => {
    const keyed = centre.data.reduce<Rng>((r, coordinate) => r.split(coordinate), rng);
    const rows = around(f, centre, keyed.normal(samples, centre.dim), sigma);
    return correction * squaredDeviation(rows, weights, finiteValues(f, centre), about);
  };
}

/** The weighted mean of |row - c|^2, where c is the weighted mean of the rows or the given value. */
function squaredDeviation(
  rows: Float64Array,
  weights: Float64Array,
  value: Float64Array,
  about: About,
): number {
  const m = value.length;
  const shift = new Float64Array(m);
  if (about === "mean") {
    // Taken from the value, which is near: a large constant in f cancels no digits.
    for (let j = 0; j < rows.length; j++) {
      shift[j % m]! += weights[Math.floor(j / m)]! * (rows[j]! - value[j % m]!);
    }
  }
  let sum = 0;
  for (let j = 0; j < rows.length; j++) {
    sum += weights[Math.floor(j / m)]! * (rows[j]! - value[j % m]! - shift[j % m]!) ** 2;
  }
  return sum;
}

/** f at the centre plus sigma times each row of the noise. */
function around(
  f: PointFunction,
  centre: Points,
  noise: Float64Array,
  sigma: number,
): Float64Array {
  const { dim } = centre;
  const x = points(
    // Stryker disable next-line ArithmeticOperator: the law of the noise is symmetric
    noise.map((z, j) => centre.data[j % dim]! + sigma * z),
    dim,
  );
  return finiteValues(f, x);
}

function finiteValues(f: PointFunction, x: Points): Float64Array {
  const result = f(x);
  const values = "data" in result ? result.data : result;
  ensure(values.length > 0 && values.length % x.n === 0, () => ({
    argument: "f",
    value: values,
    problem: `gives ${values.length} numbers for ${x.n} points`,
    consequence: "it would not be known which numbers belong to which point",
    remedy: "return the same number of values for each point, row by row",
  }));
  const bad = values.findIndex((value) => !Number.isFinite(value));
  ensure(bad < 0, () => {
    const i = Math.floor((bad * x.n) / values.length);
    return {
      argument: `f at x = ${x.data.slice(i * x.dim, (i + 1) * x.dim).join(", ")}`,
      value: values[bad],
      problem: "is not a finite number",
      consequence: "the local variance would not be one either",
      remedy: "keep sigma small enough that the noise does not lead out of the domain of f",
    };
  });
  return values;
}
