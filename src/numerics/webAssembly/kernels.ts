import { BINARY } from "./binary";

/** The functions of assembly/. Places are in bytes, from the start of the memory. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  normalRows(
    out: number,
    scratch: number,
    first: number,
    rows: number,
    dim: number,
    counter2: number,
    counter3: number,
    key0: number,
    key1: number,
  ): void;
  scoreRows(
    out: number,
    logs: number,
    x: number,
    n: number,
    dim: number,
    components: number,
    parameters: number,
    scratch: number,
  ): number;
  move(x: number, s: number, z: number, count: number, h: number, spread: number): number;
}

/** Numbers in WebAssembly's memory. They hold until the next call of `room`. */
export interface Room {
  readonly place: number;
  readonly data: Float64Array;
}

/** The functions, and room in the memory they work on. */
export interface Kernels extends Omit<Exports, "memory"> {
  /** Room for so many numbers each. What was there before is lost. */
  room<N extends readonly number[]>(...counts: N): { readonly [K in keyof N]: Room };
}

let loaded: { readonly kernels: Kernels | undefined } | undefined;

/**
 * What WebAssembly computes two numbers at a time, for the loops in which samplers spend their time:
 * normal random numbers, the score of Gaussian mixtures, Langevin's step. Undefined on a machine whose
 * WebAssembly has no vectors (SIMD); every caller has a plain loop that gives the same to rounding.
 */
export function kernels(): Kernels | undefined {
  loaded ??= { kernels: load() };
  return loaded.kernels;
}

/** TypeScript knows WebAssembly only together with browsers. */
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    validate(binary: Uint8Array): boolean;
    readonly Module: new (binary: Uint8Array) => object;
    readonly Instance: new (module: object) => { readonly exports: unknown };
  };
};

/** What the module keeps for itself lies below. */
const START = 1024;
const PAGE = 65536;

function load(): Kernels | undefined {
  const binary = Buffer.from(BINARY, "base64");
  if (!WebAssembly.validate(binary)) return undefined;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary));
  const { memory, ...functions } = exports as Exports;
  return {
    ...functions,
    room(...counts) {
      // Vectors are of 16 bytes.
      const sizes = counts.map((count) => 16 * Math.ceil(count / 2));
      const total = START + sizes.reduce((a, b) => a + b, 0);
      const lacking = total - memory.buffer.byteLength;
      if (lacking > 0) memory.grow(Math.ceil(lacking / PAGE));
      let place = START;
      const rooms = counts.map((count, i) => {
        const data = new Float64Array(memory.buffer, place, count);
        const own = { place, data };
        place += sizes[i]!;
        return own;
      });
      return rooms as unknown as { readonly [K in keyof typeof counts]: Room };
    },
  };
}

/** Rows of so many numbers are worked on in pieces that stay in the processor's cache: an even number of rows. */
export function rowsAtOnce(width: number): number {
  return 2 * Math.max(1, Math.floor(2048 / width));
}
