import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { gaussianMixture } from "../../src/densities/gaussianMixture";
import type { ParametricField } from "../../src/flows/parametricField";
import { probabilityFlow } from "../../src/flows/probabilityFlow";
import { type VelocityField, velocityField } from "../../src/flows/velocityField";
import { type Points, points } from "../../src/numerics/points";
import { variancePreserving } from "../../src/processes/variancePreserving";

/** What fixtures/flows.py writes. */
export interface Fixture {
  readonly step: {
    readonly time: number;
    readonly size: number;
    readonly before: number[];
    readonly dormandPrince: number[];
    readonly error: number[];
    readonly inside: Record<string, number[]>;
    readonly rk4: number[];
  };
  readonly solution: { readonly times: number[]; readonly states: number[][] };
  readonly mixture: {
    readonly weights: number[];
    readonly means: number[][];
    readonly covariances: number[][][];
    readonly betaMin: number;
    readonly betaMax: number;
    readonly starts: number[][];
    readonly ends: number[][];
    readonly integrals: number[];
    readonly at: [time: number, x: number, y: number];
    readonly velocity: number[];
    readonly divergence: number;
  };
  readonly gradients: {
    readonly theta: number[];
    readonly starts: number[][];
    readonly from: number;
    readonly to: number;
    readonly steps: number;
    readonly rk4: Gradient;
    readonly exact: Gradient;
  };
}

interface Gradient {
  readonly start: number[];
  readonly parameters: number[];
}

export const fixture: Fixture = JSON.parse(
  readFileSync(new URL("fixtures/flows.json", import.meta.url), "utf8"),
);

/** The oscillator of fixtures/flows.py: neither linear nor autonomous, with a divergence of its own. */
export const oscillator: VelocityField = velocityField({
  dim: 2,
  interval: [0.3, 2.3],
  velocity: (x, y, t) => [y + 0.3 * Math.sin(2 * t) * x, (1 - x * x) * y - x + 0.2 * t],
  divergence: (x, _, t) => 0.3 * Math.sin(2 * t) + 1 - x * x,
});

/** The layer of fixtures/flows.py, tanh(W x + b + u t), with its pullbacks by hand. */
export function layer(
  theta: readonly number[],
  interval: readonly [number, number],
): ParametricField {
  const [w11, w12, w21, w22, b1, b2, u1, u2] = theta as unknown as Record<number, number> &
    [number, number, number, number, number, number, number, number];
  const value = (x: Points, i: number, t: number): [number, number] => {
    const [p, q] = [x.data[2 * i]!, x.data[2 * i + 1]!];
    return [Math.tanh(w11 * p + w12 * q + b1 + u1 * t), Math.tanh(w21 * p + w22 * q + b2 + u2 * t)];
  };
  const eachRow = (x: Points, f: (i: number) => number[]) =>
    points(Float64Array.from(Array.from({ length: x.n }, (_, i) => f(i)).flat()), 2);
  /** a times the slope of tanh, for each row. */
  const inner = (x: Points, a: Points, i: number, t: number): [number, number] => {
    const [v1, v2] = value(x, i, t);
    return [a.data[2 * i]! * (1 - v1 * v1), a.data[2 * i + 1]! * (1 - v2 * v2)];
  };
  return {
    dim: 2,
    interval,
    velocity: (x, t) => eachRow(x, (i) => value(x, i, t)),
    pullback: (x, a, t) =>
      eachRow(x, (i) => {
        const [c1, c2] = inner(x, a, i, t);
        return [c1 * w11 + c2 * w21, c1 * w12 + c2 * w22];
      }),
    parameterPullback(x, a, t): Float64Array {
      const sum = new Float64Array(8);
      for (let i = 0; i < x.n; i++) {
        const [p, q] = [x.data[2 * i]!, x.data[2 * i + 1]!];
        const [c1, c2] = inner(x, a, i, t);
        [c1 * p, c1 * q, c2 * p, c2 * q, c1, c2, c1 * t, c2 * t].forEach((term, k) => {
          sum[k]! += term;
        });
      }
      return sum;
    },
  };
}

/** The equation, the marginals and the flow that carry two hills of the plane to noise. */
export const hills = (() => {
  const sde = variancePreserving({ betaMin: 0.1, betaMax: 8 });
  const family = sde.marginals(
    gaussianMixture({
      weights: [0.4, 0.6],
      means: [
        [0, 1],
        [2, -1],
      ],
      covariances: [0.5, 0.8],
    }),
  );
  return { family, flow: probabilityFlow(sde, family), x: points([[0.3, 0.2]]) };
})();

/** Two lists of numbers, each entry relative to the largest of the expected ones. */
export function expectClose(
  value: ArrayLike<number>,
  truth: ArrayLike<number>,
  tolerance = 1e-9,
): void {
  expect(value.length).toBe(truth.length);
  const scale = Math.max(...Array.from(truth, Math.abs));
  for (let i = 0; i < truth.length; i++) {
    const message = `entry ${i} of ${Array.from(value)} against ${Array.from(truth)}`;
    expect(Math.abs(value[i]! - truth[i]!), message).toBeLessThanOrEqual(tolerance * scale);
  }
}

/** The largest difference of two lists. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));
}

/** The slopes of log error against log steps, between neighbours. */
export function orders(steps: readonly number[], errors: readonly number[]): number[] {
  return errors.slice(1).map((error, k) => {
    return -Math.log(error / errors[k]!) / Math.log(steps[k + 1]! / steps[k]!);
  });
}
