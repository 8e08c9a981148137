import { ensure } from "../numerics/errors";
import type { Points } from "../numerics/points";

/**
 * Several Markov chains of equal length: a row of numbers for each chain, or, as a sampler's history
 * keeps them, the points at one time after the other, where point i goes through chain i.
 */
export type Chains = readonly ArrayLike<number>[] | readonly Points[];

export interface ChainOptions {
  /** What is looked at, where the chains are points: a number for each of them. */
  readonly of?: (x: Points) => Float64Array;
}

/** With fewer draws each half of a chain says nothing. */
const FEWEST = 20;

/**
 * The numbers of each chain.
 *
 * @throws InvalidArgument if there are fewer than 20 draws, chains differ in length, a number is not
 * finite, no chain ever moves, or points have several coordinates and nothing says what to look at.
 */
export function rowsOfChains(chains: Chains, { of }: ChainOptions): Float64Array[] {
  ensure(chains.length > 0, () => ({
    argument: "chains",
    value: chains,
    problem: "is empty",
    consequence: "there is nothing to look at",
    remedy: "give a row of numbers for each chain, or points for each time",
  }));
  const rows = isHistory(chains)
    ? transposed(chains, of)
    : (chains as readonly ArrayLike<number>[]).map((chain) => Float64Array.from(chain));
  rows.forEach((row, k) => {
    ensure(row.length >= FEWEST && row.length === rows[0]!.length, () => ({
      argument: `chains[${k}]`,
      value: row,
      problem:
        row.length < FEWEST
          ? `holds ${row.length} draws, where at least ${FEWEST} are needed`
          : `holds ${row.length} draws where chains[0] holds ${rows[0]!.length}`,
      consequence: "the chains could not be compared",
      remedy: "keep more steps, the same of all chains",
    }));
    const bad = row.findIndex((value) => !Number.isFinite(value));
    ensure(bad < 0, () => ({
      argument: `chains[${k}][${bad}]`,
      value: row[bad],
      problem: "is not finite",
      consequence: "nothing could be said of the chains",
      remedy: "look for a step that overflowed",
    }));
  });
  ensure(
    rows.some((row) => row.some((value) => value !== row[0])),
    () => ({
      argument: "chains",
      value: rows[0],
      problem: "do not move",
      consequence: "chains that stand still say nothing of their distribution",
      remedy: "look at the acceptance rate, or at the step size",
    }),
  );
  return scaled(rows);
}

/**
 * Divided by a power of 2, which rounds nothing, so that the largest number is about 1: no diagnostic
 * depends on the unit, but squares of very large or small numbers leave float64.
 */
function scaled(rows: readonly Float64Array[]): Float64Array[] {
  const size = rows.reduce((most, row) => row.reduce((m, x) => Math.max(m, Math.abs(x)), most), 0);
  const factor = 2 ** -Math.max(-1000, Math.floor(Math.log2(size)));
  return rows.map((row) => row.map((x) => x * factor));
}

function isHistory(chains: Chains): chains is readonly Points[] {
  return "dim" in chains[0]!;
}

function transposed(history: readonly Points[], of: ChainOptions["of"]): Float64Array[] {
  const { n, dim } = history[0]!;
  ensure(of !== undefined || dim === 1, () => ({
    argument: "of",
    value: of,
    problem: `is missing for points of dimension ${dim}`,
    consequence: "it would be unclear which number of each point is meant",
    remedy: "say which, for example of: (x) => coordinate(x, 0)",
  }));
  const rows = Array.from({ length: n }, () => new Float64Array(history.length));
  history.forEach((x, time) => {
    const values = of ? of(x) : x.data;
    ensure(values.length === n, () => ({
      argument: of ? "of" : `chains[${time}]`,
      value: values,
      problem: `gives ${values.length} numbers at time ${time} where there are ${n} chains`,
      consequence: "some chain would have a gap",
      remedy: "give one number for each point, and the same points at each time",
    }));
    for (let i = 0; i < n; i++) rows[i]![time] = values[i]!;
  });
  return rows;
}

/** Both halves of each chain, so that one that drifts differs from itself; an odd draw in the middle goes. */
export function halves(rows: readonly Float64Array[]): Float64Array[] {
  return rows.flatMap((row) => {
    const half = row.length >>> 1;
    return [row.subarray(0, half), row.subarray(row.length - half)];
  });
}
