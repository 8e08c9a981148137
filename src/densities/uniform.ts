import { ensure } from "../numerics/errors";
import type { MimeBundle } from "../numerics/mimeBundle";
import { type Points, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import type { Density } from "./density";
import { describe } from "./describe";
import { ensureCount, ensureDimension, ensureDirections, ensureInside } from "./guards";
import { type VectorLike, vector } from "./parameters";

/**
 * The uniform density on the box lower <= x <= upper. Its score is 0 inside; it does not vanish at
 * the faces of the box, so integration by parts leaves boundary terms there.
 *
 * @throws InvalidArgument if the corners differ in dimension, or lower is not below upper.
 */
export function uniform({
  lower,
  upper,
}: {
  readonly lower: VectorLike;
  readonly upper: VectorLike;
}): Density {
  const low = vector("lower", lower);
  const high = vector("upper", upper);
  ensure(low.length === high.length, () => ({
    argument: "upper",
    value: upper,
    problem: `has ${high.length} coordinates where lower has ${low.length}`,
    consequence: "the corners would lie in different spaces",
    remedy: "give two corners of one box",
  }));
  low.forEach((a, k) => {
    ensure(a < high[k]!, () => ({
      argument: low.length === 1 ? "upper" : `upper[${k}]`,
      value: high[k],
      problem: `does not lie above lower = ${a}`,
      consequence: "the box would be empty",
      remedy: "give lower < upper in each coordinate",
    }));
  });
  return new UniformDensity(low, high);
}

class UniformDensity implements Density {
  readonly dim: number;
  readonly normalised = true;
  readonly support: readonly (readonly [number, number])[];
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  readonly cumulative?: (x: Points) => Float64Array;
  readonly #width: Float64Array;
  readonly #logDensity: number;

  constructor(
    readonly lower: Float64Array,
    readonly upper: Float64Array,
  ) {
    const d = lower.length;
    this.dim = d;
    this.support = Array.from(lower, (a, k) => [a, upper[k]!] as const);
    this.#width = upper.map((b, k) => b - lower[k]!);
    this.mean = lower.map((a, k) => a + this.#width[k]! / 2);
    this.covariance = new Float64Array(d * d);
    this.#width.forEach((width, k) => {
      this.covariance[k * (d + 1)] = width ** 2 / 12;
    });
    this.#logDensity = -this.#width.reduce((sum, width) => sum + Math.log(width), 0);
    if (d === 1) {
      this.cumulative = (x) => {
        ensureDimension(x, 1);
        return x.data.map((value) =>
          Math.min(1, Math.max(0, (value - lower[0]!) / this.#width[0]!)),
        );
      };
    }
  }

  logDensity(x: Points): Float64Array {
    ensureDimension(x, this.dim);
    return Float64Array.from({ length: x.n }, (_, i) =>
      this.#contains(x, i) ? this.#logDensity : -Infinity,
    );
  }

  score(x: Points): Points {
    this.#ensureAllInside(x);
    return points(new Float64Array(x.data.length), this.dim);
  }

  divergence(x: Points): Float64Array {
    this.#ensureAllInside(x);
    return new Float64Array(x.n);
  }

  directional(x: Points, v: Points): Points {
    ensureDirections(x, v, this.dim);
    this.#ensureAllInside(x);
    return points(new Float64Array(x.data.length), this.dim);
  }

  sample(n: number, rng: Rng): Points {
    ensureCount(n);
    const d = this.dim;
    return points(
      rng.uniform(n, d).map((u, i) => this.lower[i % d]! + u * this.#width[i % d]!),
      d,
    );
  }

  toMimeBundle(): MimeBundle {
    return describe("Uniform density", this);
  }

  #contains(x: Points, i: number): boolean {
    return this.lower.every((a, k) => {
      const value = x.data[i * this.dim + k]!;
      return value >= a && value <= this.upper[k]!;
    });
  }

  #ensureAllInside(x: Points): void {
    ensureDimension(x, this.dim);
    for (let i = 0; i < x.n; i++) {
      ensureInside(this.#contains(x, i), x, i, "lies outside the box, where the density is zero");
    }
  }
}
