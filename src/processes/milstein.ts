import { ensure } from "../numerics/errors";
import { type Points, points } from "../numerics/points";
import { derivativesAlongColumns, diagonalDerivative } from "./diffusionDerivative";
import { eulerMaruyama } from "./eulerMaruyama";
import type { DiagonalDiffusion, MatrixDiffusion, Sde } from "./sde";
import { diagonalAt, driftAt, moved, noiseTerm, type Solver, type SolverStep } from "./solver";

/**
 * Milstein's method. Where each coordinate has a noise of its own,
 *
 *     x_k <- x_k + f_k dt + g_k dW_k + 1/2 g_k g_k' (dW_k^2 - |dt|),   g_k' = d g_k / d x_k,
 *
 * and for a matrix G whose columns commute, L^j G_.k = L^k G_.j with L^j = G_.j . grad,
 *
 *     x <- x + f dt + G dW + 1/2 sum_jk L^j G_.k (dW_j dW_k - delta_jk |dt|).
 *
 * With additive noise it is Euler and Maruyama's. It converges to Ito's solution, each path with order 1.
 * Where columns do not commute the step wants double integrals dW_j dW_k (Levy areas), which increments
 * do not determine; the method then refuses. Derivatives that are not given are central differences.
 *
 * Source: Kloeden and Platen (1992), section 10.3.
 */
export const milstein: Solver = {
  name: "Milstein",
  calculus: "ito",
  evaluations: 1,
  begin(sde, start) {
    const { diffusion } = sde;
    switch (diffusion.kind) {
      case "additive":
        return eulerMaruyama.begin(sde, start);
      case "diagonal":
        ensureDiagonal(diffusion, start, sde.interval[0]);
        return diagonalStep(sde, diffusion);
      case "matrix":
        return matrixStep(sde, diffusion);
    }
  },
};

function diagonalStep(sde: Sde, diffusion: DiagonalDiffusion): SolverStep {
  return (x, t, dt, dw) => {
    const g = diagonalAt(diffusion, x, t);
    const slope = diagonalDerivative(diffusion, x, t).data;
    const noise = new Float64Array(dw.length);
    for (let j = 0; j < noise.length; j++) {
      const w = dw[j]!;
      noise[j] = g[j]! * w + 0.5 * g[j]! * slope[j]! * (w * w - Math.abs(dt));
    }
    return points(moved(x, driftAt(sde, x, t), dt, noise), x.dim);
  };
}

function matrixStep(sde: Sde, diffusion: MatrixDiffusion): SolverStep {
  const noises = diffusion.noiseDim;
  return (x, t, dt, dw) => {
    const noise = noiseTerm(diffusion, x, t, dw);
    const along = derivativesAlongColumns(diffusion, x, t);
    ensureCommuting(along, diffusion, x, t);
    const next = moved(x, driftAt(sde, x, t), dt, noise);
    for (let r = 0; r < next.length; r++) {
      const i = Math.floor(r / x.dim);
      for (let j = 0; j < noises; j++) {
        for (let k = 0; k < noises; k++) {
          const product = dw[i * noises + j]! * dw[i * noises + k]! - (j === k ? Math.abs(dt) : 0);
          next[r]! += 0.5 * along[j]![r * noises + k]! * product;
        }
      }
    }
    return points(next, x.dim);
  };
}

/** Differences of derivatives that are no larger than this, relatively, are errors of the differences. */
const ROUNDING = 1e-6;

function ensureCommuting(
  along: readonly Float64Array[],
  diffusion: MatrixDiffusion,
  x: Points,
  t: number,
): void {
  const noises = diffusion.noiseDim;
  const size = largest(diffusion.at(x, t));
  const scale = Math.max(...along.map(largest), ROUNDING * size * size);
  for (let r = 0; r < x.data.length; r++) {
    for (let j = 0; j < noises; j++) {
      for (let k = 0; k < j; k++) {
        const [jk, kj] = [along[j]![r * noises + k]!, along[k]![r * noises + j]!];
        ensure(Math.abs(jk - kj) <= ROUNDING * scale, () => ({
          argument: "method",
          value: "milstein",
          problem: `cannot use the columns ${k + 1} and ${j + 1} of the diffusion, which do not commute`,
          consequence:
            "a step of order 1 wants their double integrals (Levy areas), which the increments do not determine",
          remedy: 'take method: "euler-maruyama" with more steps',
        }));
      }
    }
  }
}

/** @throws InvalidArgument if g_k changes with another coordinate than x_k. */
function ensureDiagonal(diffusion: DiagonalDiffusion, x: Points, t: number): void {
  if (x.dim === 1) return;
  const g = diffusion.at(x, t).data;
  for (let k = 0; k < x.dim; k++) {
    const moved = points(
      x.data.map((value, j) =>
        j % x.dim === k ? value + 1e-3 * Math.max(1, Math.abs(value)) : value,
      ),
      x.dim,
    );
    const other = diffusion.at(moved, t).data;
    const bad = g.findIndex((value, j) => j % x.dim !== k && other[j] !== value);
    ensure(bad < 0, () => ({
      argument: "diffusion",
      value: diffusion,
      problem: `is not diagonal: entry ${(bad % x.dim) + 1} changes with coordinate ${k + 1}`,
      consequence: "Milstein's correction would miss the mixed derivatives",
      remedy: 'give it as a matrix, or take method: "euler-maruyama"',
    }));
  }
}

function largest(values: Float64Array): number {
  let size = 0;
  for (const value of values) size = Math.max(size, Math.abs(value));
  return size;
}
