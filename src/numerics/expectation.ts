import { ensure } from "./errors";
import type { Estimate } from "./estimate";
import { asFunctional, type Binding, type Functional, type PlainFunction } from "./functional";
import type { Measure } from "./measure";
import { noise } from "./noise";
import type { Points } from "./points";
import { expectationByQuadrature } from "./quadrature/expectationByQuadrature";
import type { Rng } from "./rng";
import { average } from "./statistics/average";

/** By quadrature, in dimensions 1 and 2; this is what happens if `samples` is left out. */
export interface ByQuadrature {
  readonly method?: "quadrature";
  /** Of the expectation of |f|; 1e-8 if left out. */
  readonly relativeError?: number;
  readonly samples?: undefined;
  readonly rng?: undefined;
}

/** By Monte Carlo, with a standard error. */
export interface ByMonteCarlo {
  readonly method?: "monte carlo";
  /** How many points to draw. */
  readonly samples: number;
  /** Draws the points from its label "points" and the noise from its label "noise". */
  readonly rng: Rng;
  readonly relativeError?: undefined;
}

/** Over a given sample of independent points: the mean and its standard error. */
export interface OverSample {
  readonly under: Points;
  /** Draws the noise from its label "noise"; may be left out if the functional draws none. */
  readonly rng?: Rng;
  readonly method?: undefined;
  readonly samples?: undefined;
  readonly relativeError?: undefined;
}

/** A bound functional knows the measure already. */
export type BoundOptions = (ByQuadrature | ByMonteCarlo) & { readonly under?: undefined };

/** A free functional must be told under what to average: a density or a sample. */
export type FreeOptions =
  | ((ByQuadrature | ByMonteCarlo) & { readonly under: Measure })
  | OverSample;

/**
 * E[f(x, z)] for x from a density, or from a sample, and z the noise of the functional.
 *
 *     expectation((x) => p.score(x).data, { under: p })                     // E_p[s] = 0
 *     expectation((x) => dot(x, p.score(x)), { under: p })                  // Stein: -dim
 *     expectation(f, { under: p, samples: 1e5, rng: rng(1, "lesson 1") })   // with a standard error
 *
 * Quadrature: dimensions 1 and 2, to a relative error of 1e-8 (of E|f|); standard error 0 and n 0.
 * The noise is integrated over as well: normal noise in dimension 1, the 2^dim sign vectors of
 * Rademacher noise, the two points of the sphere in dimension 1. A density without its normalising
 * constant is normalised by quadrature; one with it has its mass checked, so that a narrow peak is
 * not passed over in silence.
 *
 * Monte Carlo: any dimension; the same `rng` gives the same points and the same noise again.
 *
 * @throws InvalidArgument if the integral does not converge (with the place), f is not finite at a
 * point (with the point), the mass found is not 1, quadrature is asked for where it cannot be done,
 * or what Monte Carlo needs is missing.
 */
export function expectation(functional: Functional<"bound">, options?: BoundOptions): Estimate;
export function expectation(
  functional: Functional<"free"> | PlainFunction,
  options: FreeOptions,
): Estimate;
export function expectation(
  given: Functional<Binding> | PlainFunction,
  options: BoundOptions | FreeOptions = {},
): Estimate {
  const functional = asFunctional(given);
  const under = theMeasure(functional, options.under);
  if (isSample(under)) return overPoints(functional, under, options.rng);
  const method: string | undefined = options.method;
  if (options.samples === undefined && method !== "monte carlo") {
    return expectationByQuadrature(functional, under, options.relativeError);
  }
  return byMonteCarlo(functional, under, options);
}

function theMeasure(
  functional: Functional<Binding>,
  under: Measure | Points | undefined,
): Measure | Points {
  const { measure } = functional;
  ensure(!measure || !under || under === measure, () => ({
    argument: "under",
    value: under,
    problem: "is given to a functional that is bound to a measure of its own",
    consequence: "the expectation would be that of another quantity",
    remedy: "leave under out, or build the functional from this density",
  }));
  const found = measure ?? under;
  ensure(found !== undefined, () => ({
    argument: "under",
    value: under,
    problem: "is missing",
    consequence: "an expectation without a measure means nothing",
    remedy: "say under which density or sample to average, for example { under: p }",
  }));
  return found;
}

function isSample(under: Measure | Points): under is Points {
  return "data" in under && !("logDensity" in under);
}

function byMonteCarlo(
  functional: Functional<Binding>,
  measure: Measure,
  { samples, rng, method }: BoundOptions | FreeOptions,
): Estimate {
  const chosen: string | undefined = method;
  ensure(samples !== undefined && Number.isInteger(samples) && samples >= 2, () => ({
    argument: "samples",
    value: samples,
    problem: "is not a whole number of at least 2",
    consequence: "there would be no standard error",
    remedy: "give the number of points to draw, for example samples: 1e5",
  }));
  ensure(chosen !== "quadrature", () => ({
    argument: "samples",
    value: samples,
    problem: "is given together with the method quadrature",
    consequence: "quadrature draws no points",
    remedy: 'leave samples out, or ask for the method "monte carlo"',
  }));
  ensure(rng !== undefined, missingRng);
  return overPoints(functional, measure.sample(samples, rng.split("points")), rng);
}

function overPoints(functional: Functional<Binding>, x: Points, rng: Rng | undefined): Estimate {
  ensure(functional.noise === "none" || rng !== undefined, missingRng);
  const z = rng && noise(functional.noise, x.n, x.dim, rng.split("noise"));
  return average(evaluated(functional, x, z));
}

function missingRng() {
  return {
    argument: "rng",
    value: undefined,
    problem: "is missing",
    consequence: "there would be no random numbers to draw",
    remedy: 'give one, for example rng: rng(seed, "lesson 1")',
  };
}

function evaluated(
  functional: Functional<Binding>,
  x: Points,
  z: Points | undefined,
): Float64Array {
  const values = functional.evaluate(x, z);
  ensure(values.length === x.n, () => ({
    argument: "functional",
    value: values,
    problem: `gives ${values.length} numbers for ${x.n} points`,
    consequence: "an average over the points would not be defined",
    remedy: "return one number for each point",
  }));
  return values;
}
