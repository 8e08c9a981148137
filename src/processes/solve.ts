import { ensure, NotFinite } from "../numerics/errors";
import { type Points, type PointsLike, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { Diverged, type Divergence } from "../reporting/diverged";
import { longRun } from "../reporting/longRun";
import { eulerMaruyama } from "./eulerMaruyama";
import { checkedGrid, uniformGrid } from "./grid";
import { drawnIncrements } from "./increments";
import type { Sde } from "./sde";
import { noiseDim, type Solver } from "./solver";
import { type Trajectory, trajectory } from "./trajectory";

export interface SolveOptions {
  readonly method?: "euler-maruyama";
  /** This many equal steps over the interval of the equation. */
  readonly steps?: number;
  /** Or the times of the grid, from the start to the end, in the direction of the interval. */
  readonly times?: ArrayLike<number>;
  /** The noise: path i draws the same in step k, however many paths and later steps there are. */
  readonly rng: Rng;
  /** How many paths leave from a single start. */
  readonly paths?: number;
  /** Which states to keep: the last one ("end", if left out), or all, the start included. */
  readonly save?: "end" | "all";
}

const SOLVERS: Readonly<Record<string, Solver>> = { "euler-maruyama": eulerMaruyama };

/**
 * Simulates a stochastic differential equation from the first time of its interval to the second, which
 * may be earlier: then dt is negative, and the increments of the noise have the variance |dt|.
 *
 * @throws InvalidArgument if the options are no options.
 * @throws Diverged, naming step and time, if a value stops being finite.
 */
export function solve(sde: Sde, start: PointsLike, options: SolveOptions): Trajectory {
  const { method = "euler-maruyama", rng, save = "end" } = options;
  const solver = SOLVERS[method]!;
  const [from, to] = sde.interval;
  const times = options.times
    ? checkedGrid(options.times)
    : uniformGrid(from, to, options.steps ?? Number.NaN);
  let x = startingPoints(start, options.paths);
  const increments = drawnIncrements(rng, times, x.n, noiseDim(sde.diffusion, x.dim));
  const step = solver.begin(sde, x);
  const steps = times.length - 1;
  const kept: Points[] = [x];
  const run = longRun(steps, solver.name);
  for (const k of run) {
    const [t, next] = [times[k]!, times[k + 1]!];
    x = orDiverged(
      { method: solver.name, step: k + 1, steps, time: next, remedy: "take more steps" },
      () => step(x, t, next - t, increments(k)),
    );
    if (save === "all") kept.push(x);
  }
  const time = times[run.done]!;
  return trajectory({
    method: solver.name,
    points: x,
    time,
    times: save === "all" ? times.slice(0, kept.length) : Float64Array.of(time),
    states: save === "all" ? kept : [x],
    steps: run.done,
    evaluations: run.done * solver.evaluations,
    interrupted: run.interrupted,
  });
}

function startingPoints(start: PointsLike, paths: number | undefined): Points {
  const x = points(start);
  if (paths === undefined || x.n === paths) return x;
  ensure(x.n === 1, () => ({
    argument: "paths",
    value: paths,
    problem: `is not the number of starting points, ${x.n}`,
    consequence: "some paths would have no start",
    remedy: "give one starting point for all paths, or leave `paths` out",
  }));
  const data = new Float64Array(paths * x.dim);
  for (let i = 0; i < paths; i++) data.set(x.data, i * x.dim);
  return points(data, x.dim);
}

function orDiverged<T>(step: Divergence, compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    if (cause instanceof NotFinite) throw new Diverged(step, { cause });
    throw cause;
  }
}
