import { type GaussianMixture, gaussianMixture } from "../densities/gaussianMixture";
import { ensure } from "../numerics/errors";

/** Two densities that differ in the weights of their modes alone. */
export interface MirroredModes {
  readonly p: GaussianMixture;
  readonly q: GaussianMixture;
  /** E_p |grad log p - grad log q|^2 / 2. */
  readonly fisherDivergence: number;
  /** E_p log(p / q). */
  readonly klDivergence: number;
}

const KNOWN: readonly (readonly [number, number])[] = [
  [0.26870947715002, 0.4406929711319],
  [0.14188283759623, 0.77092474166241],
  [0.018167228938699, 0.82806913255987],
  [0.00074220008310346, 0.83168863096351],
  [1.0377819039069e-5, 0.8317758156306],
];

/**
 * p = 0.2 N(-m, 1) + 0.8 N(m, 1) and q with the weights exchanged, for m = 1, ..., 5. As m grows the
 * Fisher divergence falls to 0, and the Kullback-Leibler divergence rises to 0.6 log 4.
 *
 * @throws InvalidArgument for another m.
 */
export function mirroredModes(m: number): MirroredModes {
  const known = KNOWN[m - 1];
  ensure(known !== undefined, () => ({
    argument: "m",
    value: m,
    problem: "is not 1, 2, 3, 4 or 5",
    consequence: "the divergences are not tabulated there",
    remedy: "compute them by quadrature, or give one of these",
  }));
  const withWeights = (weights: readonly number[]) =>
    gaussianMixture({ weights, means: [-m, m], covariances: 1 });
  return {
    p: withWeights([0.2, 0.8]),
    q: withWeights([0.8, 0.2]),
    fisherDivergence: known[0],
    klDivergence: known[1],
  };
}
