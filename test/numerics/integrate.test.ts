import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { InvalidArgument } from "../../src/numerics/errors";
import { type Interval, integrate, type Rectangle } from "../../src/numerics/integrate";

vi.setConfig({ testTimeout: 60_000 });

const WHOLE = { from: -Infinity, to: Infinity };
const normal = (x: number, mean = 0, deviation = 1) =>
  Math.exp(-(((x - mean) / deviation) ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI));

/** Hard integrands with their integrals in closed form; the integral of |f| where it differs. */
const cases: [string, (x: number) => number, Interval, truth: number, scale?: number][] = [
  ["a normal density", normal, WHOLE, 1],
  ["a normal density far out", (x) => normal(x, 1000), WHOLE, 1],
  ["a peak of width 1e-6 at 0 in [-50, 50]", (x) => normal(x, 0, 1e-6), { from: -50, to: 50 }, 1],
  [
    "a peak of width 1e-6 anywhere, at a break",
    (x) => normal(x, 7.3, 1e-6),
    { from: -50, to: 50, breaks: [7.3] },
    1,
  ],
  [
    "a peak of width 1e-6 on the whole line, between breaks",
    (x) => normal(x, 7.3, 1e-6),
    { ...WHOLE, breaks: [7.3 - 6e-6, 7.3 + 6e-6] },
    1,
  ],
  ["a Cauchy density", (x) => 1 / (Math.PI * (1 + x * x)), WHOLE, 1],
  ["a Cauchy density of scale 1e5", (x) => 1e5 / (Math.PI * (1e10 + x * x)), WHOLE, 1],
  // Student's t with half a degree of freedom; the truth is B(1/4, 1/2) / sqrt(2).
  ["a tail of |x|^-1.5", (x) => (1 + 2 * x * x) ** -0.75, WHOLE, 3.7081493546027438],
  ["an exponential density", (x) => 3 * Math.exp(-3 * x), { from: 0, to: Infinity }, 1],
  ["a tail alone", (x) => Math.exp(-x), { from: 30, to: Infinity }, Math.exp(-30)],
  ["a lower tail alone", (x) => Math.exp(x), { from: -Infinity, to: -30 }, Math.exp(-30)],
  [
    "Beta(1/2, 1/2), singular at both ends",
    (x) => 1 / (Math.PI * Math.sqrt(x * (1 - x))),
    { from: 0, to: 1 },
    1,
  ],
  [
    "the same on [2, 3]",
    (x) => 1 / (Math.PI * Math.sqrt((x - 2) * (3 - x))),
    { from: 2, to: 3 },
    1,
  ],
  ["x^-0.9", (x) => x ** -0.9, { from: 0, to: 1 }, 10],
  ["log x", Math.log, { from: 0, to: 1 }, -1],
  ["a kink", (x) => Math.abs(x - 0.3), { from: -1, to: 1 }, 1.09],
  ["a jump", (x) => (x < 0.3 ? 1 : 0), { from: -1, to: 1 }, 1.3],
  ["an odd function", (x) => x * normal(x), WHOLE, 0, 0.8],
  ["waves", (x) => Math.cos(40 * x) * normal(x), WHOLE, Math.exp(-800), 0.6],
  ["a cubic", (x) => x ** 3 - x, { from: -1, to: 2 }, 15 / 4 - 3 / 2],
];

describe("a one-dimensional integral", () => {
  it.each(cases)("is right to 1e-8 for %s", (_, f, over, truth, scale = Math.abs(truth)) => {
    const { value, errorBound, standardError, n } = integrate(f, over);
    expect(Math.abs(value - truth)).toBeLessThan(1e-8 * scale);
    expect(Math.abs(value - truth)).toBeLessThan(Math.max(errorBound, 1e-14 * scale));
    expect([standardError, n]).toEqual([0, 0]);
  });

  it("is as exact as asked", () => {
    const f = (x: number) => Math.abs(x - 0.3);
    const over = { from: -1, to: 1 };
    const coarse = integrate(f, { ...over, relativeError: 1e-3 });
    const fine = integrate(f, { ...over, relativeError: 1e-12 });
    expect(Math.abs(fine.value - 1.09)).toBeLessThan(1e-12);
    expect(Math.abs(coarse.value - 1.09)).toBeLessThan(1e-3);
    expect(coarse.errorBound).toBeGreaterThan(1e-9);
  });

  it.each([10, 400, 2000])("covers the whole interval with %i breaks in it", (count) => {
    const breaks = Array.from({ length: count }, (_, i) => ((i + 0.5) / count) ** 2);
    const one = integrate(() => 1, { from: 0, to: 1, breaks });
    expect(Math.abs(one.value - 1)).toBeLessThan(1e-13);
    const skewed = integrate((x) => x ** 3, { from: 0, to: 1, breaks });
    expect(Math.abs(skewed.value - 0.25)).toBeLessThan(1e-13);
  });

  it("is additive over intervals and linear in the integrand", () => {
    const cut = fc.integer({ min: -200, max: 200 }).map((i) => i / 100);
    const coefficient = fc.integer({ min: -30, max: 30 }).map((i) => i / 10);
    fc.assert(
      fc.property(cut, coefficient, coefficient, (middle, a, b) => {
        const f = (x: number) => Math.exp(-x * x) * (1 + x);
        const g = (x: number) => 1 / (1 + x * x);
        const over = { from: -3, to: Infinity };
        const whole = integrate(f, over).value;
        const parts =
          integrate(f, { ...over, to: middle }).value +
          integrate(f, { ...over, from: middle }).value;
        expect(Math.abs(whole - parts)).toBeLessThan(3e-8 * 3);
        const combined = integrate((x) => a * f(x) + b * g(x), over).value;
        const separate = a * whole + b * integrate(g, over).value;
        expect(Math.abs(combined - separate)).toBeLessThan(1e-8 * 30);
      }),
      { numRuns: 30 },
    );
  });

  it.each<[string, (x: number) => number, Interval, RegExp]>([
    ["1 / x at 0", (x) => 1 / x, { from: 0, to: 1 }, /near x = \d\.\d+e-\d+/],
    ["the mean of a Cauchy variable", (x) => x / (1 + x * x), WHOLE, /near x = -?\d\.\d+e\+\d+/],
    ["a constant over the line", () => 1, WHOLE, /near x = -?\d\.\d+e\+\d+/],
    [
      "a pole in the middle",
      (x) => 1 / (x - 0.3) ** 2,
      { from: -1, to: 1 },
      /near x = 0\.3000|at x = 0\.3/,
    ],
  ])("that does not exist is refused with the place: %s", (_, f, over, place) => {
    expect(() => integrate(f, over)).toThrow(InvalidArgument);
    expect(() => integrate(f, over)).toThrow(place);
  });

  it("is refused where f is not a number, with the point", () => {
    expect(() => integrate(Math.sqrt, { from: -1, to: 1 })).toThrow(/f = .* is NaN at x = -/);
    expect(() => integrate((x) => Math.exp(x * x), WHOLE)).toThrow(/is Infinity at x = /);
  });

  it("is refused over an empty interval or with an accuracy out of reach", () => {
    expect(() => integrate(Math.exp, { from: 1, to: 1 })).toThrow(/^from = 1 is not below to = 1/);
    expect(() => integrate(Math.exp, { from: Number.NaN, to: 1 })).toThrow(/^from = NaN/);
    expect(() => integrate(Math.exp, { from: 0, to: 1, breaks: [Number.NaN] })).toThrow(/^breaks/);
    expect(() => integrate(Math.exp, { from: 0, to: 1, relativeError: 1e-17 })).toThrow(
      /^relativeError = 1e-17/,
    );
    expect(() => integrate(Math.exp, { from: 0, to: 1, relativeError: Number.NaN })).toThrow(
      /^relativeError = NaN/,
    );
  });
});

describe("a two-dimensional integral", () => {
  const plane: Rectangle = { from: [-Infinity, -Infinity], to: [Infinity, Infinity] };

  it.each([0, 0.9, -0.99])("of a normal density of correlation %f is 1", (rho) => {
    const determinant = 1 - rho * rho;
    const density = (x: number, y: number) =>
      Math.exp(-(x * x - 2 * rho * x * y + y * y) / (2 * determinant)) /
      (2 * Math.PI * Math.sqrt(determinant));
    expect(Math.abs(integrate(density, plane).value - 1)).toBeLessThan(1e-8);
  });

  it("keeps its two variables apart, on a rectangle with a singular side", () => {
    const { value } = integrate((x, y) => (y * y) / Math.sqrt(x), { from: [0, -1], to: [4, 2] });
    expect(Math.abs(value - 4 * 3)).toBeLessThan(1e-8 * 12);
  });

  it.each([0, 1])("halves its boxes along variable %i where only that one is rough", (k) => {
    const kink = (x: number, y: number) => Math.abs([x, y][k]! - 0.3);
    const { value } = integrate(kink, { from: [-1, -1], to: [1, 1], relativeError: 1e-7 });
    expect(Math.abs(value - 2 * 1.09)).toBeLessThan(1e-7 * 2.18);
  });

  it("takes breaks for each variable", () => {
    const { value } = integrate((x, y) => Math.abs(x - 0.3) + (y > 0.2 ? 1 : 0), {
      from: [-1, 0],
      to: [1, 1],
      breaks: [[0.3], [0.2]],
      relativeError: 1e-12,
    });
    expect(Math.abs(value - (1.09 + 2 * 0.8))).toBeLessThan(1e-11);
  });

  it("that it cannot reach is refused with the place", () => {
    const disc = (x: number, y: number) => (x * x + y * y < 1 ? 1 : 0);
    expect(() => integrate(disc, { from: [-1, -1], to: [1, 1] })).toThrow(/near x = .*, /);
  });
});
