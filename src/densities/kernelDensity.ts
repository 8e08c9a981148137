import { NotFinite } from "../numerics/errors";
import type { MimeBundle } from "../numerics/mimeBundle";
import { type Points, type PointsLike, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { normalCumulative } from "../numerics/special/normal";
import type { Density } from "./density";
import { describe } from "./describe";
import {
  ensureCount,
  ensureDiffusion,
  ensureDimension,
  ensureDirections,
  ensurePositive,
} from "./guards";
import { quadratureBreaks } from "./quadratureBreaks";

/** A kernel density estimate. */
export interface KernelDensity extends Density {
  readonly data: Points;
  readonly sigma: number;
  /**
   * The posterior mean E[x_b | x]: the mean of the data weighted by softmax_b(-|x - x_b|^2 / 2 sigma^2),
   * which is x + sigma^2 score(x): [n, dim].
   */
  posteriorMean(x: Points): Points;
  diffused(scale: number, variance: number): KernelDensity;
}

/** What `kernelDensity` takes: the data and the standard deviation of the kernel. */
export interface KernelDensityOptions {
  readonly data: PointsLike;
  readonly sigma: number;
}

/**
 * The Gaussian kernel density estimate of n data points in dimension d:
 *
 *     p(x) = (1/n) sum_b (2 pi sigma^2)^(-d/2) exp(-|x - x_b|^2 / (2 sigma^2)),
 *     score(x) = (sum_b r_b(x) x_b - x) / sigma^2,   r(x) = softmax_b(-|x - x_b|^2 / (2 sigma^2)),
 *     divergence(x) = -d / sigma^2 + sum_b r_b |x_b - sum_a r_a x_a|^2 / sigma^4.
 *
 * It is the law of a random data point plus sigma times a standard normal vector, so its score is the
 * exact minimiser of denoising score matching on the data (Vincent 2011, section 4). A draw picks its
 * data point with `rng.split("component")` and its noise with `rng.split("normal")`.
 *
 * Source: Parzen (1962); the score is the mean shift of Fukunaga and Hostetler (1975) over sigma^2.
 *
 * @throws InvalidArgument if there is no data point, or sigma is not positive.
 */
export function kernelDensity({ data, sigma }: KernelDensityOptions): KernelDensity {
  ensurePositive("sigma", sigma, "the kernel would have no width, and the data alone no density");
  return new KernelDensityEstimate(points(data), sigma);
}

class KernelDensityEstimate implements KernelDensity {
  readonly dim: number;
  readonly normalised = true;
  readonly support: readonly (readonly [number, number])[];
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  readonly cumulative?: (x: Points) => Float64Array;

  constructor(
    readonly data: Points,
    readonly sigma: number,
  ) {
    const d = data.dim;
    this.dim = d;
    this.support = Array.from({ length: d }, () => [-Infinity, Infinity] as const);
    this.mean = meanOf(data);
    this.covariance = covarianceOf(data, this.mean);
    for (let c = 0; c < d; c++) this.covariance[c * (d + 1)]! += sigma * sigma;
    if (d === 1) this.cumulative = (x) => this.#cumulative(x);
  }

  get breaks(): readonly (readonly number[])[] {
    return quadratureBreaks(kernels(this.data, this.sigma));
  }

  logDensity(x: Points): Float64Array {
    const logConstant =
      -Math.log(this.data.n) - 0.5 * this.dim * Math.log(2 * Math.PI * this.sigma ** 2);
    const values = new Float64Array(x.n);
    this.#eachPoint(x, (i, weights, nearest) => {
      // Farther from the data than the roots of float64 reach, where it overflows to this.
      if (nearest === Infinity) {
        values[i] = -Infinity;
        return;
      }
      let sum = 0;
      for (const weight of weights) sum += weight;
      values[i] = logConstant - nearest / (2 * this.sigma ** 2) + Math.log(sum);
    });
    return values;
  }

  score(x: Points): Points {
    const mean = this.posteriorMean(x);
    return points(
      mean.data.map((m, i) => (m - x.data[i]!) / this.sigma ** 2),
      this.dim,
    );
  }

  divergence(x: Points): Float64Array {
    const d = this.dim;
    const { data } = this.data;
    const values = new Float64Array(x.n);
    const mean = new Float64Array(d);
    this.#eachPoint(x, (i, weights, nearest) => {
      ensureNear(nearest, x, i);
      this.#weightedMean(weights, mean);
      let [sum, spread] = [0, 0];
      weights.forEach((weight, b) => {
        let square = 0;
        for (let c = 0; c < d; c++) square += (data[b * d + c]! - mean[c]!) ** 2;
        sum += weight;
        spread += weight * square;
      });
      values[i] = (spread / sum / this.sigma ** 2 - d) / this.sigma ** 2;
    });
    return values;
  }

  /** J v = (sum_b r_b (x_b - m) (x_b - m)'v / sigma^2 - v) / sigma^2, m the posterior mean. */
  directional(x: Points, v: Points): Points {
    ensureDirections(x, v, this.dim);
    const d = this.dim;
    const { data } = this.data;
    const values = new Float64Array(x.n * d);
    const mean = new Float64Array(d);
    this.#eachPoint(x, (i, weights, nearest) => {
      ensureNear(nearest, x, i);
      this.#weightedMean(weights, mean);
      const spread = values.subarray(i * d, (i + 1) * d);
      let sum = 0;
      weights.forEach((weight, b) => {
        let slice = 0;
        for (let c = 0; c < d; c++) slice += (data[b * d + c]! - mean[c]!) * v.data[i * d + c]!;
        for (let c = 0; c < d; c++) spread[c]! += weight * (data[b * d + c]! - mean[c]!) * slice;
        sum += weight;
      });
      for (let c = 0; c < d; c++) {
        spread[c] = (spread[c]! / sum / this.sigma ** 2 - v.data[i * d + c]!) / this.sigma ** 2;
      }
    });
    return points(values, d);
  }

  posteriorMean(x: Points): Points {
    const d = this.dim;
    const values = new Float64Array(x.n * d);
    this.#eachPoint(x, (i, weights, nearest) => {
      ensureNear(nearest, x, i);
      this.#weightedMean(weights, values.subarray(i * d, (i + 1) * d));
    });
    return points(values, d);
  }

  sample(n: number, rng: Rng): Points {
    ensureCount(n);
    const d = this.dim;
    const chosen = rng.split("component").uniform(n);
    const noise = rng.split("normal").normal(n, d);
    const values = noise.map((z, j) => {
      const b = Math.floor(chosen[Math.floor(j / d)]! * this.data.n);
      return this.data.data[b * d + (j % d)]! + this.sigma * z;
    });
    return points(values, d);
  }

  diffused(scale: number, variance: number): KernelDensity {
    ensureDiffusion(scale, variance);
    return new KernelDensityEstimate(
      points(
        this.data.data.map((x) => scale * x),
        this.dim,
      ),
      Math.sqrt(scale ** 2 * this.sigma ** 2 + variance),
    );
  }

  toMimeBundle(): MimeBundle {
    return describe("Kernel density", this, { "data points": this.data.n, sigma: this.sigma });
  }

  /** Visits each point with exp((|x - x_nearest|^2 - |x - x_b|^2) / 2 sigma^2): the largest is 1. */
  #eachPoint(
    x: Points,
    visit: (i: number, weights: Float64Array, nearestSquare: number) => void,
  ): void {
    ensureDimension(x, this.dim);
    const d = this.dim;
    const { data, n } = this.data;
    const squares = new Float64Array(n);
    const weights = new Float64Array(n);
    for (let i = 0; i < x.n; i++) {
      let nearest = Number.POSITIVE_INFINITY;
      for (let b = 0; b < n; b++) {
        let square = 0;
        for (let c = 0; c < d; c++) square += (x.data[i * d + c]! - data[b * d + c]!) ** 2;
        squares[b] = square;
        if (square < nearest) nearest = square;
      }
      for (let b = 0; b < n; b++) {
        weights[b] = Math.exp((nearest - squares[b]!) / (2 * this.sigma ** 2));
      }
      visit(i, weights, nearest);
    }
  }

  #weightedMean(weights: Float64Array, into: Float64Array): void {
    const d = this.dim;
    const { data } = this.data;
    into.fill(0);
    let sum = 0;
    weights.forEach((weight, b) => {
      sum += weight;
      for (let c = 0; c < d; c++) into[c]! += weight * data[b * d + c]!;
    });
    for (let c = 0; c < d; c++) into[c]! /= sum;
  }

  #cumulative(x: Points): Float64Array {
    ensureDimension(x, 1);
    const { data, n } = this.data;
    return x.data.map((value) => {
      let sum = 0;
      for (const b of data) sum += normalCumulative((value - b) / this.sigma);
      return sum / n;
    });
  }
}

/** @throws NotFinite for a point so far from all data that its squared distances overflow. */
function ensureNear(nearestSquare: number, x: Points, i: number): void {
  if (nearestSquare < Infinity) return;
  throw new NotFinite({
    argument: `x[${i}]`,
    value: x.data.slice(i * x.dim, (i + 1) * x.dim),
    problem: "is so far from the data that its squared distances overflow",
    consequence: "it would not be known which of them is nearest",
    remedy: "look for a step that overflowed, or measure in a larger unit",
  });
}

function kernels(data: Points, sigma: number) {
  const { n, dim } = data;
  const covariance = new Float64Array(dim * dim);
  for (let c = 0; c < dim; c++) covariance[c * (dim + 1)] = sigma * sigma;
  const support = Array.from({ length: dim }, () => [-Infinity, Infinity] as const);
  return Array.from({ length: n }, (_, b) => ({
    dim,
    mean: data.data.subarray(b * dim, (b + 1) * dim),
    covariance,
    support,
  }));
}

function meanOf({ n, dim, data }: Points): Float64Array {
  const mean = new Float64Array(dim);
  for (let i = 0; i < data.length; i++) mean[i % dim]! += data[i]! / n;
  return mean;
}

/** With divisor n: the covariance of the law that gives each data point the weight 1/n. */
function covarianceOf({ n, dim, data }: Points, mean: Float64Array): Float64Array {
  const covariance = new Float64Array(dim * dim);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < dim; a++) {
      for (let b = 0; b < dim; b++) {
        covariance[a * dim + b]! +=
          ((data[i * dim + a]! - mean[a]!) * (data[i * dim + b]! - mean[b]!)) / n;
      }
    }
  }
  return covariance;
}
