import { symmetricEigen } from "../numerics/linearAlgebra";
import { type Points, points } from "../numerics/points";

/** Nodes and weights with sum_j weights[j] f(nodes[j]) = E f(Z), Z ~ N(0, I), for polynomials f. */
export interface NormalRule {
  readonly nodes: Points;
  readonly weights: Float64Array;
}

/**
 * The product Gauss-Hermite rule for the standard normal density: exact for polynomials of degree below
 * 2 `order` in each coordinate; order^dim nodes.
 *
 * Source: Golub and Welsch (1969): the nodes are the eigenvalues of the Jacobi matrix, here with
 * sqrt(k) beside its diagonal, and the weights the squared first entries of its eigenvectors.
 */
export function gaussHermite(order: number, dim: number): NormalRule {
  const jacobi = new Float64Array(order * order);
  // Stryker disable next-line EqualityOperator: typed arrays ignore what is written past their end
  for (let k = 1; k < order; k++) {
    jacobi[k * order + k - 1] = Math.sqrt(k);
    jacobi[(k - 1) * order + k] = Math.sqrt(k);
  }
  const { values, vectors } = symmetricEigen(jacobi);
  const count = order ** dim;
  const nodes = new Float64Array(count * dim);
  const weights = new Float64Array(count).fill(1);
  // Stryker disable next-line EqualityOperator: typed arrays ignore what is written past their end
  for (let j = 0; j < count; j++) {
    for (let c = 0, rest = j; c < dim; c++, rest = Math.floor(rest / order)) {
      const node = rest % order;
      nodes[j * dim + c] = values[node]!;
      weights[j]! *= vectors[node]! ** 2;
    }
  }
  return { nodes: points(nodes, dim), weights };
}
