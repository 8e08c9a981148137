import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidArgument } from "../../src/numerics/errors";
import { points } from "../../src/numerics/points";

describe("points", () => {
  it("give back the rows that they were made from", () => {
    const rows = fc.integer({ min: 1, max: 4 }).chain((dim) =>
      fc.array(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
          minLength: dim,
          maxLength: dim,
        }),
        { minLength: 1, maxLength: 10 },
      ),
    );
    fc.assert(
      fc.property(rows, (given) => {
        const { n, dim, data } = points(given);
        const back = Array.from({ length: n }, (_, i) =>
          Array.from(data.subarray(i * dim, (i + 1) * dim)),
        );
        expect(back).toEqual(given);
      }),
    );
  });

  it("may be a number, numbers, a flat array or points", () => {
    expect(points(3)).toMatchObject({ n: 1, dim: 1 });
    expect(points([1, 2, 3])).toMatchObject({ n: 3, dim: 1 });
    const data = Float64Array.of(1, 2, 3, 4, 5, 6);
    const x = points(data, 3);
    expect(x).toMatchObject({ n: 2, dim: 3 });
    expect(x.data).toBe(data);
    expect(points(x)).toBe(x);
  });

  it("are refused when empty, ragged, not finite or not a whole number of rows", () => {
    expect(() => points([])).toThrow(InvalidArgument);
    expect(() => points([])).toThrow(/^values = \[\] is empty/);
    expect(() => points([[1, 2], [3]])).toThrow(/^values\[1\] = \[3\] has 1 coordinates/);
    expect(() => points([1, Number.NaN])).toThrow(/^values\[1\] = \[NaN\]/);
    expect(() =>
      points([
        [1, 2],
        [3, Infinity],
      ]),
    ).toThrow(/^values\[1\] = \[3, Infinity\]/);
    expect(() => points(new Float64Array(5), 2)).toThrow(/5 numbers, no multiple of 2/);
    expect(() => points(new Float64Array(5), 0)).toThrow(/^dim = 0/);
  });

  it("are looked at if they were made by hand", () => {
    const made = { n: 2, dim: 1, data: Float64Array.of(1, 2) };
    expect(points(made)).toBe(made);
    expect(() => points({ ...made, data: Float64Array.of(1, Number.NaN) })).toThrow(
      /^values\[1\] = \[NaN\] has a coordinate that is not finite/,
    );
    expect(() => points({ ...made, n: 3 })).toThrow(/^n = 3 does not fit the 2 numbers/);
    expect(() => points({ ...made, dim: 3 })).toThrow(/2 numbers, no multiple of 3/);
  });

  it("are refused when missing", () => {
    for (const nothing of [undefined, null, "1"]) {
      expect(() => points(nothing as unknown as number)).toThrow(InvalidArgument);
    }
    expect(() => points(undefined as unknown as number)).toThrow(/^values = undefined is missing/);
  });

  it("show their first rows and how many there are", async () => {
    const bundle = await (
      points(
        Float64Array.from({ length: 20 }, (_, i) => i),
        2,
      ) as unknown as {
        toMimeBundle(): { data: Record<string, string> };
      }
    ).toMimeBundle();
    expect(bundle.data["text/plain"]).toMatch(/^10 points of dimension 2\n.*x1.*x2/);
    expect(bundle.data["text/plain"]).toMatch(/\n +1 +2 +3\n/);
    expect(bundle.data["text/plain"]).toMatch(/4 more$/);
  });
});
