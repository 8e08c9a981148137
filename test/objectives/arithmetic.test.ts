import { describe, expect, it } from "vitest";
import { scoreField } from "../../src/densities/scoreField";
import { type Points, points } from "../../src/numerics/points";
import { antitheticDenoisingLoss } from "../../src/objectives/antitheticDenoising";
import type { Arithmetic } from "../../src/objectives/arithmetic";
import { denoisingLoss } from "../../src/objectives/denoisingScoreMatching";
import { explicitLoss } from "../../src/objectives/explicitScoreMatching";
import type { Field, LogDensityField } from "../../src/objectives/field";
import { finiteDifferenceLoss } from "../../src/objectives/finiteDifferenceScoreMatching";
import { float64, float64Field } from "../../src/objectives/float64";
import { probedTrace } from "../../src/objectives/hutchinsonTrace";
import { implicitLoss } from "../../src/objectives/implicitScoreMatching";
import { multiNoiseLoss } from "../../src/objectives/multiNoiseScoreMatching";
import { nonNegativeLoss } from "../../src/objectives/nonNegativeScoreMatching";
import { slicedLoss, slicedVRLoss } from "../../src/objectives/slicedScoreMatching";
import { expectEqual } from "./support";

/** A number and its derivative with respect to the parameter of the model. */
interface Dual {
  readonly value: number;
  readonly derivative: number;
}

const dual = (value: number, derivative = 0): Dual => ({ value, derivative });
const plus = (a: Dual, b: Dual) => dual(a.value + b.value, a.derivative + b.derivative);
const times = (a: Dual, b: Dual) =>
  dual(a.value * b.value, a.derivative * b.value + a.value * b.derivative);
const total = (terms: readonly Dual[]) => terms.reduce(plus, dual(0));
const lifted = (c: number | readonly Dual[], i: number) =>
  typeof c === "number" ? dual(c) : c[i]!;

type Rows = readonly (readonly Dual[])[];
type Column = readonly Dual[];

/** The arithmetic of dual numbers in nested arrays: the loss and its gradient in one go. */
const duals: Arithmetic<Rows, Column> = {
  addScaled: (x, c, y) =>
    x.map((row, i) => row.map((xk, k) => plus(xk, times(lifted(c, i), y[i]![k]!)))),
  dot: (x, y) => x.map((row, i) => total(row.map((xk, k) => times(xk, y[i]![k]!)))),
  coordinate: (x, k) => x.map((row) => row.map((xj, j) => (j === k ? xj : dual(0)))),
  add: (a, b) => a.map((ai, i) => plus(ai, b[i]!)),
  multiply: (a, b) => a.map((ai, i) => times(ai, lifted(b, i))),
  reciprocal: (a) => a.map(({ value, derivative }) => dual(1 / value, -derivative / value ** 2)),
};

/** f = -theta (x^4 / 4 + x y + y^2) with its gradient, Laplacian and Hessian. */
const dualModel = (theta: Dual): Field<Rows, Column> & LogDensityField<Rows, Column> => {
  const n = dual(-1);
  const of = (expression: Dual) => times(times(n, theta), expression);
  const cube = (x: Dual) => times(x, times(x, x));
  const three = (x: Dual) => times(dual(3), times(x, x));
  return {
    dim: 2,
    score: (rows) =>
      rows.map(([x, y]) => [of(plus(cube(x!), y!)), of(plus(x!, times(dual(2), y!)))]),
    divergence: (rows) => rows.map(([x]) => of(plus(three(x!), dual(2)))),
    curvature: (rows, v) =>
      rows.map(([x], i) => {
        const [a, b] = v[i]!;
        const cross = times(dual(2), times(a!, b!));
        const square = plus(times(three(x!), times(a!, a!)), times(dual(2), times(b!, b!)));
        return of(plus(cross, square));
      }),
    logDensity: (rows) =>
      rows.map(([x, y]) =>
        of(total([times(dual(0.25), times(x!, cube(x!))), times(x!, y!), times(y!, y!)])),
      ),
  };
};

const float64Model = (theta: number): Model<Points, Float64Array> => ({
  ...float64Field(
    scoreField({
      dim: 2,
      score: (x, y) => [-theta * (x ** 3 + y), -theta * (x + 2 * y)],
      divergence: (x) => -theta * (3 * x * x + 2),
    }),
  ),
  logDensity: (at: Points) =>
    Float64Array.from({ length: at.n }, (_, i) => {
      const [x, y] = [at.data[2 * i]!, at.data[2 * i + 1]!];
      return -theta * (x ** 4 / 4 + x * y + y * y);
    }),
});

const rows = {
  x: [
    [0.7, 0.2],
    [1.1, 1.4],
    [0.3, 2],
  ],
  z: [
    [0.6, -0.8],
    [1, 0],
    [-0.28, 0.96],
  ],
  sigma: [0.5, 1.5, 0.2],
};

type Model<P, V> = Field<P, V> & LogDensityField<P, V>;

const NAMES = [
  "explicit",
  "implicit",
  "denoising",
  "antithetic denoising",
  "multi-noise",
  "sliced, normal",
  "sliced, sphere",
  "sliced with reduced variance",
  "finite-difference",
  "non-negative",
  "trace",
] as const;

/** Every formula, over any arrays. */
function losses<P, V>(
  a: Arithmetic<P, V>,
  s: Model<P, V>,
  other: Model<P, V>,
  { x, z, sigma }: { readonly x: P; readonly z: P; readonly sigma: V },
): Readonly<Record<(typeof NAMES)[number], V>> {
  const weight = a.multiply(sigma, sigma);
  return {
    explicit: explicitLoss(a, s, other, x),
    implicit: implicitLoss(a, s, x),
    denoising: denoisingLoss(a, s, { x, z, sigma }),
    "antithetic denoising": antitheticDenoisingLoss(a, s, { x, z, sigma }),
    "multi-noise": multiNoiseLoss(
      a,
      [
        { field: s, sigma, weight },
        { field: other, sigma: a.multiply(sigma, 2), weight: 0.3 },
      ],
      { x, z },
    ),
    "sliced, normal": slicedLoss(a, s, { x, v: z, probe: "normal" }),
    "sliced, sphere": slicedLoss(a, s, { x, v: z, probe: "sphere" }),
    "sliced with reduced variance": slicedVRLoss(a, s, { x, v: z, probe: "sphere" }),
    "finite-difference": finiteDifferenceLoss(a, s, { x, u: z, epsilon: 0.3 }),
    "non-negative": nonNegativeLoss(a, s, x),
    trace: probedTrace(a, s, { x, v: z, probe: "rademacher" }),
  };
}

describe("the formulas over another arithmetic: dual numbers in nested arrays", () => {
  const theta = 0.8;
  const numbers = (at: number) =>
    losses(float64, float64Model(at), float64Model(1.7), {
      x: points(rows.x),
      z: points(rows.z),
      sigma: Float64Array.from(rows.sigma),
    });
  const asDuals = (values: number[][]) => values.map((row) => row.map((value) => dual(value)));
  const asDual = () =>
    losses(duals, dualModel(dual(theta, 1)), dualModel(dual(1.7)), {
      x: asDuals(rows.x),
      z: asDuals(rows.z),
      sigma: rows.sigma.map((value) => dual(value)),
    });

  for (const name of NAMES) {
    it(`${name}: the values are those of float64`, () => {
      const found = asDual()[name];
      numbers(theta)[name].forEach((value, i) => {
        expectEqual(found[i]!.value, value);
      });
    });

    it(`${name}: the derivatives in the parameter are those of float64 by central differences`, () => {
      // The losses are quadratic in theta, so a central difference has no error but rounding.
      const [up, down] = [numbers(theta + 0.5)[name], numbers(theta - 0.5)[name]];
      asDual()[name].forEach(({ derivative }, i) => {
        const slope = up[i]! - down[i]!;
        expect(Math.abs(slope)).toBeGreaterThan(1e-3);
        expectEqual(derivative, slope);
      });
    });
  }
});

describe("the arithmetic of points and float64 numbers", () => {
  const [x, y] = [
    points([
      [1, 2],
      [3, 4],
    ]),
    points([
      [5, 6],
      [-7, 8],
    ]),
  ];
  const column = Float64Array.of(10, -2);

  it("adds a multiple of vectors, with one factor or one for each", () => {
    expect(Array.from(float64.addScaled(x, 3, y).data)).toEqual([16, 20, -18, 28]);
    expect(Array.from(float64.addScaled(x, column, y).data)).toEqual([51, 62, 17, -12]);
    expect(float64.addScaled(x, 3, y).dim).toBe(2);
  });

  it("multiplies, adds and inverts numbers, and takes inner products and coordinates", () => {
    expect(Array.from(float64.dot(x, y))).toEqual([17, 11]);
    expect(Array.from(float64.coordinate(x, 1).data)).toEqual([0, 2, 0, 4]);
    expect(Array.from(float64.add(column, Float64Array.of(1, 2)))).toEqual([11, 0]);
    expect(Array.from(float64.multiply(column, 3))).toEqual([30, -6]);
    expect(Array.from(float64.multiply(column, column))).toEqual([100, 4]);
    expect(Array.from(float64.reciprocal(column))).toEqual([0.1, -0.5]);
  });

  it("leaves its arguments as they were", () => {
    expect(Array.from(x.data)).toEqual([1, 2, 3, 4]);
    expect(Array.from(column)).toEqual([10, -2]);
  });
});
