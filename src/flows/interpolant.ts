import type { ButcherTableau } from "./butcherTableau";
import type { Step } from "./rungeKuttaStep";

/**
 * The solution within one step, as a polynomial in the part theta of the step that is done:
 * y(theta) = y_0 + sum_j c_j theta^j. For Dormand-Prince of degree 4, with an error of order h^5; else the
 * cubic that has the values and the slopes of both ends, with an error of order h^4.
 */
export interface Interpolant {
  readonly step: Step;
  /** c_1, c_2, ...: [n, dim] each. */
  readonly coefficients: readonly Float64Array[];
}

/** The interpolant of a step; `endSlope` is the velocity at its end, which the cubic needs. */
export function interpolant(
  tableau: ButcherTableau,
  step: Step,
  endSlope: Float64Array,
): Interpolant {
  const { slopes, size, before, after } = step;
  const combined = (weights: readonly (readonly [number, Float64Array])[]) => {
    const sum = new Float64Array(before.data.length);
    for (const [weight, values] of weights) {
      for (let j = 0; j < sum.length; j++) sum[j]! += weight * values[j]!;
    }
    return sum;
  };
  if (tableau.interpolation) {
    const rows = tableau.interpolation;
    const coefficients = rows[0]!.map((_, j) =>
      combined(slopes.map((k, i) => [size * rows[i]![j]!, k])),
    );
    return { step, coefficients };
  }
  const [y0, y1, f0] = [before.data, after.data, slopes[0]!];
  return {
    step,
    coefficients: [
      combined([[size, f0]]),
      combined([
        [3, y1],
        [-3, y0],
        [-2 * size, f0],
        [-size, endSlope],
      ]),
      combined([
        [-2, y1],
        [2, y0],
        [size, f0],
        [size, endSlope],
      ]),
    ],
  };
}

/** Writes point j of a step, at a time within it, to `target` from `offset` on. */
export function interpolate(
  { step, coefficients }: Interpolant,
  j: number,
  time: number,
  target: Float64Array,
  offset: number,
): void {
  const { dim } = step.before;
  const theta = (time - step.time) / step.size;
  for (let c = 0; c < dim; c++) {
    const at = j * dim + c;
    let value = 0;
    for (let power = coefficients.length - 1; power >= 0; power--) {
      value = (value + coefficients[power]![at]!) * theta;
    }
    // The end itself is known without rounding.
    target[offset + c] = time === step.end ? step.after.data[at]! : step.before.data[at]! + value;
  }
}
