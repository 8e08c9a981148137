import { ensure } from "./errors";
import { normalFromBits, uniformFromBits } from "./fromBits";
import { philox4x32 } from "./philox";
import { type Kernels, kernels, rowsAtOnce } from "./webAssembly/kernels";

/**
 * A counter-based random number generator, keyed by a seed and labels. It has no state: coordinate k
 * of row i is a function of the key, i and k alone. So the same call gives the same numbers again;
 * for other numbers, ask for another label: `r.split("start")` and `r.split("noise")` are independent,
 * and so are `r.normal(n)` and `r.uniform(n)`.
 */
export interface Rng {
  /** n * dim standard normal numbers, row-major; row i does not depend on n, nor coordinate k on dim. */
  normal(n: number, dim?: number): Float64Array;
  /** n * dim numbers uniform on the open interval (0, 1), row-major; as for `normal`. */
  uniform(n: number, dim?: number): Float64Array;
  /** An independent generator for another purpose: `rng(s, "a").split("b")` is `rng(s, "a", "b")`. */
  split(label: string | number): Rng;
}

/**
 * The random number generator of a seed and labels. Equal arguments give equal numbers, on every
 * machine: uniform numbers bit for bit, normal ones but for the last digit of the logarithm in the
 * tails. The label 1 differs from "1", and the labels "ab", "c" from "a", "bc".
 *
 * Numbers: Philox4x32-10 (Salmon and others 2011); one block of 128 bits serves the rows 2j and 2j+1
 * of a coordinate, 64 bits each. Uniform: (2m + 1) / 2^53 with m from 52 bits. Normal: by inversion
 * (Wichura 1988), one bit for the sign and 63 for the tail probability, so values reach 9.1 standard
 * deviations.
 *
 * Key: seed and labels, each with its type and length, are folded into 128 bits h by
 * h <- philox(h, key = next 64 bits) xor h (Davies and Meyer's construction).
 *
 * @throws InvalidArgument if the seed is not a safe integer or a label is NaN.
 */
export function rng(seed: number, ...labels: readonly (string | number)[]): Rng {
  ensure(Number.isSafeInteger(seed), () => ({
    argument: "seed",
    value: seed,
    problem: "is not a whole number between -(2^53 - 1) and 2^53 - 1",
    consequence: "two seeds could not be told apart, or a run not repeated",
    remedy: "give a whole number such as 1",
  }));
  const start = absorbed(new Uint32Array(4), seed);
  return new PhiloxRng(labels.reduce<Uint32Array>(absorbed, start));
}

/**
 * What puts the normal numbers of rows `first`, `first` + 1, ... into WebAssembly's memory: `first` is even,
 * and there is room for six more rows. Undefined for a generator that was not made by {@link rng}.
 */
export function normalRowsOf(
  rng: Rng,
  dim: number,
  wasm: Kernels,
): ((place: number, scratch: number, first: number, rows: number) => void) | undefined {
  return PhiloxRng.normalRows(rng, dim, wasm);
}

/** @throws InvalidArgument if the generator is missing, or is something else, such as a seed. */
export function ensureRng(rng: Rng | undefined): asserts rng is Rng {
  ensure(typeof (rng as Partial<Rng> | null | undefined)?.split === "function", () => ({
    argument: "rng",
    value: rng,
    problem: rng === undefined ? "is missing" : "is no generator of random numbers",
    consequence: "nothing could be drawn",
    remedy: "give one, for example rng: rng(1)",
  }));
}

type Draw = (high: number, low: number) => number;

const UNIFORM = 1;
const NORMAL = 2;

class PhiloxRng implements Rng {
  readonly #state: Uint32Array;
  constructor(state: Uint32Array) {
    this.#state = state;
  }
  static normalRows(rng: Rng, dim: number, wasm: Kernels) {
    if (!(#state in rng) || Object.hasOwn(rng, "normal")) return undefined;
    const [key0, key1, stream0, stream1] = rng.#words();
    return (place: number, scratch: number, first: number, rows: number) =>
      wasm.normalRows(place, scratch, first, rows, dim, stream0 ^ NORMAL, stream1, key0, key1);
  }
  normal(n: number, dim = 1): Float64Array {
    ensureCount("n", n);
    ensureCount("dim", dim);
    const wasm = kernels();
    if (!wasm) return this.#fill(n, dim, NORMAL, normalFromBits);
    const draw = PhiloxRng.normalRows(this, dim, wasm)!;
    const values = new Float64Array(n * dim);
    const rows = rowsAtOnce(dim);
    const size = (Math.min(rows, n) + 6) * dim;
    const [drawn, scratch] = wasm.room(size, 2 * size + 4);
    for (let first = 0; first < n; first += rows) {
      const count = Math.min(rows, n - first);
      draw(drawn.place, scratch.place, first, count);
      values.set(drawn.data.subarray(0, count * dim), first * dim);
    }
    return values;
  }
  uniform(n: number, dim = 1): Float64Array {
    ensureCount("n", n);
    ensureCount("dim", dim);
    return this.#fill(n, dim, UNIFORM, uniformFromBits);
  }
  split(label: string | number): Rng {
    return new PhiloxRng(absorbed(this.#state, label));
  }
  #words(): readonly [key0: number, key1: number, stream0: number, stream1: number] {
    return this.#state as unknown as [number, number, number, number];
  }
  #fill(n: number, dim: number, purpose: number, draw: Draw): Float64Array {
    const [key0, key1, stream0, stream1] = this.#words();
    const values = new Float64Array(n * dim);
    const bits = new Uint32Array(4);
    for (let row = 0; row < n; row += 2) {
      for (let k = 0; k < dim; k++) {
        philox4x32(bits, row >>> 1, k, stream0 ^ purpose, stream1, key0, key1);
        values[row * dim + k] = draw(bits[0]!, bits[1]!);
        if (row + 1 < n) values[(row + 1) * dim + k] = draw(bits[2]!, bits[3]!);
      }
    }
    return values;
  }
}

const NUMBER = 1;
const STRING = 2;

/** The hash state after one more label; the type and the length go first, so that no two lists meet. */
function absorbed(state: Uint32Array, label: string | number): Uint32Array {
  const next = state.slice();
  if (typeof label === "number") {
    ensure(!Number.isNaN(label), () => ({
      argument: "label",
      value: label,
      problem: "is not a number",
      consequence: "every label that went wrong would share one stream of random numbers",
      remedy: "give a number or a string",
    }));
    const words = new Uint32Array(Float64Array.of(label === 0 ? 0 : label).buffer);
    absorb(next, NUMBER, 1);
    absorb(next, words[0]!, words[1]!);
    return next;
  }
  ensure(typeof label === "string", () => ({
    argument: "label",
    value: label,
    problem: "is neither a string nor a number",
    consequence: "the stream of random numbers would have no name",
    remedy: "give a number or a string",
  }));
  absorb(next, STRING, label.length);
  for (let i = 0; i < label.length; i += 2) {
    absorb(next, label.charCodeAt(i), i + 1 < label.length ? label.charCodeAt(i + 1) : 0);
  }
  return next;
}

const block = new Uint32Array(4);

function absorb(state: Uint32Array, key0: number, key1: number): void {
  philox4x32(block, state[0]!, state[1]!, state[2]!, state[3]!, key0, key1);
  for (let i = 0; i < 4; i++) state[i]! ^= block[i]!;
}

function ensureCount(argument: string, value: number): void {
  ensure(Number.isSafeInteger(value) && value >= 1 && value < 2 ** 32, () => ({
    argument,
    value,
    problem: "is not a whole number of at least 1 (and below 2^32)",
    consequence: "there would be nothing to draw",
    remedy: "give the number of points, and of coordinates of a point",
  }));
}
