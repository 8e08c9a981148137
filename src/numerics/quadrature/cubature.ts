import { compensatedSum } from "../compensatedSum";
import { type Points, points } from "../points";
import type { Panel } from "./chart";
import { abscissas, gaussWeights, kronrodWeights, ORDER } from "./gaussKronrod";

/** Several integrands at once: for each the values at the points. */
export type Integrands = (x: Points) => readonly Float64Array[];

/** One number for each integrand. */
export interface Integrals {
  readonly values: readonly number[];
  /** Bounds for the errors of the values: the sum of the differences of two rules. */
  readonly errors: readonly number[];
  /** The integrals of the absolute values. */
  readonly scales: readonly number[];
  readonly evaluations: number;
  /** Where the error is largest, if the wanted accuracy was not reached. */
  readonly stuckAt?: readonly number[];
}

interface Cell {
  readonly panels: readonly Panel[];
  readonly depth: number;
  readonly values: Float64Array;
  readonly errors: Float64Array;
  readonly scales: Float64Array;
  /** The axis along which the error is largest. */
  readonly axis: number;
}

const LARGEST_BATCH = 2 ** 16;
const DEEPEST = 200;

/**
 * Integrals over a union of boxes, each a product of panels, in dimension 1 or 2: product
 * Gauss-Kronrod rules, the boxes of largest error halved until each integral I has an error below
 * `relativeError` times the integral of |I's integrand|.
 *
 * Source for the strategy: Piessens and others, QUADPACK (1983), section 2.2.3, here with many boxes
 * halved at a time so that integrands are evaluated in batches.
 */
export function cubature(
  integrands: Integrands,
  boxes: readonly (readonly Panel[])[],
  relativeError: number,
): Integrals {
  const mostEvaluations = boxes[0]!.length === 1 ? 5e5 : 4e6;
  let cells = evaluated(
    integrands,
    boxes.map((panels) => ({ panels, depth: 0 })),
  );
  let evaluations = nodesOf(cells);
  for (;;) {
    const total = totalled(cells);
    const tolerances = total.scales.map((scale) => relativeError * scale);
    const excess = (cell: Cell) => {
      let sum = 0;
      for (let c = 0; c < tolerances.length; c++) {
        if (cell.errors[c]! > 0) sum += cell.errors[c]! / tolerances[c]!;
      }
      return sum;
    };
    const done = total.errors.every((error, c) => error <= tolerances[c]!);
    if (done) return { ...total, evaluations };
    const worst = chosen(cells, excess);
    if (worst.length === 0 || evaluations > mostEvaluations) {
      const cell = cells.reduce((a, b) => (excess(b) > excess(a) ? b : a));
      return { ...total, evaluations, stuckAt: centre(cell) };
    }
    const refined = evaluated(integrands, worst.flatMap(halves));
    evaluations += nodesOf(refined);
    const gone = new Set(worst);
    cells = cells.filter((cell) => !gone.has(cell)).concat(refined);
  }
}

/** The cells that can be halved and that make up all but half of the permitted error. */
function chosen(cells: readonly Cell[], excess: (cell: Cell) => number): Cell[] {
  const ranked = cells.map((cell) => ({ cell, excess: excess(cell) }));
  ranked.sort((a, b) => b.excess - a.excess);
  let rest = compensatedSum(ranked.map((r) => r.excess));
  const result: Cell[] = [];
  for (const candidate of ranked) {
    if (rest < 0.5) break;
    rest -= candidate.excess;
    if (canBeHalved(candidate.cell)) result.push(candidate.cell);
  }
  return result;
}

function canBeHalved({ panels, axis, depth }: Cell): boolean {
  const { low, high } = panels[axis]!;
  const resolution = 16 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high));
  return depth < DEEPEST && high - low > resolution;
}

interface Box {
  readonly panels: readonly Panel[];
  readonly depth: number;
}

function halves({ panels, depth, axis }: Cell): Box[] {
  const { chart, low, high } = panels[axis]!;
  const middle = low + (high - low) / 2;
  return [
    { chart, low, high: middle },
    { chart, low: middle, high },
  ].map((half) => ({ panels: panels.map((p, k) => (k === axis ? half : p)), depth: depth + 1 }));
}

function centre({ panels }: Cell): number[] {
  return panels.map(({ chart, low, high }) => chart.x(low + (high - low) / 2));
}

function nodesOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + ORDER ** cell.panels.length, 0);
}

function totalled(cells: readonly Cell[]): {
  values: number[];
  errors: number[];
  scales: number[];
} {
  const sumOf = (part: "values" | "errors" | "scales") =>
    Array.from({ length: cells[0]!.values.length }, (_, c) =>
      compensatedSum(cells.map((cell) => cell[part][c]!)),
    );
  return { values: sumOf("values"), errors: sumOf("errors"), scales: sumOf("scales") };
}

function evaluated(integrands: Integrands, boxes: readonly Box[]): Cell[] {
  if (boxes.length === 0) return [];
  const dim = boxes[0]!.panels.length;
  const nodes = ORDER ** dim;
  const perBatch = Math.max(1, Math.floor(LARGEST_BATCH / nodes));
  const cells: Cell[] = [];
  for (let start = 0; start < boxes.length; start += perBatch) {
    const batch = boxes.slice(start, start + perBatch);
    const x = new Float64Array(batch.length * nodes * dim);
    const stretch = new Float64Array(batch.length * nodes);
    batch.forEach(({ panels }, b) => {
      placeNodes(panels, x, stretch, b * nodes);
    });
    const values = integrands(points(x, dim));
    batch.forEach((box, b) => {
      cells.push(measured(box, values, stretch, b * nodes));
    });
  }
  return cells;
}

/** Node j of a box has the index j_1 * ORDER + j_2 in dimension 2. */
function placeNodes(
  panels: readonly Panel[],
  x: Float64Array,
  stretch: Float64Array,
  offset: number,
): void {
  const dim = panels.length;
  const nodes = ORDER ** dim;
  stretch.fill(1, offset, offset + nodes);
  panels.forEach(({ chart, low, high }, k) => {
    const half = (high - low) / 2;
    const positions = abscissas.map((a) => low + half * (1 + a));
    const places = positions.map((t) => chart.x(t));
    const factors = positions.map((t) => half * chart.stretch(t));
    const stride = ORDER ** (dim - 1 - k);
    for (let node = 0; node < nodes; node++) {
      const j = Math.floor(node / stride) % ORDER;
      x[(offset + node) * dim + k] = places[j]!;
      stretch[offset + node]! *= factors[j]!;
    }
  });
}

function measured(
  box: Box,
  integrands: readonly Float64Array[],
  stretch: Float64Array,
  offset: number,
): Cell {
  const dim = box.panels.length;
  const values = new Float64Array(integrands.length);
  const errors = new Float64Array(integrands.length);
  const scales = new Float64Array(integrands.length);
  let axis = 0;
  let largestShare = -1;
  integrands.forEach((integrand, c) => {
    const sums = dim === 1 ? sums1(integrand, stretch, offset) : sums2(integrand, stretch, offset);
    values[c] = sums.value;
    scales[c] = sums.scale;
    errors[c] = sums.differences.reduce((a, b) => a + b);
    sums.differences.forEach((difference, k) => {
      const share = sums.scale > 0 ? difference / sums.scale : 0;
      if (share > largestShare) {
        largestShare = share;
        axis = k;
      }
    });
  });
  return { ...box, values, errors, scales, axis };
}

interface Sums {
  readonly value: number;
  readonly scale: number;
  /** For each axis the difference between the Kronrod and the Gauss rule along it. */
  readonly differences: readonly number[];
}

function sums1(integrand: Float64Array, stretch: Float64Array, offset: number): Sums {
  let value = 0;
  let scale = 0;
  let difference = 0;
  for (let j = 0; j < ORDER; j++) {
    const term = integrand[offset + j]! * stretch[offset + j]!;
    value += kronrodWeights[j]! * term;
    scale += kronrodWeights[j]! * Math.abs(term);
    difference += (kronrodWeights[j]! - gaussWeights[j]!) * term;
  }
  return { value, scale, differences: [Math.abs(difference)] };
}

function sums2(integrand: Float64Array, stretch: Float64Array, offset: number): Sums {
  let value = 0;
  let scale = 0;
  let difference1 = 0;
  let difference2 = 0;
  for (let j = 0; j < ORDER; j++) {
    let inner = 0;
    let innerScale = 0;
    let innerDifference = 0;
    for (let k = 0; k < ORDER; k++) {
      const node = offset + j * ORDER + k;
      const term = integrand[node]! * stretch[node]!;
      inner += kronrodWeights[k]! * term;
      innerScale += kronrodWeights[k]! * Math.abs(term);
      innerDifference += (kronrodWeights[k]! - gaussWeights[k]!) * term;
    }
    value += kronrodWeights[j]! * inner;
    scale += kronrodWeights[j]! * innerScale;
    difference1 += (kronrodWeights[j]! - gaussWeights[j]!) * inner;
    difference2 += kronrodWeights[j]! * innerDifference;
  }
  return { value, scale, differences: [Math.abs(difference1), Math.abs(difference2)] };
}
