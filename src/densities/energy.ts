import { ensure, InvalidArgument } from "../numerics/errors";
import type { MimeBundle } from "../numerics/mimeBundle";
import { type Points, points } from "../numerics/points";
import {
  type ScalarFunction,
  scalarValues,
  type VectorFunction,
  vectorValues,
} from "./coordinateFunction";
import type { Density } from "./density";
import { describe } from "./describe";
import { ensureDimension, ensureDirections, ensureFinite } from "./guards";

/** What `energy` takes: plain functions of the coordinates. */
export interface EnergyOptions {
  /** The dimension of the space; 1 if left out. */
  readonly dim?: number;
  /** E(x), bounded below and growing fast enough that exp(-E) has a finite integral. */
  readonly energy: ScalarFunction;
  /** grad E(x). */
  readonly gradient?: VectorFunction;
  /** The sum of the second derivatives of E. */
  readonly laplacian?: ScalarFunction;
  /** log Z, where it is known: the density is then normalised. */
  readonly logNormaliser?: number;
}

/**
 * The Boltzmann density of an energy, at temperature one:
 *
 *     p(x) = exp(-E(x)) / Z,   score = -grad E,   divergence = -laplacian E.
 *
 * Without `logNormaliser` it is unnormalised, and logDensity is -E. An added constant in E changes
 * logDensity by that constant and the score not at all. Mean and covariance are not known (NaN), and
 * there is no exact sampler.
 *
 *     energy({ energy: (x) => x ** 4 / 4, gradient: (x) => x ** 3, laplacian: (x) => 3 * x ** 2 })
 *     energy({ dim: 2, energy: (x, y) => x ** 2 + y ** 4, gradient: (x, y) => [2 * x, 4 * y ** 3] })
 *
 * @throws InvalidArgument, when evaluated, if a function returns NaN or the wrong number of
 * coordinates, if a derivative is asked for and was not given, or a sample is asked for.
 */
export function energy(options: EnergyOptions): Density {
  return new BoltzmannDensity(options);
}

class BoltzmannDensity implements Density {
  readonly dim: number;
  readonly normalised: boolean;
  readonly support: readonly (readonly [number, number])[];
  readonly mean: Float64Array;
  readonly covariance: Float64Array;
  readonly directional?: (x: Points, v: Points) => Points;
  readonly #options: EnergyOptions;

  constructor(options: EnergyOptions) {
    const dim = options.dim ?? 1;
    ensure(Number.isSafeInteger(dim) && dim >= 1, () => ({
      argument: "dim",
      value: dim,
      problem: "is not a whole number of at least 1",
      consequence: "a point would have no coordinates",
      remedy: "give the number of arguments of the energy",
    }));
    if (options.logNormaliser !== undefined) ensureFinite("logNormaliser", options.logNormaliser);
    this.#options = options;
    this.dim = dim;
    this.normalised = options.logNormaliser !== undefined;
    this.support = Array.from({ length: dim }, () => [-Infinity, Infinity] as const);
    this.mean = new Float64Array(dim).fill(Number.NaN);
    this.covariance = new Float64Array(dim * dim).fill(Number.NaN);
    if (dim === 1 && options.laplacian) {
      this.directional = (x, v) => {
        ensureDirections(x, v, 1);
        return points(this.divergence(x).map((slope, i) => slope * v.data[i]!));
      };
    }
  }

  logDensity(x: Points): Float64Array {
    ensureDimension(x, this.dim);
    const logNormaliser = this.#options.logNormaliser ?? 0;
    return scalarValues("energy", this.#options.energy, x).map((value) => -value - logNormaliser);
  }

  score(x: Points): Points {
    ensureDimension(x, this.dim);
    const { gradient } = this.#options;
    if (!gradient) throw missing("gradient", "its score, -grad E");
    return points(
      vectorValues("gradient", gradient, x).map((value) => -value),
      this.dim,
    );
  }

  divergence(x: Points): Float64Array {
    ensureDimension(x, this.dim);
    const { laplacian } = this.#options;
    if (!laplacian) throw missing("laplacian", "the divergence of its score, -laplacian E");
    return scalarValues("laplacian", laplacian, x).map((value) => -value);
  }

  sample(): Points {
    throw new InvalidArgument({
      argument: "p",
      value: this,
      problem: "is an energy, which has no exact sampler",
      consequence: "its draws would be an approximation that nobody had asked for",
      remedy: "sample it with mala, or take expectations by quadrature",
    });
  }

  toMimeBundle(): MimeBundle {
    const { logNormaliser } = this.#options;
    return describe(
      "Boltzmann density exp(-E)",
      this,
      logNormaliser === undefined ? {} : { "log Z": logNormaliser },
    );
  }
}

function missing(argument: string, what: string): InvalidArgument {
  return new InvalidArgument({
    argument,
    value: undefined,
    problem: "was not given to energy",
    consequence: `${what}, cannot be evaluated`,
    remedy: `give the function \`${argument}\`; symbolic(...) can derive it`,
  });
}
