import type { MimeBundle } from "../numerics/mimeBundle";
import { type Points, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import type { Density } from "./density";
import { describe } from "./describe";
import { ensureCount, ensureDimension, ensureDirections, ensureInside } from "./guards";

/** A density on the real line, or an interval of it, with a known distribution function. */
export interface UnivariateDensity extends Density {
  readonly dim: 1;
  cumulative(x: Points): Float64Array;
}

/** A univariate density by its formulas, which are only asked for points of the support. */
export interface UnivariateFormulas {
  /** What a notebook calls it: "Laplace density". */
  readonly kind: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly support: readonly [number, number];
  readonly breaks?: readonly number[];
  readonly mean: number;
  readonly variance: number;
  logDensity(x: number): number;
  score(x: number): number;
  divergence(x: number): number;
  /** P(X <= x). */
  cumulative(x: number): number;
  /** A draw from u, uniform on (0, 1): the inverse of `cumulative`, or of 1 - `cumulative`. */
  quantile(u: number): number;
}

/** The density of the formulas, with all that is the same for every univariate density. */
export function univariate(formulas: UnivariateFormulas): UnivariateDensity {
  return new FormulaDensity(formulas);
}

class FormulaDensity implements UnivariateDensity {
  readonly dim = 1;
  readonly normalised = true;
  readonly support: readonly (readonly [number, number])[];
  readonly breaks?: readonly (readonly number[])[];
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  readonly #formulas: UnivariateFormulas;

  constructor(formulas: UnivariateFormulas) {
    this.#formulas = formulas;
    this.support = [formulas.support];
    this.mean = Float64Array.of(formulas.mean);
    this.covariance = Float64Array.of(formulas.variance);
    if (formulas.breaks) this.breaks = [formulas.breaks];
  }

  logDensity(x: Points): Float64Array {
    ensureDimension(x, 1);
    return x.data.map((value) => this.#logDensity(value));
  }

  score(x: Points): Points {
    return points(
      this.#differentiated(x, (value) => this.#formulas.score(value)),
      1,
    );
  }

  divergence(x: Points): Float64Array {
    return this.#differentiated(x, (value) => this.#formulas.divergence(value));
  }

  directional(x: Points, v: Points): Points {
    ensureDirections(x, v, 1);
    return points(this.divergence(x).map((slope, i) => slope * v.data[i]!));
  }

  cumulative(x: Points): Float64Array {
    ensureDimension(x, 1);
    const [lower, upper] = this.#formulas.support;
    return x.data.map((value) => {
      if (value <= lower) return 0;
      return value >= upper ? 1 : this.#formulas.cumulative(value);
    });
  }

  sample(n: number, rng: Rng): Points {
    ensureCount(n);
    return points(
      rng.uniform(n).map((u) => this.#formulas.quantile(u)),
      1,
    );
  }

  toMimeBundle(): MimeBundle {
    return describe(this.#formulas.kind, this, this.#formulas.parameters);
  }

  #logDensity(x: number): number {
    const [lower, upper] = this.#formulas.support;
    return x < lower || x > upper ? -Infinity : this.#formulas.logDensity(x);
  }

  #differentiated(x: Points, derivative: (value: number) => number): Float64Array {
    ensureDimension(x, 1);
    return x.data.map((value, i) => {
      const log = this.#logDensity(value);
      ensureInside(Number.isFinite(log), x, i, `lies where the log density is ${log}`);
      return derivative(value);
    });
  }
}
