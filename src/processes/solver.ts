import { ensureVectors } from "../densities/guards";
import { ensure } from "../numerics/errors";
import type { Points } from "../numerics/points";
import type { Calculus, DiagonalDiffusion, Diffusion, MatrixDiffusion, Sde } from "./sde";

/** One step of a method: from x at time t to t + dt, along the Brownian increments dw, [n, noiseDim]. */
export type SolverStep = (x: Points, t: number, dt: number, dw: Float64Array) => Points;

/** A method for stochastic differential equations. */
export interface Solver {
  readonly name: string;
  /** In which sense it reads an equation whose noise is not additive. */
  readonly calculus: Calculus;
  /** How often a step evaluates the drift. */
  readonly evaluations: number;
  begin(sde: Sde, start: Points): SolverStep;
}

/** f(x, t) at each point: [n, dim]. @throws InvalidArgument unless each point has a vector. */
export function driftAt(sde: Pick<Sde, "drift">, x: Points, t: number): Points {
  const f = sde.drift(x, t);
  ensureVectors(x, f, "drift");
  return f;
}

/** g_k(x_k, t) at each point: [n, dim]. @throws InvalidArgument unless each point has a vector. */
export function diagonalAt(diffusion: DiagonalDiffusion, x: Points, t: number): Float64Array {
  const g = diffusion.at(x, t);
  ensureVectors(x, g, "diffusion");
  return g.data;
}

/** G(x, t) at each point: [n, dim, noiseDim]. @throws InvalidArgument unless each point has a matrix. */
function matricesAt(diffusion: MatrixDiffusion, x: Points, t: number): Float64Array {
  const g = diffusion.at(x, t);
  const { noiseDim } = diffusion;
  ensure(g.length === x.n * x.dim * noiseDim, () => ({
    argument: "diffusion",
    value: g,
    problem: `gave ${g.length} numbers for ${x.n} matrices of ${x.dim} by ${noiseDim}`,
    consequence: "points would move with the noise of others",
    remedy: "return the matrices one after another, each row by row",
  }));
  return g;
}

/** The number of independent noises that drive points of dimension dim. */
export function noiseDim(diffusion: Diffusion, dim: number): number {
  return diffusion.kind === "matrix" ? diffusion.noiseDim : dim;
}

/** x + f dt + noise at each point: [n, dim]. Plain loops: a simulation lives here. */
export function moved(x: Points, f: Points, dt: number, noise: Float64Array): Float64Array {
  const result = new Float64Array(x.data.length);
  for (let j = 0; j < result.length; j++) result[j] = x.data[j]! + f.data[j]! * dt + noise[j]!;
  return result;
}

/** G(x, t) dw at each point: [n, dim]. */
export function noiseTerm(
  diffusion: Diffusion,
  x: Points,
  t: number,
  dw: Float64Array,
): Float64Array {
  switch (diffusion.kind) {
    case "additive": {
      const g = diffusion.at(t);
      const noise = new Float64Array(dw.length);
      for (let j = 0; j < noise.length; j++) noise[j] = g * dw[j]!;
      return noise;
    }
    case "diagonal": {
      const g = diagonalAt(diffusion, x, t);
      const noise = new Float64Array(dw.length);
      for (let j = 0; j < noise.length; j++) noise[j] = g[j]! * dw[j]!;
      return noise;
    }
    case "matrix":
      return matrixTimes(matricesAt(diffusion, x, t), dw, x.n, x.dim, diffusion.noiseDim);
  }
}

function matrixTimes(
  g: Float64Array,
  dw: Float64Array,
  n: number,
  dim: number,
  noises: number,
): Float64Array {
  const product = new Float64Array(n * dim);
  for (let i = 0; i < n; i++) {
    for (let r = 0; r < dim; r++) {
      const row = (i * dim + r) * noises;
      let sum = 0;
      for (let c = 0; c < noises; c++) sum += g[row + c]! * dw[i * noises + c]!;
      product[i * dim + r] = sum;
    }
  }
  return product;
}
