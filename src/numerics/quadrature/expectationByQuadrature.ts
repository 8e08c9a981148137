import { ensure, InvalidArgument } from "../errors";
import { type Estimate, estimate } from "../estimate";
import type { Binding, Functional } from "../functional";
import type { Measure } from "../measure";
import { type Points, points } from "../points";
import { logNormalDensity } from "../special/normal";
import { checkedRelativeError, notConverged } from "./accuracy";
import { boxes } from "./boxes";
import type { Panel } from "./chart";
import { cubature } from "./cubature";
import { measurePanels, noisePanels } from "./measurePanels";

/**
 * The mean square of a difference that is zero but for rounding, of numbers of order one: no rule
 * resolves such noise, and nobody asks for its digits.
 */
const ROUNDING_ALONE = 1e-26;
const MASS_TOLERANCE = 1e-6;

/**
 * E[f(x, z)] as the integral of f p phi over x and, for normal noise, over z. p and f p are
 * integrated on the same nodes.
 */
export function expectationByQuadrature(
  functional: Functional<Binding>,
  measure: Measure,
  wanted?: number,
): Estimate {
  const relativeError = checkedRelativeError(wanted);
  const { dim } = measure;
  const noisy = functional.noise === "normal";
  ensure(dim <= 2 && (dim === 1 || !(noisy || functional.noise === "sphere")), () => ({
    argument: "method",
    value: "quadrature",
    problem: `cannot be used in dimension ${dim} with ${functional.noise === "none" ? "no" : functional.noise} noise`,
    consequence: "the nodes would be too many",
    remedy: "use Monte Carlo: give samples and rng",
  }));
  const average =
    functional.noise === "none" || noisy ? functional.evaluate : overSigns(functional);
  const axes = measurePanels(measure, noisy ? 2 : dim);
  const start = boxes(noisy ? [...axes, noisePanels()] : axes);
  const logDensity = shiftedLogDensity(measure, start);
  const result = cubature(
    (nodes) => {
      const [x, z] = noisy ? [column(nodes, 0), column(nodes, 1)] : [nodes, undefined];
      const density = logDensity(x).map((l, i) =>
        Math.exp(z ? l + logNormalDensity(z.data[i]!) : l),
      );
      return [weightedValues(average, x, z, density), density];
    },
    start,
    relativeError,
  );
  const [integral, mass] = result.values as [number, number];
  const value = measure.normalised ? integral : integral / mass;
  const stuck = result.stuckAt !== undefined && !(result.errors[0]! <= ROUNDING_ALONE);
  if (stuck || !Number.isFinite(value)) {
    const at = result.stuckAt ?? [];
    throw notConverged(
      "functional",
      functional.evaluate,
      relativeError,
      at,
      value,
      result.errors[0]!,
    );
  }
  ensure(!measure.normalised || Math.abs(mass - 1) < MASS_TOLERANCE, () => ({
    argument: "under",
    value: measure,
    problem: `seems to have the mass ${mass.toPrecision(8)}`,
    consequence: "quadrature has passed over a narrow peak, or the density is not normalised",
    remedy: "give the density breaks at its peaks, or use Monte Carlo",
  }));
  return estimate(value);
}

/** f p at the nodes; f is not asked where p is zero. */
function weightedValues(
  evaluate: (x: Points, z?: Points) => Float64Array,
  x: Points,
  z: Points | undefined,
  density: Float64Array,
): Float64Array {
  const result = new Float64Array(x.n);
  const inside = Array.from(density.keys()).filter((i) => density[i]! > 0);
  if (inside.length === 0) return result;
  const whole = inside.length === x.n;
  const at = whole ? x : chosen(x, inside);
  const values = evaluate(at, z && (whole ? z : chosen(z, inside)));
  ensure(values.length === at.n, () => ({
    argument: "functional",
    value: values,
    problem: `gives ${values.length} numbers for ${at.n} points`,
    consequence: "an average over the points would not be defined",
    remedy: "return one number for each point",
  }));
  inside.forEach((i, j) => {
    const value = values[j]! * density[i]!;
    if (!Number.isFinite(value)) throw notFinite(at, j, values[j]!, density[i]!);
    result[i] = value;
  });
  return result;
}

function notFinite(x: Points, j: number, value: number, density: number): InvalidArgument {
  const place = Array.from(x.data.subarray(j * x.dim, (j + 1) * x.dim)).join(", ");
  return new InvalidArgument({
    argument: "functional",
    value,
    problem: `times the density ${density} is no finite number at x = ${place}`,
    consequence: "the expectation diverges there, or would be NaN",
    remedy: "look for a division by zero or an overflow there",
  });
}

/** The mean over all vectors of signs: all of Rademacher noise, and the sphere in dimension 1. */
function overSigns(functional: Functional<Binding>): (x: Points) => Float64Array {
  return (x) => {
    const count = 2 ** x.dim;
    const sum = new Float64Array(x.n);
    for (let mask = 0; mask < count; mask++) {
      const z = x.data.map((_, j) => ((mask >> (j % x.dim)) & 1 ? 1 : -1));
      functional.evaluate(x, points(z, x.dim)).forEach((value, i) => {
        sum[i]! += value / count;
      });
    }
    return sum;
  };
}

/**
 * The log density; one without its constant is shifted so that its largest value on the first nodes
 * is 0, lest the exponential overflow or vanish everywhere.
 */
function shiftedLogDensity(
  measure: Measure,
  start: readonly (readonly Panel[])[],
): (x: Points) => Float64Array {
  if (measure.normalised) return (x) => measure.logDensity(x);
  const middles = start.flatMap((panels) =>
    panels.slice(0, measure.dim).map(({ chart, low, high }) => chart.x(low + (high - low) / 2)),
  );
  const logs = measure.logDensity(points(Float64Array.from(middles), measure.dim));
  const shift = logs.reduce((a, b) => (b > a && b < Infinity ? b : a), -Infinity);
  if (shift === -Infinity) return (x) => measure.logDensity(x);
  return (x) => measure.logDensity(x).map((l) => l - shift);
}

function column(nodes: Points, k: number): Points {
  return points(Float64Array.from({ length: nodes.n }, (_, i) => nodes.data[i * nodes.dim + k]!));
}

function chosen(x: Points, rows: readonly number[]): Points {
  const data = new Float64Array(rows.length * x.dim);
  rows.forEach((i, j) => {
    data.set(x.data.subarray(i * x.dim, (i + 1) * x.dim), j * x.dim);
  });
  return points(data, x.dim);
}
