import type { Density } from "../densities/density";
import { ensureOneForEach, ensurePositive } from "../densities/guards";
import { ensure, NotFinite } from "../numerics/errors";
import { type Points, type PointsLike, points } from "../numerics/points";
import { rows } from "../numerics/rows";
import type { State } from "./runSteps";
import { scoresAt } from "./scoresAt";

/** What MALA samples: a score field and the log density to it, with or without its constant. */
export type MetropolisTarget = Pick<Density, "dim" | "score" | "logDensity">;

/** Points with what the acceptance wants to know of them. */
export interface Evaluated extends State {
  readonly logDensities: Float64Array;
  /** Zero where the density is zero, where there is no score. */
  readonly scores: Points;
}

/**
 * The logarithm of MALA's acceptance ratio for moves from x to y, each point of x with the same point
 * of y: [n],
 *
 *     log pi(y) - log pi(x) + log q(x|y) - log q(y|x),   log q(y|x) = -|y - x - h s(x)|^2 / (4 h) + const,
 *
 * -Infinity where pi(y) = 0. For a Gaussian with mean m and precision P it is
 * (h / 4) (|P (x - m)|^2 - |P (y - m)|^2).
 *
 * @throws InvalidArgument if h is not positive, x and y differ in number, or pi(x) = 0.
 */
export function malaLogRatio(
  target: MetropolisTarget,
  { from, to, step }: { readonly from: PointsLike; readonly to: PointsLike; readonly step: number },
): Float64Array {
  ensurePositive("step", step, "a proposal would have no spread");
  const [x, y] = [points(from), points(to)];
  ensure(x.n === y.n, () => ({
    argument: "to",
    value: y.data,
    problem: `holds ${y.n} points where from holds ${x.n}`,
    consequence: "some move would have no end",
    remedy: "give one end for each move",
  }));
  return logRatio(evaluated(target, x, "from"), evaluated(target, y), step);
}

/** As {@link malaLogRatio}, where both ends have been evaluated. */
export function logRatio(x: Evaluated, y: Evaluated, h: number): Float64Array {
  const { n, dim } = x.points;
  const [from, to, pull, pullBack] = [x.points.data, y.points.data, x.scores.data, y.scores.data];
  const ratios = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let [there, back] = [0, 0];
    for (let j = i * dim; j < (i + 1) * dim; j++) {
      there += (to[j]! - from[j]! - h * pull[j]!) ** 2;
      back += (from[j]! - to[j]! - h * pullBack[j]!) ** 2;
    }
    ratios[i] = y.logDensities[i]! - x.logDensities[i]! + (there - back) / (4 * h);
  }
  return ratios;
}

/**
 * Points with their log densities and scores. `argument` is the name of points that must have a
 * positive density.
 *
 * @throws InvalidArgument if one of those has not.
 * @throws NotFinite if a log density is NaN or +Infinity, or a score where the density is positive is
 * no finite number.
 */
export function evaluated(target: MetropolisTarget, x: Points, argument?: string): Evaluated {
  const { n, dim } = x;
  const logDensities = target.logDensity(x);
  ensureOneForEach(x, logDensities, "logDensity");
  const inside: number[] = [];
  for (let i = 0; i < n; i++) {
    const value = logDensities[i]!;
    if (!(value < Infinity)) throw noNumber(x, i, value);
    if (value > -Infinity) inside.push(i);
    else ensurePossible(argument, x, i);
  }
  if (inside.length === n) return { points: x, logDensities, scores: finiteScores(target, x) };
  const scores = new Float64Array(n * dim);
  if (inside.length > 0) {
    const known = finiteScores(target, rows(x, inside));
    inside.forEach((i, k) => {
      scores.set(row(known, k), i * dim);
    });
  }
  return { points: x, logDensities, scores: points(scores, dim) };
}

/** The state in which the points marked 1 have moved to `next`, and those marked 0 have stayed. */
export function merged(state: Evaluated, next: Evaluated, moved: Float64Array): Evaluated {
  const { dim } = state.points;
  const pick = (stayed: Float64Array, went: Float64Array, width: number) =>
    stayed.map((value, j) => (moved[Math.floor(j / width)] ? went[j]! : value));
  return {
    points: points(pick(state.points.data, next.points.data, dim), dim),
    logDensities: pick(state.logDensities, next.logDensities, 1),
    scores: points(pick(state.scores.data, next.scores.data, dim), dim),
  };
}

function row(x: Points, i: number): Float64Array {
  return x.data.subarray(i * x.dim, (i + 1) * x.dim);
}

function ensurePossible(argument: string | undefined, x: Points, i: number): void {
  ensure(argument === undefined, () => ({
    argument: `${argument}[${i}]`,
    value: row(x, i),
    problem: "has density zero",
    consequence: "no ratio of densities is defined there",
    remedy: "give points inside the support",
  }));
}

/** A score that is no number would make the ratio none, which reads as a rejection. */
function finiteScores(target: MetropolisTarget, x: Points): Points {
  const scores = scoresAt(target, x);
  const bad = scores.data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return scores;
  const i = Math.floor(bad / x.dim);
  throw new NotFinite({
    argument: `score at x[${i}] = ${row(x, i).join(", ")}`,
    value: row(scores, i),
    problem: "is not finite, where the density is positive",
    consequence: "no proposal could be compared with it",
    remedy: "look at the score",
  });
}

function noNumber(x: Points, i: number, value: number): NotFinite {
  return new NotFinite({
    argument: `logDensity at x[${i}] = ${row(x, i).join(", ")}`,
    value,
    problem: "is neither a number nor -Infinity",
    consequence: "no proposal could be compared with it",
    remedy: "look at the log density",
  });
}
