import { ensureDimension, ensureFinite } from "../densities/guards";
import { ensure, NotFinite } from "../numerics/errors";
import { type Points, points } from "../numerics/points";
import type { Calculus, Diffusion, Sde } from "./sde";

/** A vector from the coordinates of a point and the time, `(x, y, t) => [y, -x]`; a number in dimension 1. */
export type TimeVectorFunction = (...xAndTime: number[]) => number | readonly number[];

/** A matrix from the coordinates of a point and the time, as a list of rows. */
export type TimeMatrixFunction = (...xAndTime: number[]) => readonly (readonly number[])[];

interface Common {
  /** The dimension of the points; 1 if left out. */
  readonly dim?: number;
  /** From where to where in time it runs; [0, 1] if left out. */
  readonly interval?: readonly [from: number, to: number];
  /** f(x, t). */
  readonly drift: TimeVectorFunction;
}

/** Each coordinate has a noise of its own. */
interface OwnNoise {
  /**
   * A number g: the same noise g dW in every coordinate, wherever and whenever. A function: entry k is
   * g_k, which may depend on x_k and the time, not on other coordinates.
   */
  readonly diffusion: number | TimeVectorFunction;
  /** d g_k / d x_k, for Milstein's method and Stratonovich's drift; central differences if left out. */
  readonly diffusionDerivative?: TimeVectorFunction;
}

/** A matrix mixes the noises. */
interface MixedNoise {
  /** G(x, t): dim rows, a column for each of the noises. */
  readonly diffusionMatrix: TimeMatrixFunction;
  /** The number of independent noises. */
  readonly noiseDim: number;
}

export type ProcessOptions = Common & (OwnNoise | MixedNoise);

/**
 * The process dx = f(x, t) dt + G(x, t) dW, in Ito's sense, from plain functions of the coordinates and,
 * last, the time.
 *
 *     itoProcess({ drift: (x) => x - x ** 3, diffusion: 0.5 })
 *     itoProcess({ drift: (x, t) => -x, diffusion: (x, t) => x * Math.exp(-t) })
 *     itoProcess({ dim: 2, drift: (x, y) => [y, -x], diffusionMatrix: (x, y) => [[0], [y]], noiseDim: 1 })
 *
 * @throws InvalidArgument, when evaluated, if a function returns the wrong number of coordinates.
 */
export function itoProcess(options: ProcessOptions): Sde {
  return process(options, "ito");
}

/**
 * As {@link itoProcess}, with the noise read in Stratonovich's sense: dx = f(x, t) dt + G(x, t) o dW, the
 * limit of equations driven by smooth noise.
 */
export function stratonovichProcess(options: ProcessOptions): Sde {
  return process(options, "stratonovich");
}

function process(options: ProcessOptions, calculus: Calculus): Sde {
  const { dim = 1, interval = [0, 1], drift } = options;
  const [from, to] = interval;
  ensure(Number.isFinite(from) && Number.isFinite(to) && from !== to, () => ({
    argument: "interval",
    value: interval,
    problem: "does not hold two finite times that differ",
    consequence: "a solver would not know where to begin and where to end",
    remedy: "give the time of the start and the time of the end",
  }));
  return {
    dim,
    interval,
    calculus,
    drift: (x, t) => vectors("drift", drift, x, t, dim),
    diffusion: diffusionOf(options, dim),
  };
}

function diffusionOf(options: ProcessOptions, dim: number): Diffusion {
  if ("diffusionMatrix" in options) {
    const { diffusionMatrix, noiseDim } = options;
    ensure(Number.isSafeInteger(noiseDim) && noiseDim >= 1, () => ({
      argument: "noiseDim",
      value: noiseDim,
      problem: "is not a whole number of at least 1",
      consequence: "the columns of the diffusion would not be known",
      remedy: "give the number of independent noises",
    }));
    return {
      kind: "matrix",
      noiseDim,
      at: (x: Points, t: number): Float64Array => matrices(diffusionMatrix, x, t, dim, noiseDim),
    };
  }
  const { diffusion, diffusionDerivative } = options;
  if (typeof diffusion === "number") {
    ensureFinite("diffusion", diffusion);
    return { kind: "additive", at: () => diffusion };
  }
  return {
    kind: "diagonal",
    at: (x, t) => vectors("diffusion", diffusion, x, t, dim),
    ...(diffusionDerivative && {
      derivative: (x: Points, t: number) =>
        vectors("diffusionDerivative", diffusionDerivative, x, t, dim),
    }),
  };
}

function vectors(
  argument: string,
  f: TimeVectorFunction,
  x: Points,
  t: number,
  dim: number,
): Points {
  ensureDimension(x, dim);
  const values = new Float64Array(x.n * dim);
  for (let i = 0; i < x.n; i++) {
    const value = dim === 1 ? f(x.data[i]!, t) : f(...x.data.subarray(i * dim, (i + 1) * dim), t);
    if (typeof value === "number" && dim === 1) {
      values[i] = value;
      continue;
    }
    const row = typeof value === "number" ? [value] : value;
    ensureLength(argument, row, dim);
    for (let k = 0; k < dim; k++) values[i * dim + k] = row[k]!;
  }
  ensureFiniteValues(argument, values, x, t);
  return points(values, dim);
}

function matrices(
  f: TimeMatrixFunction,
  x: Points,
  t: number,
  dim: number,
  noiseDim: number,
): Float64Array {
  ensureDimension(x, dim);
  const values = new Float64Array(x.n * dim * noiseDim);
  for (let i = 0; i < x.n; i++) {
    const rows = f(...x.data.subarray(i * dim, (i + 1) * dim), t);
    ensureLength("diffusionMatrix", rows, dim);
    for (let r = 0; r < dim; r++) {
      ensureLength(`row ${r + 1} of diffusionMatrix`, rows[r]!, noiseDim);
      values.set(rows[r]!, (i * dim + r) * noiseDim);
    }
  }
  ensureFiniteValues("diffusionMatrix", values, x, t);
  return values;
}

function ensureLength(argument: string, row: readonly unknown[], length: number): void {
  ensure(Array.isArray(row) && row.length === length, () => ({
    argument,
    value: row,
    problem: `does not hold ${length} ${length === 1 ? "entry" : "entries"}`,
    consequence: "it could not be added to a point, or multiplied by the noise",
    remedy: "return one entry for each coordinate, and for a matrix one row for each coordinate",
  }));
}

function ensureFiniteValues(argument: string, values: Float64Array, x: Points, t: number): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  const i = Math.floor((bad * x.n) / values.length);
  throw new NotFinite({
    argument: `${argument} at x = ${x.data.slice(i * x.dim, (i + 1) * x.dim).join(", ")}, time ${t}`,
    value: values[bad],
    problem: "is not a finite number",
    consequence: "the path could not go on from there",
    remedy: "look for a root or a logarithm of a negative number, or take smaller steps",
  });
}
