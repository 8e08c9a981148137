import { afterEach, describe, expect, it, vi } from "vitest";
import { normalFromBits } from "../../../src/numerics/fromBits";
import { philox4x32 } from "../../../src/numerics/philox";
import { kernels, rowsAtOnce } from "../../../src/numerics/webAssembly/kernels";

const key = [-1e9, 99, 12345, -77] as const;

/** The numbers one after the other, by the plain functions. */
function plain(first: number, n: number, dim: number): Float64Array {
  const values = new Float64Array(n * dim);
  const bits = new Uint32Array(4);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < dim; k++) {
      philox4x32(bits, (first + i) >>> 1, k, key[2], key[3], key[0], key[1]);
      const half = i % 2;
      values[i * dim + k] = normalFromBits(bits[2 * half]!, bits[2 * half + 1]!);
    }
  }
  return values;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

describe("normal numbers from WebAssembly", () => {
  it.each([
    [0, 1, 1],
    [0, 7, 1],
    [4, 30_001, 1],
    [2 ** 31, 1000, 2],
    [6, 999, 3],
    [0, 3, 17],
  ])(
    "are those of the plain functions: from row %i on, %i rows in dimension %i",
    (first, n, dim) => {
      const wasm = kernels()!;
      const [out, scratch] = wasm.room((n + 6) * dim, 2 * (n + 6) * dim + 4);
      wasm.normalRows(out.place, scratch.place, first, n, dim, key[2], key[3], key[0], key[1]);
      const expected = plain(first, n, dim);
      for (let j = 0; j < n * dim; j++) {
        // The same operations in the same order, but for the logarithm, which is the engine's own there.
        expect(Math.abs(out.data[j]! / expected[j]! - 1)).toBeLessThanOrEqual(1e-15);
      }
    },
  );

  it("reach the tails and the centre in the same draw", () => {
    const values = plain(4, 30_001, 1);
    expect(values.some((z) => Math.abs(z) > 3.5)).toBe(true);
    expect(values.some((z) => Math.abs(z) < 0.01)).toBe(true);
  });

  it("do without it where there are no vectors, with the same numbers", async () => {
    const { rng: fast } = await import("../../../src/numerics/rng");
    const expected = fast(1, "a").normal(1001, 3);
    vi.resetModules();
    vi.stubGlobal("WebAssembly", { validate: () => false });
    const { kernels: none } = await import("../../../src/numerics/webAssembly/kernels");
    const { rng } = await import("../../../src/numerics/rng");
    expect(none()).toBeUndefined();
    const values = rng(1, "a").normal(1001, 3);
    values.forEach((z, j) => {
      expect(Math.abs(z / expected[j]! - 1)).toBeLessThanOrEqual(1e-15);
    });
  });
});

describe("room in WebAssembly's memory", () => {
  it("grows, and its parts do not overlap", () => {
    const parts = kernels()!.room(3, 100_001, 1, 50_000);
    parts.forEach((part, i) => {
      part.data.fill(i + 1);
    });
    expect(parts.map(({ data }) => data.length)).toEqual([3, 100_001, 1, 50_000]);
    parts.forEach(({ data, place }, i) => {
      expect(place % 16).toBe(0);
      expect(data.every((value) => value === i + 1)).toBe(true);
    });
  });

  it("is used for an even number of rows at a time", () => {
    expect([1, 2, 3, 8, 3000].map(rowsAtOnce)).toEqual([4096, 2048, 1364, 512, 2]);
  });
});
