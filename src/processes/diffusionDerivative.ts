import { type Points, points } from "../numerics/points";
import type { DiagonalDiffusion, MatrixDiffusion } from "./sde";

/** Where a central difference errs least in double precision, as a part of the argument. */
const DIFFERENCE = Math.cbrt(Number.EPSILON);

/** d g_k / d x_k at each point, [n, dim]: the diffusion's own, or central differences. */
export function diagonalDerivative(diffusion: DiagonalDiffusion, x: Points, t: number): Points {
  if (diffusion.derivative) return diffusion.derivative(x, t);
  const slopes = new Float64Array(x.data.length);
  for (let k = 0; k < x.dim; k++) {
    const [up, down] = [x.data.slice(), x.data.slice()];
    for (let j = k; j < up.length; j += x.dim) {
      const h = DIFFERENCE * Math.max(1, Math.abs(x.data[j]!));
      up[j]! += h;
      down[j]! -= h;
    }
    const above = diffusion.at(points(up, x.dim), t).data;
    const below = diffusion.at(points(down, x.dim), t).data;
    for (let j = k; j < up.length; j += x.dim) {
      slopes[j] = (above[j]! - below[j]!) / (up[j]! - down[j]!);
    }
  }
  return points(slopes, x.dim);
}

/**
 * For each column j of G, the derivative of G in the direction of that column, (G_.j . grad) G, by
 * central differences: for each j row-major [n, dim, noiseDim].
 */
export function derivativesAlongColumns(
  diffusion: MatrixDiffusion,
  x: Points,
  t: number,
): Float64Array[] {
  const { n, dim, data } = x;
  const noises = diffusion.noiseDim;
  const g = diffusion.at(x, t);
  return Array.from({ length: noises }, (_, j) => {
    const [up, down] = [data.slice(), data.slice()];
    const lengths = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let [size, largest] = [1, 0];
      for (let r = 0; r < dim; r++) {
        size = Math.max(size, Math.abs(data[i * dim + r]!));
        largest = Math.max(largest, Math.abs(g[(i * dim + r) * noises + j]!));
      }
      lengths[i] = largest > 0 ? (DIFFERENCE * size) / largest : 0;
      for (let r = 0; r < dim; r++) {
        const shift = lengths[i]! * g[(i * dim + r) * noises + j]!;
        up[i * dim + r]! += shift;
        down[i * dim + r]! -= shift;
      }
    }
    const above = diffusion.at(points(up, dim), t);
    const below = diffusion.at(points(down, dim), t);
    return above.map((value, k) => {
      const length = lengths[Math.floor(k / (dim * noises))]!;
      return length > 0 ? (value - below[k]!) / (2 * length) : 0;
    });
  });
}
