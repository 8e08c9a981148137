import type { ScoreField } from "../densities/density";
import { directionalDerivative } from "../densities/directionalDerivative";
import { isGaussian } from "../densities/gaussian";
import type { LinearScore } from "../densities/linearScore";
import { InvalidArgument } from "../numerics/errors";
import { symmetricEigen } from "../numerics/linearAlgebra";
import { type Points, points } from "../numerics/points";
import { rows } from "../numerics/rows";

/** The curvatures of a target: the eigenvalues of the Hessian of -log p. */
export interface Curvature {
  /** Those seen, in one or more points; one over the square of the unit of x. */
  readonly values: Float64Array;
  readonly largest: number;
  readonly smallest: number;
  /** Whether they hold everywhere: the score is linear. Else they are those at the points looked at. */
  readonly everywhere: boolean;
}

/** Looking at each point costs an evaluation of the Jacobian. */
const MOST_POINTS = 16;
/** And that costs as many directional derivatives as there are dimensions. */
const MOST_DIMENSIONS = 16;
/** A learned score is no exact gradient, and a central difference has a rounding error. */
const ASYMMETRY = 1e-6;

/**
 * The curvatures of a target from the Jacobian J of its score: the eigenvalues of -J. For a linear
 * score J is the same everywhere; else at most 16 of the points are looked at, spread evenly.
 *
 * Undefined where there is nothing honest to say: in more than 16 dimensions, where J is not
 * symmetric, and where it cannot be computed.
 */
export function curvature(field: ScoreField, at?: Points): Curvature | undefined {
  if (field.dim > MOST_DIMENSIONS) return undefined;
  const everywhere = isGaussian(field) || isLinear(field);
  const x = everywhere ? points(new Float64Array(field.dim), field.dim) : at && spreadRows(at);
  if (!x) return undefined;
  try {
    const jacobians = jacobiansAt(field, x);
    const values = jacobians.flatMap((jacobian) => curvaturesOf(jacobian, field.dim) ?? []);
    if (values.length < x.n * field.dim) return undefined;
    return {
      values: Float64Array.from(values),
      largest: Math.max(...values),
      smallest: Math.min(...values),
      everywhere,
    };
  } catch (error) {
    // A score that cannot be differentiated at these points is still a score to sample with.
    if (error instanceof InvalidArgument) return undefined;
    throw error;
  }
}

function isLinear(field: ScoreField): field is LinearScore {
  return "slope" in field && "intercept" in field;
}

function spreadRows(x: Points): Points {
  if (x.n <= MOST_POINTS) return x;
  const chosen = Array.from({ length: MOST_POINTS }, (_, i) => Math.floor((i * x.n) / MOST_POINTS));
  return rows(x, chosen);
}

/** Row-major [dim, dim] for each point. */
function jacobiansAt(field: ScoreField, x: Points): Float64Array[] {
  const { n, dim } = x;
  const jacobians = Array.from({ length: n }, () => new Float64Array(dim * dim));
  for (let column = 0; column < dim; column++) {
    const direction = Float64Array.from(x.data, (_, j) => (j % dim === column ? 1 : 0));
    const slopes = directionalDerivative(field, x, points(direction, dim)).data;
    jacobians.forEach((jacobian, i) => {
      for (let row = 0; row < dim; row++) jacobian[row * dim + column] = slopes[i * dim + row]!;
    });
  }
  return jacobians;
}

function curvaturesOf(jacobian: Float64Array, dim: number): number[] | undefined {
  const size = Math.max(...jacobian.map(Math.abs));
  const transposed = (k: number) => jacobian[(k % dim) * dim + Math.floor(k / dim)]!;
  if (jacobian.some((entry, k) => Math.abs(entry - transposed(k)) > ASYMMETRY * size)) {
    return undefined;
  }
  return [...symmetricEigen(jacobian.map((entry, k) => -(entry + transposed(k)) / 2)).values];
}
