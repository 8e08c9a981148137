import { ensure } from "../numerics/errors";

/** n + 1 times from `from` to `to`, n equal steps apart. */
export function uniformGrid(from: number, to: number, steps: number): Float64Array {
  ensure(Number.isSafeInteger(steps) && steps >= 1, () => ({
    argument: "steps",
    value: steps,
    problem: "is not a whole number of at least 1",
    consequence: "there would be no way to the end of the interval",
    remedy: "give the number of steps",
  }));
  return Float64Array.from({ length: steps + 1 }, (_, k) =>
    k === steps ? to : from + ((to - from) * k) / steps,
  );
}

/** A copy of the times. @throws InvalidArgument unless there are two, and all run upwards, or all downwards. */
export function checkedGrid(times: ArrayLike<number>): Float64Array {
  const grid = Float64Array.from(times);
  ensure(grid.length >= 2, () => ({
    argument: "times",
    value: times,
    problem: "does not hold at least two times",
    consequence: "there would be no step to take",
    remedy: "give the time of the start, the times between, and the time of the end",
  }));
  ensureInOrder(grid, grid[1]! > grid[0]!);
  return grid;
}

/** A copy of the times. @throws InvalidArgument unless there is one, and they are finite and rise. */
export function risingTimes(times: ArrayLike<number>): Float64Array {
  const rising = Float64Array.from(times);
  ensure(rising.length >= 1, () => ({
    argument: "times",
    value: times,
    problem: "is empty",
    consequence: "there would be nothing to add",
    remedy: "give the times to add",
  }));
  ensureInOrder(rising, true);
  return rising;
}

function ensureInOrder(grid: Float64Array, up: boolean): void {
  ensure(grid.every(Number.isFinite), () => ({
    argument: "times",
    value: grid,
    problem: "has an entry that is not finite",
    consequence: "no path gets there",
    remedy: "give finite times",
  }));
  for (let k = 0; k + 1 < grid.length; k++) {
    ensure(grid[k + 1] !== grid[k] && grid[k + 1]! > grid[k]! === up, () => ({
      argument: `times[${k + 1}]`,
      value: grid[k + 1],
      problem: `does not lie ${up ? "after" : "before"} times[${k}] = ${grid[k]}`,
      consequence: "a step would have no length, or turn back",
      remedy: "give times that only rise, or only fall",
    }));
  }
}

/** Two times that differ by less than this part of the whole grid are the same but for rounding. */
const ROUNDING = 1e-10;

/** The index of `time` in a grid that rises, or -1 if it is not one of its times. */
export function indexInGrid(grid: Float64Array, time: number): number {
  let [low, high] = [0, grid.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (grid[middle]! <= time) low = middle;
    else high = middle;
  }
  const nearest = Math.abs(grid[low]! - time) <= Math.abs(grid[high]! - time) ? low : high;
  const slack = ROUNDING * (grid.at(-1)! - grid[0]!);
  return Math.abs(grid[nearest]! - time) <= slack ? nearest : -1;
}
