import type { Estimate } from "./estimate";
import type { Functional, PlainFunction } from "./functional";
import type { Measure } from "./measure";
import type { Points } from "./points";
import type { Rng } from "./rng";

/** By quadrature, in dimensions 1 and 2: exact to `relativeError`. */
export interface ByQuadrature {
  readonly method?: "quadrature";
  /** 1e-8 if left out. */
  readonly relativeError?: number;
  readonly samples?: undefined;
  readonly rng?: undefined;
}

/** By Monte Carlo, with a standard error. */
export interface ByMonteCarlo {
  readonly method?: "monte carlo";
  /** How many points to draw. */
  readonly samples: number;
  readonly rng: Rng;
  readonly relativeError?: undefined;
}

/** Over a given sample: the mean over its points with its standard error. */
export interface OverSample {
  readonly under: Points;
  /** For the noise of the functional; may be left out if it draws none. */
  readonly rng?: Rng;
}

export declare function expectation(
  functional: Functional<"bound">,
  options?: (ByQuadrature | ByMonteCarlo) & { readonly under?: undefined },
): Estimate;
export declare function expectation(
  functional: Functional<"free"> | PlainFunction,
  options: ((ByQuadrature | ByMonteCarlo) & { readonly under: Measure }) | OverSample,
): Estimate;
