import { choleskyDecomposition } from "../numerics/linearAlgebra";
import type { Points } from "../numerics/points";
import { type Kernels, kernels, rowsAtOnce } from "../numerics/webAssembly/kernels";

/** Weighted Gaussian densities as one list of numbers, as assembly/mixture.ts takes them. */
export interface PackedGaussians {
  readonly dim: number;
  readonly components: number;
  /** For each: log weight - log det(2 pi C) / 2, the mean, the rows of the lower triangle of L^-1, C = L L'. */
  readonly parameters: Float64Array;
}

/** Weighted Gaussian densities, packed. */
export function packGaussians(
  logWeights: ArrayLike<number>,
  components: readonly { readonly mean: Float64Array; readonly covariance: Float64Array }[],
): PackedGaussians {
  const dim = components[0]!.mean.length;
  const parameters = components.flatMap(({ mean, covariance }, k) => {
    const cholesky = choleskyDecomposition(covariance);
    const identity = Float64Array.from({ length: dim * dim }, (_, i) =>
      i % (dim + 1) === 0 ? 1 : 0,
    );
    // Row j is L^-1 e_j, column j of L^-1.
    const columns = cholesky.whiten(identity);
    const rows: number[] = [];
    for (let i = 0; i < dim; i++) for (let j = 0; j <= i; j++) rows.push(columns[j * dim + i]!);
    const logConstant = -0.5 * (dim * Math.log(2 * Math.PI) + cholesky.logDeterminant);
    return [logWeights[k]! + logConstant, ...mean, ...rows];
  });
  return { dim, components: components.length, parameters: Float64Array.from(parameters) };
}

/** Points, scores and parameters in WebAssembly's memory, for so many points at a time. */
function scoring(wasm: Kernels, { dim, components, parameters }: PackedGaussians, rows: number) {
  const [own, x, scores, logs, z, scratch] = wasm.room(
    parameters.length,
    rows * dim + 2,
    rows * dim + 2,
    rows,
    (rows + 6) * dim,
    Math.max(2 * (components * (dim + 2) + 3 * dim), 2 * (rows + 6) * dim + 4),
  );
  own.data.set(parameters);
  const score = (n: number, withLogs: boolean) =>
    wasm.scoreRows(
      scores.place,
      withLogs ? logs.place : 0,
      x.place,
      n,
      dim,
      components,
      own.place,
      scratch.place,
    ) === 1;
  return { x, scores, logs, z, scratch, score };
}

/**
 * The scores at points, row-major, or the log densities. Undefined where WebAssembly has no vectors or a
 * score is not finite, for the plain loop to compute or to complain of.
 */
export function packedScores(gaussians: PackedGaussians, x: Points): Float64Array | undefined {
  return evaluated(gaussians, x, "scores");
}

/** As {@link packedScores}, of the log densities. */
export function packedLogDensities(
  gaussians: PackedGaussians,
  x: Points,
): Float64Array | undefined {
  return evaluated(gaussians, x, "logs");
}

function evaluated(
  gaussians: PackedGaussians,
  x: Points,
  wanted: "scores" | "logs",
): Float64Array | undefined {
  const wasm = kernels();
  if (!wasm) return undefined;
  const { dim } = gaussians;
  const rows = rowsAtOnce(dim);
  const memory = scoring(wasm, gaussians, rows);
  const width = wanted === "scores" ? dim : 1;
  const values = new Float64Array(x.n * width);
  for (let first = 0; first < x.n; first += rows) {
    const n = Math.min(rows, x.n - first);
    memory.x.data.set(x.data.subarray(first * dim, (first + n) * dim));
    if (!memory.score(n, wanted === "logs")) return undefined;
    values.set(memory[wanted].data.subarray(0, n * width), first * width);
  }
  return values;
}

/** What draws the noise of one step: row i by its own number. */
export type RowsOfNoise = (place: number, scratch: number, first: number, rows: number) => void;

/**
 * x + h s(x) + spread z for all points at once, with the noise that `draw` puts into WebAssembly's memory.
 * Undefined as for {@link packedScores}.
 */
export function packedLangevinStep(
  gaussians: PackedGaussians,
  x: Points,
  step: { readonly h: number; readonly spread: number; readonly draw: RowsOfNoise },
): Float64Array | undefined {
  const wasm = kernels();
  if (!wasm) return undefined;
  const { dim } = gaussians;
  const rows = rowsAtOnce(dim);
  const { x: place, scores, z, scratch, score } = scoring(wasm, gaussians, rows);
  const moved = new Float64Array(x.data.length);
  for (let first = 0; first < x.n; first += rows) {
    const n = Math.min(rows, x.n - first);
    const count = n * dim;
    place.data.set(x.data.subarray(first * dim, first * dim + count));
    if (!score(n, false)) return undefined;
    step.draw(z.place, scratch.place, first, n);
    // Two numbers are moved at a time: an odd one needs a finite partner.
    for (const { data } of [place, scores, z]) data[count] = 0;
    if (wasm.move(place.place, scores.place, z.place, count, step.h, step.spread) === 0) {
      return undefined;
    }
    moved.set(place.data.subarray(0, count), first * dim);
  }
  return moved;
}
