import type { Density } from "../densities/density";
import { ensurePositive } from "../densities/guards";
import { ensure, InvalidArgument } from "../numerics/errors";
import { type Points, points } from "../numerics/points";
import type { Transition } from "./transition";

/** A law on the line, as the values of its density on an even grid. */
export interface GridLaw {
  /** The grid: [nodes]. */
  readonly x: Points;
  /** The density at each node: [nodes]. */
  readonly density: Float64Array;
  /** The probability on the grid: 1, less what has left the interval. */
  readonly mass: number;
  /** E f(X), the sum of f times density times spacing. */
  expectation(f: (x: number) => number): number;
  /** The law after so many transitions, one if left out. */
  after(transition: Transition, times?: number): GridLaw;
  /**
   * The law that does not change under the transition, as far as float64 can tell: a leak out of the
   * interval below 1e-9 a transition is made up for.
   *
   * @throws InvalidArgument if it leaves the interval, or is not found in 30000 transitions.
   */
  stationary(transition: Transition): GridLaw;
}

/** What `gridLaw` takes. */
export interface GridLawOptions {
  /** Outside it the law must stay negligible. */
  readonly interval: readonly [number, number];
  /** The number of grid points. */
  readonly nodes: number;
}

/**
 * The law of a Markov chain on the line, carried from step to step without random numbers: one
 * transition maps the density p to
 *
 *     p'(y) = integral of p(x) a(x, y) N(y; c(x), v) dx + p(y) (1 - integral of a(y, x) N(x; c(y), v) dx),
 *
 * with c the centre and v the variance of the proposal and a the probability that it is accepted. The
 * integrals are sums over the grid. Where all proposals are accepted and the score is smooth, they
 * converge faster than any power of the spacing: once neighbouring nodes have centres within a
 * standard deviation of each other, doubling the nodes changes nothing. An acceptance has a kink,
 * which leaves an error of the order of the square of the spacing.
 *
 *     const p = gaussian({ mean: 0, covariance: 1 });
 *     const law = gridLaw(p, { interval: [-8, 8], nodes: 200 });
 *     law.stationary(langevinTransition(p, { step: 0.05 })).expectation((x) => x * x); // 1 / 0.975
 *
 * @throws InvalidArgument if p is not of dimension 1, the interval is empty, or there are fewer than 3
 * nodes; and later if the grid is too coarse for a transition.
 */
export function gridLaw(
  p: Pick<Density, "dim" | "logDensity">,
  { interval, nodes }: GridLawOptions,
): GridLaw {
  const [from, to] = interval;
  ensure(p.dim === 1, () => ({
    argument: "p",
    value: p,
    problem: `is of dimension ${p.dim}`,
    consequence: "an even grid in more dimensions would need too many points",
    remedy: "give a density on the line",
  }));
  ensure(Number.isFinite(from) && Number.isFinite(to) && from < to, () => ({
    argument: "interval",
    value: interval,
    problem: "is not two finite numbers in ascending order",
    consequence: "there would be no grid",
    remedy: "give an interval outside which the law is negligible",
  }));
  ensure(Number.isSafeInteger(nodes) && nodes >= 3, () => ({
    argument: "nodes",
    value: nodes,
    problem: "is not a whole number of at least 3",
    consequence: "no integral could be taken",
    remedy: "give some hundreds",
  }));
  const spacing = (to - from) / (nodes - 1);
  const x = points(Float64Array.from({ length: nodes }, (_, i) => from + i * spacing));
  const logDensities = p.logDensity(x);
  ensureOnGrid("p.logDensity", x, logDensities, (value) => value < Infinity);
  return new LawOnGrid(x, logDensities.map(Math.exp), spacing);
}

/** Grid points within a standard deviation of the proposal: with two the sum is right to 1e-16. */
const FEWEST_IN_A_DEVIATION = 2;
const MOST_TRANSITIONS = 30_000;
/** Of the largest density; below it a change is rounding. */
const STILL = 1e-14;
const MOST_LOST = 1e-9;
/** Transitions in which a law may still lose what the start has outside. */
const MOST_TO_GATHER = 10;

class LawOnGrid implements GridLaw {
  readonly mass: number;
  readonly #spacing: number;

  constructor(
    readonly x: Points,
    readonly density: Float64Array,
    spacing: number,
  ) {
    this.#spacing = spacing;
    this.mass = this.expectation(() => 1);
  }

  expectation(f: (x: number) => number): number {
    let sum = 0;
    for (let i = 0; i < this.x.n; i++) sum += f(this.x.data[i]!) * this.density[i]!;
    return sum * this.#spacing;
  }

  after(transition: Transition, times = 1): GridLaw {
    ensure(Number.isSafeInteger(times) && times >= 0, () => ({
      argument: "times",
      value: times,
      problem: "is not a whole number of at least 0",
      consequence: "there is no law after so many transitions",
      remedy: "give the number of steps",
    }));
    const matrix = this.#matrix(transition);
    let density = this.density;
    for (let k = 0; k < times; k++) density = product(matrix, density);
    return new LawOnGrid(this.x, density, this.#spacing);
  }

  stationary(transition: Transition): GridLaw {
    const matrix = this.#matrix(transition);
    let density = this.density;
    for (let k = 0; k < MOST_TRANSITIONS; k++) {
      const next = product(matrix, density);
      const kept = sum(next) / sum(density);
      // The law of the start may reach further out than the stationary one.
      if (k >= MOST_TO_GATHER) this.#ensureHolds(kept);
      let change = 0;
      let size = 0;
      for (let i = 0; i < next.length; i++) {
        next[i]! /= kept;
        change = Math.max(change, Math.abs(next[i]! - density[i]!));
        size = Math.max(size, next[i]!);
      }
      density = next;
      if (change <= STILL * size) {
        this.#ensureHolds(kept);
        return this.#normalised(density);
      }
    }
    throw new InvalidArgument({
      argument: "transition",
      value: transition,
      problem: `still changes the law after ${MOST_TRANSITIONS} transitions`,
      consequence: "what is stationary could not be told from what is slow",
      remedy: "start from a law that is closer, or take larger steps",
    });
  }

  #ensureHolds(kept: number): void {
    ensure(Math.abs(kept - 1) < MOST_LOST, () => ({
      argument: "interval",
      value: [this.x.data[0], this.x.data.at(-1)],
      problem: `does not hold the law: a transition keeps ${kept.toPrecision(10)} of it`,
      consequence: "what is stationary on the interval would not be stationary on the line",
      remedy: "give a wider interval, or a transition that does not run away",
    }));
  }

  #normalised(density: Float64Array): GridLaw {
    const mass = sum(density) * this.#spacing;
    return new LawOnGrid(
      this.x,
      density.map((value) => value / mass),
      this.#spacing,
    );
  }

  /** Row-major: entry (j, i) carries the density at node i to node j. */
  #matrix({ centre, variance, accept }: Transition): Float64Array {
    const { n, data: x } = this.x;
    ensurePositive("transition.variance", variance, "the proposal would have no density");
    const deviation = Math.sqrt(variance);
    ensure(this.#spacing * FEWEST_IN_A_DEVIATION <= deviation, () => ({
      argument: "nodes",
      value: n,
      problem: `leaves ${this.#spacing.toPrecision(3)} between nodes where the standard deviation of the proposal is ${deviation.toPrecision(3)}`,
      consequence: "the sum over the grid would miss the proposal",
      remedy: `give at least ${Math.ceil((FEWEST_IN_A_DEVIATION * (x[n - 1]! - x[0]!)) / deviation) + 1} nodes`,
    }));
    const centres = centre(this.x);
    ensureOnGrid("transition.centre", this.x, centres, Number.isFinite);
    const matrix = new Float64Array(n * n);
    const height = this.#spacing / Math.sqrt(2 * Math.PI * variance);
    for (let j = 0; j < n; j++) {
      for (let i = 0; i < n; i++) {
        matrix[j * n + i] = height * Math.exp(-((x[j]! - centres[i]!) ** 2) / (2 * variance));
      }
    }
    if (accept) this.#reject(matrix, accept);
    return matrix;
  }

  /** Leaves of each move the accepted part, and lets the rest stay where it is. */
  #reject(matrix: Float64Array, accept: NonNullable<Transition["accept"]>): void {
    const { n, data: x } = this.x;
    for (let i = 0; i < n; i++) {
      const shares = accept(points(new Float64Array(n).fill(x[i]!)), this.x);
      ensureOnGrid("transition.accept", this.x, shares, (share) => share >= 0 && share <= 1);
      let moved = 0;
      for (let j = 0; j < n; j++) {
        matrix[j * n + i]! *= shares[j]!;
        moved += matrix[j * n + i]!;
      }
      matrix[i * n + i]! += 1 - moved;
    }
  }
}

/** @throws InvalidArgument unless there is a number for each node, and each will do. */
function ensureOnGrid(
  argument: string,
  x: Points,
  values: Float64Array,
  willDo: (value: number) => boolean,
): void {
  ensure(values.length === x.n, () => ({
    argument,
    value: values,
    problem: `gave ${values.length} numbers for ${x.n} nodes`,
    consequence: "numbers would be taken for the wrong nodes, or be missing",
    remedy: "return one number for each point",
  }));
  const bad = values.findIndex((value) => !willDo(value));
  ensure(bad < 0, () => ({
    argument: `${argument} at x = ${x.data[bad]}`,
    value: values[bad],
    problem: "is not a number that it can be",
    consequence: "the probability on the grid would not be known",
    remedy: "give an interval on which the density and the transition are defined",
  }));
}

function product(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  const result = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let total = 0;
    for (let i = 0; i < n; i++) total += matrix[j * n + i]! * vector[i]!;
    result[j] = total;
  }
  return result;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
