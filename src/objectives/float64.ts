import type { ScoreField } from "../densities/density";
import { directionalDerivative } from "../densities/directionalDerivative";
import { ensureDimension, ensureOneForEach } from "../densities/guards";
import { ensure } from "../numerics/errors";
import { type Points, points } from "../numerics/points";
import type { Arithmetic } from "./arithmetic";
import type { Field } from "./field";

/** The arithmetic of points and of one float64 number for each. */
export const float64: Arithmetic<Points, Float64Array> = {
  addScaled(x, c, y) {
    const { n, dim } = x;
    const sum = new Float64Array(n * dim);
    // Stryker disable next-line EqualityOperator: typed arrays ignore what is written past their end
    for (let i = 0; i < n; i++) {
      const factor = at(c, i);
      // Stryker disable next-line EqualityOperator: the next row is overwritten by its own turn
      for (let k = i * dim; k < (i + 1) * dim; k++) sum[k] = x.data[k]! + factor * y.data[k]!;
    }
    return points(sum, dim);
  },
  dot(x, y) {
    const { n, dim } = x;
    const values = new Float64Array(n);
    // Stryker disable next-line EqualityOperator: typed arrays ignore what is written past their end
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let k = i * dim; k < (i + 1) * dim; k++) sum += x.data[k]! * y.data[k]!;
      values[i] = sum;
    }
    return values;
  },
  coordinate(x, k) {
    return points(
      x.data.map((xi, i) => (i % x.dim === k ? xi : 0)),
      x.dim,
    );
  },
  add: (a, b) => a.map((ai, i) => ai + b[i]!),
  multiply: (a, b) => a.map((ai, i) => ai * at(b, i)),
  reciprocal: (a) => a.map((ai) => 1 / ai),
};

/** A score field as the formulas see it; `name` is what error messages call it. */
export function float64Field(s: ScoreField, name = "s"): Field<Points, Float64Array> {
  return {
    dim: s.dim,
    score(x) {
      ensureDimension(x, s.dim);
      const value = s.score(x);
      ensure(value.dim === x.dim && value.n === x.n, () => ({
        argument: `${name}.score`,
        value: value.data,
        problem: `gave ${value.n} vectors of dimension ${value.dim} for ${x.n} points of dimension ${x.dim}`,
        consequence: "scores would be taken at the wrong points",
        remedy: "return points with the n and the dim of the argument",
      }));
      return value;
    },
    divergence(x) {
      const values = s.divergence(x);
      ensureOneForEach(x, values, `${name}.divergence`);
      return values;
    },
    curvature: (x, v) => float64.dot(v, directionalDerivative(s, x, v)),
  };
}

function at(c: number | Float64Array, i: number): number {
  return typeof c === "number" ? c : c[i]!;
}
