import { ensurePositive } from "../densities/guards";
import { ensure, InvalidArgument } from "../numerics/errors";
import { type Functional, functional } from "../numerics/functional";
import { type Points, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { gaussHermite, type NormalRule } from "./gaussHermite";

/** A function of points with m numbers for each: points of dimension m, or row-major [n, m]. */
export type PointFunction = (x: Points) => Float64Array | Points;

/** What `localVariance` takes beside the function. */
export interface LocalVarianceOptions {
  /** The standard deviation of the noise, in each coordinate. */
  readonly sigma: number;
  /**
   * Whether squared deviations are taken about the mean E f(x + e), which gives a variance, or about
   * the value f(x) without noise, which gives a mean squared change. "mean" if left out.
   */
  readonly about?: About;
  /** How many draws of the noise for each point; if left out, by quadrature (dimensions 1 and 2). */
  readonly samples?: number;
  readonly rng?: Rng;
}

/**
 * How much a function varies under small noise e ~ N(0, sigma^2 I) of its argument, over the noise's
 * own size E|e|^2 = dim sigma^2, as a functional of the point x:
 *
 *     about the mean:   G_f(x) = E|f(x + e) - E f(x + e)|^2 / (dim sigma^2),
 *     about the value:  G_f(x) = E|f(x + e) - f(x)|^2 / (dim sigma^2).
 *
 * The second exceeds the first by |E f(x + e) - f(x)|^2 / (dim sigma^2). For small sigma both tend to
 * |J|_F^2 / dim, J the Jacobian of f. For quadratic f with Hessian H they are, times dim sigma^2,
 *
 *     sigma^2 |grad f|^2 + sigma^4 |H|_F^2 / 2   and   the same + (sigma^2 tr H / 2)^2.
 *
 * With f = logRatio(p, q), dim / 2 times the mean under p tends to the Fisher divergence.
 *
 *     localVariance(f, { sigma: 0.7 }).evaluate(points([[0.5, 1]]))         // at one point
 *     expectation(localVariance(logRatio(p, q), { sigma: 0.1 }), { under: p })
 *
 * The mean over the noise is taken by Gauss-Hermite quadrature, of higher and higher order until two agree, or
 * over `samples` draws: then the value is unbiased, and its noise is keyed by the point, so that a standard
 * error taken over points covers it.
 *
 * Source: source note E, which equates the two meanings and both with their limit.
 *
 * @throws InvalidArgument if sigma is not positive, rng is missing for samples; when evaluated, in more
 * than two dimensions without samples, if f is not finite near a point, or too rough for quadrature.
 */
export function localVariance(
  f: PointFunction,
  { sigma, about = "mean", samples, rng }: LocalVarianceOptions,
): Functional<"free"> {
  ensurePositive("sigma", sigma, "there would be no noise, and 0 over 0 no number");
  ensure(about === "mean" || about === "value", () => ({
    argument: "about",
    value: about,
    problem: "is neither mean nor value",
    consequence: "it would not be known from where to measure deviations",
    remedy: 'give "mean" for a variance, "value" for a mean squared change',
  }));
  const mean =
    samples === undefined ? byQuadrature(sigma, about) : bySampling(sigma, about, samples, rng);
  return functional({
    evaluate(x) {
      const values = new Float64Array(x.n);
      for (let i = 0; i < x.n; i++) {
        const centre = points(x.data.slice(i * x.dim, (i + 1) * x.dim), x.dim);
        values[i] = mean(f, centre) / (x.dim * sigma * sigma);
      }
      return values;
    },
  });
}

type About = "mean" | "value";

/** The mean over the noise of the squared deviation of f near one point. */
type LocalMean = (f: PointFunction, centre: Points) => number;

const ORDERS = { 1: [8, 16, 28, 48, 80, 140, 240], 2: [6, 12, 20, 32, 52] } as const;
const AGREEMENT = 1e-8;

function byQuadrature(sigma: number, about: About): LocalMean {
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

function bySampling(sigma: number, about: About, samples: number, rng: Rng | undefined): LocalMean {
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
