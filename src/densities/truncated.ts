import { ensure } from "../numerics/errors";
import { integrate } from "../numerics/integrate";
import { points } from "../numerics/points";
import type { Density } from "./density";
import { invertCumulative } from "./invertCumulative";
import { type UnivariateDensity, univariate } from "./univariate";

const SMALLEST_SHARE = 1e-8;

/** What `truncated` takes beside the density. */
export interface TruncatedOptions {
  /** -Infinity if left out. */
  readonly lower?: number;
  /** Infinity if left out. */
  readonly upper?: number;
}

/**
 * The density of X given lower <= X <= upper, in dimension 1: p / P(lower <= X <= upper) there and 0
 * elsewhere. Score and divergence are those of p. Where p does not vanish at a bound, integration by
 * parts leaves a boundary term. Mean and variance are computed by quadrature.
 *
 * @throws InvalidArgument if p is not univariate with a known distribution function, a bound is NaN, the interval
 * misses its support, or holds so little of it that float64 has lost its probability.
 */
export function truncated(p: Density, { lower, upper }: TruncatedOptions): UnivariateDensity {
  for (const [name, bound] of Object.entries({ lower, upper })) {
    ensure(!Number.isNaN(bound ?? 0), () => ({
      argument: name,
      value: bound,
      problem: "is not a number",
      consequence: "it would not be known where to cut",
      remedy: `give a number for ${name}, or leave it out`,
    }));
  }
  const cumulativeOf = p.cumulative?.bind(p);
  ensure(p.dim === 1 && cumulativeOf !== undefined, () => ({
    argument: "p",
    value: p,
    problem: p.dim === 1 ? "has no known distribution function" : `is of dimension ${p.dim}`,
    consequence: "the probability of the interval, which normalises, is not known",
    remedy: "give a univariate density such as gaussian({ mean: 0, covariance: 1 })",
  }));
  const [a, b] = intersection(p, lower ?? -Infinity, upper ?? Infinity);
  const cumulative = (x: number) => cumulativeOf(points(x))[0]!;
  const logDensityOf = (x: number) => p.logDensity(points(x))[0]!;
  const below = a === p.support[0]![0] ? 0 : cumulative(a);
  const upTo = b === p.support[0]![1] ? 1 : cumulative(b);
  const share = upTo - below;
  ensure(share > SMALLEST_SHARE * upTo, () => ({
    argument: "lower",
    value: lower ?? upper,
    problem: `leaves an interval with the share ${share} of the probability`,
    consequence: "its normalising constant would have lost its digits to rounding",
    remedy:
      "reflect the density, so that the interval lies in its lower tail, or widen the interval",
  }));
  const logShare = Math.log(share);
  const density = (x: number) => Math.exp(logDensityOf(x) - logShare);
  const within =
    p.breaks?.[0]?.filter((x) => x > a && x < b) ?? bulkOf(p).filter((x) => x > a && x < b);
  const moment = (f: (x: number) => number) =>
    integrate((x) => f(x) * density(x), { from: a, to: b, breaks: within, relativeError: 1e-12 })
      .value;
  const mean = moment((x) => x);
  const shifted = (x: number) => (cumulative(x) - below) / share;
  const variance = moment((x) => (x - mean) ** 2);
  return univariate({
    kind: "Truncated density",
    parameters: { lower: a, upper: b },
    support: [a, b],
    breaks: within,
    mean,
    variance,
    logDensity: (x) => logDensityOf(x) - logShare,
    score: (x) => p.score(points(x)).data[0]!,
    divergence: (x) => p.divergence(points(x))[0]!,
    cumulative: shifted,
    quantile: invertCumulative({
      cumulative: shifted,
      density,
      support: [a, b],
      centre: mean,
      width: Math.sqrt(variance),
    }),
  });
}

function intersection(p: Density, lower: number, upper: number): readonly [number, number] {
  const [low, high] = p.support[0]!;
  const [a, b] = [Math.max(lower, low), Math.min(upper, high)];
  ensure(a < b, () => ({
    argument: lower > low ? "lower" : "upper",
    value: lower > low ? lower : upper,
    problem: `leaves nothing of [${low}, ${high}], where p lives`,
    consequence: "the density would be zero everywhere",
    remedy: "give lower < upper with a part of the support of p between them",
  }));
  return [a, b];
}

function bulkOf(p: Density): number[] {
  const [mean, deviation] = [p.mean[0]!, Math.sqrt(p.covariance[0]!)];
  if (!Number.isFinite(mean) || !Number.isFinite(deviation)) return [];
  return [mean - 6 * deviation, mean, mean + 6 * deviation];
}
