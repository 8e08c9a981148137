import { type Cholesky, choleskyDecomposition } from "../numerics/linearAlgebra";
import type { MimeBundle } from "../numerics/mimeBundle";
import { type Points, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { normalCumulative } from "../numerics/special/normal";
import type { Density } from "./density";
import { describe } from "./describe";
import { ensureCount, ensureDiffusion, ensureDimension, ensureDirections } from "./guards";
import { type PackedGaussians, packGaussians } from "./packedGaussians";
import { type MatrixLike, squareMatrix, type VectorLike, vector } from "./parameters";

/** A Gaussian density. */
export interface Gaussian extends Density {
  /** The Gaussian density of `scale` X + sqrt(`variance`) Z. */
  diffused(scale: number, variance: number): Gaussian;
}

/** What `gaussian` takes; numbers in dimension 1, and a number c for the covariance c I. */
export interface GaussianOptions {
  readonly mean: VectorLike;
  readonly covariance: MatrixLike;
}

/**
 * The Gaussian density N(mean, covariance) on R^dim:
 *
 *     log p(x) = -(x - m)' P (x - m) / 2 - log det(2 pi C) / 2,   P = C^-1,
 *     score(x) = -P (x - m),   divergence(x) = -tr P.
 *
 * In dimension 1 the covariance is the variance, not the standard deviation.
 *
 * @throws InvalidArgument if the covariance is not symmetric and positive definite, a number is not
 * finite, or the dimensions differ.
 */
export function gaussian(options: GaussianOptions): Gaussian {
  return namedGaussian(options, { mean: "mean", covariance: "covariance" });
}

/** As {@link gaussian}, for a caller whose own arguments the error messages should name. */
export function namedGaussian(
  { mean, covariance }: GaussianOptions,
  names: { readonly mean: string; readonly covariance: string },
): Gaussian {
  const m = vector(names.mean, mean);
  return new GaussianDensity(
    m,
    squareMatrix(names.covariance, covariance, m.length),
    names.covariance,
  );
}

/** Whether a score field is that of a Gaussian density, and so linear. */
export function isGaussian(field: object): field is Gaussian {
  return field instanceof GaussianDensity;
}

/** A Gaussian density as WebAssembly takes it; undefined for all else, and where its score was replaced. */
export function packedGaussian(field: object): PackedGaussians | undefined {
  return GaussianDensity.packed(field);
}

class GaussianDensity implements Gaussian {
  readonly dim: number;
  readonly normalised = true;
  readonly support: readonly (readonly [number, number])[];
  readonly cumulative?: (x: Points) => Float64Array;
  readonly #cholesky: Cholesky;
  /** L, row-major, with C = L L'; the loops below read it directly, since samplers live in them. */
  readonly #factor: Float64Array;
  readonly #logConstant: number;
  readonly #precisionTrace: number;
  #packed?: PackedGaussians;

  static packed(field: object): PackedGaussians | undefined {
    if (!(#packed in field) || Object.hasOwn(field, "score")) return undefined;
    field.#packed ??= packGaussians([0], [field]);
    return field.#packed;
  }

  constructor(
    readonly mean: Float64Array,
    readonly covariance: Float64Array,
    covarianceName = "covariance",
  ) {
    const d = mean.length;
    const cholesky = choleskyDecomposition(covariance, covarianceName);
    this.dim = d;
    this.support = Array.from(mean, () => [-Infinity, Infinity] as const);
    this.#cholesky = cholesky;
    this.#factor = cholesky.lower;
    this.#logConstant = -0.5 * (d * Math.log(2 * Math.PI) + cholesky.logDeterminant);
    this.#precisionTrace = trace(cholesky.inverse(), d);
    if (d === 1) this.cumulative = (x) => this.#cumulative(x);
  }

  logDensity(x: Points): Float64Array {
    ensureDimension(x, this.dim);
    const d = this.dim;
    const values = new Float64Array(x.n);
    const y = new Float64Array(d);
    for (let i = 0; i < x.n; i++) {
      this.#standardise(x.data, i * d, y);
      let square = 0;
      for (let k = 0; k < d; k++) square += y[k]! * y[k]!;
      values[i] = this.#logConstant - 0.5 * square;
    }
    return values;
  }

  score(x: Points): Points {
    ensureDimension(x, this.dim);
    const d = this.dim;
    const factor = this.#factor;
    const values = new Float64Array(x.n * d);
    const y = new Float64Array(d);
    for (let i = 0; i < x.n; i++) {
      this.#standardise(x.data, i * d, y);
      // Solve L' s = -y from the last coordinate back.
      for (let k = d - 1; k >= 0; k--) {
        let rest = -y[k]!;
        for (let j = k + 1; j < d; j++) rest -= factor[j * d + k]! * values[i * d + j]!;
        values[i * d + k] = rest / factor[k * d + k]!;
      }
    }
    return points(values, d);
  }

  divergence(x: Points): Float64Array {
    ensureDimension(x, this.dim);
    return new Float64Array(x.n).fill(-this.#precisionTrace);
  }

  directional(x: Points, v: Points): Points {
    ensureDirections(x, v, this.dim);
    return points(
      this.#cholesky.solve(v.data).map((value) => -value),
      this.dim,
    );
  }

  sample(n: number, rng: Rng): Points {
    ensureCount(n);
    const d = this.dim;
    const noise = this.#cholesky.colour(rng.normal(n, d));
    return points(
      noise.map((z, i) => this.mean[i % d]! + z),
      d,
    );
  }

  diffused(scale: number, variance: number): Gaussian {
    ensureDiffusion(scale, variance);
    const d = this.dim;
    const covariance = this.covariance.map(
      (c, k) => scale * scale * c + (k % (d + 1) === 0 ? variance : 0),
    );
    return new GaussianDensity(
      this.mean.map((m) => scale * m),
      covariance,
    );
  }

  toMimeBundle(): MimeBundle {
    return describe("Gaussian density", this);
  }

  /** y = L^-1 (x - m), by forward substitution. */
  #standardise(data: Float64Array, offset: number, y: Float64Array): void {
    const d = this.dim;
    const factor = this.#factor;
    for (let k = 0; k < d; k++) {
      let rest = data[offset + k]! - this.mean[k]!;
      for (let j = 0; j < k; j++) rest -= factor[k * d + j]! * y[j]!;
      y[k] = rest / factor[k * d + k]!;
    }
  }

  #cumulative(x: Points): Float64Array {
    ensureDimension(x, 1);
    const deviation = this.#factor[0]!;
    const mean = this.mean[0]!;
    return x.data.map((value) => normalCumulative((value - mean) / deviation));
  }
}

function trace(matrix: Float64Array, d: number): number {
  let sum = 0;
  for (let k = 0; k < d; k++) sum += matrix[k * (d + 1)]!;
  return sum;
}
