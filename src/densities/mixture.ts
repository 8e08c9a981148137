import { ensure } from "../numerics/errors";
import type { MimeBundle } from "../numerics/mimeBundle";
import { type Points, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import type { Density } from "./density";
import { describe } from "./describe";
import { directionalDerivative } from "./directionalDerivative";
import { packedGaussian } from "./gaussian";
import { ensureCount, ensureDimension, ensureDirections, ensureInside } from "./guards";
import {
  type PackedGaussians,
  packedLogDensities,
  packedScores,
  packGaussians,
} from "./packedGaussians";
import { probabilityWeights } from "./parameters";
import { quadratureBreaks } from "./quadratureBreaks";

/** A weighted mean of densities. */
export interface Mixture extends Density {
  readonly weights: Float64Array;
  readonly components: readonly Density[];
  /** P(component k | x) for each point and component: row-major [n, components]. */
  responsibilities(x: Points): Float64Array;
}

/** What `mixture` takes: probabilities, and as many normalised densities of one dimension. */
export interface MixtureOptions {
  readonly weights: readonly number[] | Float64Array;
  readonly components: readonly Density[];
}

/**
 * The mixture p = sum_k w_k p_k. With responsibilities r_k = w_k p_k / p and component scores s_k,
 *
 *     score = sum_k r_k s_k,   divergence = sum_k r_k (div s_k + |s_k - score|^2).
 *
 * Everything is computed from the logarithms of w_k p_k, so it is right where all of them underflow;
 * far out the score is that of the component whose tail is the heaviest in that direction.
 *
 * A draw picks its component with `rng.split("component")` and its place in it with
 * `rng.split("normal")`.
 *
 * @throws InvalidArgument if the weights are no probabilities, or their number is not that of the
 * components, a component is not normalised, or the components differ in dimension.
 */
export function mixture({ weights, components }: MixtureOptions): Mixture {
  const w = probabilityWeights(weights);
  ensure(components.length === w.length, () => ({
    argument: "components",
    value: components,
    problem: `has ${components.length} densities where there are ${w.length} weights`,
    consequence: "some density would have no weight, or some weight no density",
    remedy: "give one weight for each component",
  }));
  for (const [k, component] of components.entries()) {
    ensure(component.dim === components[0]!.dim, () => ({
      argument: `components[${k}]`,
      value: component,
      problem: `is of dimension ${component.dim} where components[0] is of dimension ${components[0]!.dim}`,
      consequence: "the components would live in different spaces",
      remedy: "give components of one dimension",
    }));
    ensure(component.normalised, () => ({
      argument: `components[${k}]`,
      value: component,
      problem: "is not normalised",
      consequence: "its weight would not be the share of probability that it holds",
      remedy: "give densities that integrate to one; for an energy, give its logNormaliser",
    }));
  }
  return new MixtureDensity(w, components);
}

/** A Gaussian mixture as WebAssembly takes it; undefined for all else, and where its score was replaced. */
export function packedMixture(field: object): PackedGaussians | undefined {
  return MixtureDensity.packed(field);
}

class MixtureDensity implements Mixture {
  readonly dim: number;
  readonly normalised = true;
  readonly support: readonly (readonly [number, number])[];
  readonly breaks: readonly (readonly number[])[];
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  readonly cumulative?: (x: Points) => Float64Array;
  readonly diffused?: (scale: number, variance: number) => Density;
  readonly #logWeights: Float64Array;
  /** Packed when first asked for; null if some component is no Gaussian. */
  #packed?: PackedGaussians | null;

  static packed(field: object): PackedGaussians | undefined {
    if (!(#packed in field) || Object.hasOwn(field, "score")) return undefined;
    return field.#gaussians();
  }

  constructor(
    readonly weights: Float64Array,
    readonly components: readonly Density[],
  ) {
    this.dim = components[0]!.dim;
    this.#logWeights = weights.map(Math.log);
    this.support = Array.from({ length: this.dim }, (_, c) => [
      Math.min(...components.map((p) => p.support[c]![0])),
      Math.max(...components.map((p) => p.support[c]![1])),
    ]);
    this.breaks = quadratureBreaks(components);
    this.mean = weightedMean(weights, components);
    this.covariance = weightedCovariance(weights, components, this.mean);
    if (components.every((p) => p.cumulative)) this.cumulative = (x) => this.#cumulative(x);
    if (components.every((p) => p.diffused)) {
      this.diffused = (scale, variance) =>
        new MixtureDensity(
          weights,
          components.map((p) => p.diffused!(scale, variance)),
        );
    }
  }

  logDensity(x: Points): Float64Array {
    ensureDimension(x, this.dim);
    const gaussians = this.#gaussians();
    const fast = gaussians && packedLogDensities(gaussians, x);
    if (fast) return fast;
    const logs = this.#logTerms(x);
    return Float64Array.from({ length: x.n }, (_, i) => this.#logTotal(logs, i));
  }

  responsibilities(x: Points): Float64Array {
    const columns = this.#shares(x);
    const count = columns.length;
    const values = new Float64Array(x.n * count);
    columns.forEach((column, k) => {
      for (let i = 0; i < x.n; i++) values[i * count + k] = column[i]!;
    });
    return values;
  }

  score(x: Points): Points {
    ensureDimension(x, this.dim);
    const gaussians = this.#gaussians();
    const fast = gaussians && packedScores(gaussians, x);
    return points(fast ?? this.#scoreFrom(x, this.#shares(x)), this.dim);
  }

  divergence(x: Points): Float64Array {
    const d = this.dim;
    const shares = this.#shares(x);
    const score = this.#scoreFrom(x, shares);
    const values = new Float64Array(x.n);
    this.components.forEach((component, k) => {
      const share = shares[k]!;
      const rows = positiveRows(share);
      if (rows.length === 0) return;
      const part = rowsOf(x, rows);
      const scores = component.score(part).data;
      const divergences = component.divergence(part);
      for (let j = 0; j < rows.length; j++) {
        const i = rows[j]!;
        let spread = 0;
        for (let c = 0; c < d; c++) spread += (scores[j * d + c]! - score[i * d + c]!) ** 2;
        values[i]! += share[i]! * (divergences[j]! + spread);
      }
    });
    return values;
  }

  /** J v = sum_k r_k (J_k v + (s_k - s) (s_k - s)'v). */
  directional(x: Points, v: Points): Points {
    ensureDirections(x, v, this.dim);
    const d = this.dim;
    const shares = this.#shares(x);
    const score = this.#scoreFrom(x, shares);
    const values = new Float64Array(x.n * d);
    this.components.forEach((component, k) => {
      const share = shares[k]!;
      const rows = positiveRows(share);
      if (rows.length === 0) return;
      const [part, directions] = [rowsOf(x, rows), rowsOf(v, rows)];
      const scores = component.score(part).data;
      const own = directionalDerivative(component, part, directions).data;
      for (let j = 0; j < rows.length; j++) {
        const i = rows[j]!;
        let slice = 0;
        for (let c = 0; c < d; c++) {
          slice += (scores[j * d + c]! - score[i * d + c]!) * v.data[i * d + c]!;
        }
        for (let c = 0; c < d; c++) {
          const spread = (scores[j * d + c]! - score[i * d + c]!) * slice;
          values[i * d + c]! += share[i]! * (own[j * d + c]! + spread);
        }
      }
    });
    return points(values, d);
  }

  sample(n: number, rng: Rng): Points {
    ensureCount(n);
    const place = rng.split("normal");
    const chosen = this.#chosenComponents(rng.split("component").uniform(n));
    const values = new Float64Array(n * this.dim);
    this.components.forEach((component, k) => {
      const last = chosen.lastIndexOf(k);
      if (last < 0) return;
      const drawn = component.sample(last + 1, place).data;
      for (let i = 0; i <= last; i++) {
        if (chosen[i] !== k) continue;
        for (let c = 0; c < this.dim; c++) values[i * this.dim + c] = drawn[i * this.dim + c]!;
      }
    });
    return points(values, this.dim);
  }

  toMimeBundle(): MimeBundle {
    return describe(`Mixture of ${this.components.length} densities`, this, {
      weights: this.weights,
      ...(this.dim === 1 && { means: this.components.map((p) => p.mean[0]) }),
      ...(this.dim === 1 && { variances: this.components.map((p) => p.covariance[0]) }),
    });
  }

  #gaussians(): PackedGaussians | undefined {
    if (this.#packed === undefined) {
      const all = this.components.every((component) => packedGaussian(component));
      this.#packed = all ? packGaussians(this.#logWeights, this.components) : null;
    }
    return this.#packed ?? undefined;
  }

  /** log(w_k p_k(x_i)) for each component and point. */
  #logTerms(x: Points): Float64Array[] {
    ensureDimension(x, this.dim);
    return this.components.map((component, k) => {
      const logWeight = this.#logWeights[k]!;
      const terms = component.logDensity(x);
      for (let i = 0; i < terms.length; i++) terms[i]! += logWeight;
      return terms;
    });
  }

  #logTotal(logs: readonly Float64Array[], i: number): number {
    let largest = -Infinity;
    for (const terms of logs) largest = Math.max(largest, terms[i]!);
    if (!Number.isFinite(largest)) return largest;
    let sum = 0;
    for (const terms of logs) sum += Math.exp(terms[i]! - largest);
    return largest + Math.log(sum);
  }

  /** The responsibilities, an array for each component. */
  #shares(x: Points): Float64Array[] {
    const terms = this.#logTerms(x);
    for (let i = 0; i < x.n; i++) {
      let largest = -Infinity;
      for (let k = 0; k < terms.length; k++) largest = Math.max(largest, terms[k]![i]!);
      if (largest === -Infinity) {
        ensureInside(false, x, i, "lies where every component's density is zero");
      }
      let sum = 0;
      for (let k = 0; k < terms.length; k++) {
        const log = terms[k]![i]!;
        // At a pole, where logs are +Infinity, the components that have it share the responsibility.
        const share = log === largest ? 1 : Math.exp(log - largest);
        terms[k]![i] = share;
        sum += share;
      }
      // Divided by their sum, not by exp of the log density: far out that has lost its last digits.
      for (let k = 0; k < terms.length; k++) terms[k]![i]! /= sum;
    }
    return terms;
  }

  #scoreFrom(x: Points, shares: readonly Float64Array[]): Float64Array {
    const d = this.dim;
    const values = new Float64Array(x.n * d);
    this.components.forEach((component, k) => {
      const share = shares[k]!;
      // Elsewhere the component may have no score.
      const rows = positiveRows(share);
      if (rows.length === 0) return;
      const scores = component.score(rowsOf(x, rows)).data;
      for (let j = 0; j < rows.length; j++) {
        const i = rows[j]!;
        for (let c = 0; c < d; c++) values[i * d + c]! += share[i]! * scores[j * d + c]!;
      }
    });
    return values;
  }

  #chosenComponents(uniform: Float64Array): Int32Array {
    const bounds = new Float64Array(this.weights.length);
    let sum = 0;
    this.weights.forEach((weight, k) => {
      sum += weight;
      bounds[k] = sum;
    });
    // The weights may sum to a rounding error less than one.
    const lastPositive = this.weights.reduce((last, weight, k) => (weight > 0 ? k : last), 0);
    return Int32Array.from(uniform, (u) => {
      const k = bounds.findIndex((bound) => u < bound);
      return k < 0 ? lastPositive : k;
    });
  }

  #cumulative(x: Points): Float64Array {
    const values = new Float64Array(x.n);
    this.components.forEach((component, k) => {
      const part = component.cumulative!(x);
      for (let i = 0; i < x.n; i++) values[i]! += this.weights[k]! * part[i]!;
    });
    return values;
  }
}

function positiveRows(share: Float64Array): Int32Array {
  const rows = new Int32Array(share.length);
  let count = 0;
  for (let i = 0; i < share.length; i++) if (share[i]! > 0) rows[count++] = i;
  return rows.subarray(0, count);
}

function rowsOf(x: Points, rows: Int32Array): Points {
  if (rows.length === x.n) return x;
  const d = x.dim;
  const values = new Float64Array(rows.length * d);
  for (let j = 0; j < rows.length; j++) {
    for (let c = 0; c < d; c++) values[j * d + c] = x.data[rows[j]! * d + c]!;
  }
  return points(values, d);
}

function weightedMean(weights: Float64Array, components: readonly Density[]): Float64Array {
  return components[0]!.mean.map((_, c) =>
    components.reduce((sum, p, k) => sum + weights[k]! * p.mean[c]!, 0),
  );
}

/** sum_k w_k (C_k + (m_k - m)(m_k - m)'). */
function weightedCovariance(
  weights: Float64Array,
  components: readonly Density[],
  mean: Float64Array,
): Float64Array {
  const d = mean.length;
  return components[0]!.covariance.map((_, entry) => {
    const [a, b] = [Math.floor(entry / d), entry % d];
    return components.reduce(
      (sum, p, k) =>
        sum +
        weights[k]! * (p.covariance[entry]! + (p.mean[a]! - mean[a]!) * (p.mean[b]! - mean[b]!)),
      0,
    );
  });
}
