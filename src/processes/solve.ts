import { ensure, InvalidArgument, NotFinite } from "../numerics/errors";
import type { Points, PointsLike } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { Diverged, type Divergence } from "../reporting/diverged";
import { longRun } from "../reporting/longRun";
import type { BrownianPath } from "./brownianPath";
import { ensureStandard, sharedIncrements } from "./drivingNoise";
import { eulerMaruyama } from "./eulerMaruyama";
import { checkedGrid, uniformGrid } from "./grid";
import { heun } from "./heun";
import { drawnIncrements } from "./increments";
import { milstein } from "./milstein";
import { ensureSave, kept, type Save } from "./save";
import type { Sde } from "./sde";
import { noiseDim, type Solver } from "./solver";
import { startingPoints } from "./startingPoints";
import { type Trajectory, trajectory } from "./trajectory";

const SOLVERS = { "euler-maruyama": eulerMaruyama, milstein, heun } as const;

/** The name of a method for stochastic differential equations. */
export type SolverName = keyof typeof SOLVERS;

/** Where the noise comes from. */
export type NoiseSource =
  /** Path i draws the same noise in step k, `rng.split(k)`, however many paths and later steps there are. */
  | { readonly rng: Rng; readonly brownian?: never }
  /** Standard Brownian paths, one for each point. Runs on several grids that share them can be compared path by path. */
  | { readonly brownian: BrownianPath; readonly rng?: never };

export type SolveOptions = NoiseSource & {
  /** "euler-maruyama" if left out. */
  readonly method?: SolverName;
  /** This many equal steps over the interval of the equation. */
  readonly steps?: number;
  /** Or the times of the grid, in the direction of the interval. Those of `brownian` if both are left out. */
  readonly times?: ArrayLike<number>;
  /** How many paths leave from a single start, where `brownian` does not say it. */
  readonly paths?: number;
  /** Which states to keep: the last ("end", if left out), "all", or every so many. */
  readonly save?: Save;
};

/**
 * Simulates a stochastic differential equation from `start`, over its interval from the first time to
 * the second; where that is earlier dt is negative, and an increment of the noise has the variance |dt|.
 *
 * | method | converges to | strong order | weak order |
 * |---|---|---|---|
 * | "euler-maruyama" | Ito's solution | 1/2; 1 for additive noise | 1 |
 * | "milstein" | Ito's solution | 1; refused if the columns of a matrix diffusion do not commute | 1 |
 * | "heun" | Stratonovich's solution | 1; 1/2 if they do not commute | 1 |
 *
 * An order holds for steps small enough, and coefficients smooth enough. A method is refused where it
 * would converge to the solution in the other sense: for Ito's solution by Heun's method, solve
 * `toStratonovich(sde)`. With additive noise the senses agree, and no method is refused.
 *
 *     solve(sde, points([0, 1]), { steps: 100, rng: rng(1, "noise") }).points
 *     const w = brownianMotion({ duration: 1, steps: 1024, paths: 500, rng: rng(1, "W") });
 *     solve(sde, 1, { method: "milstein", steps: 64, brownian: w, save: "all" }).path(0)
 *
 * @throws InvalidArgument if the grid leaves the interval or turns against it, the noise does not fit,
 * or the method is refused.
 * @throws Diverged, naming step and time, if a value stops being finite.
 */
export function solve(sde: Sde, start: PointsLike, options: SolveOptions): Trajectory {
  const { method = "euler-maruyama", brownian, rng, save = "end" } = options;
  ensureSave(save);
  const solver = solverFor(method, sde);
  const times = timesFor(sde, options);
  let x = startingPoints(start, brownian?.paths ?? options.paths);
  ensureFits(sde, x);
  const noises = noiseDim(sde.diffusion, x.dim);
  ensure((brownian === undefined) !== (rng === undefined), () => ({
    argument: "rng",
    value: rng,
    problem: brownian ? "was given, and so was brownian" : "was not given, nor was brownian",
    consequence: "it would not be known which noise drives the equation",
    remedy: 'give one of the two, for example rng: rng(seed, "noise")',
  }));
  if (brownian) ensureStandard(brownian, noises);
  const increments = brownian
    ? sharedIncrements(brownian, times)
    : drawnIncrements(rng!, times, x.n, noises);
  const step = solver.begin(sde, x);
  const steps = times.length - 1;
  const keptTimes: number[] = [];
  const states: Points[] = [];
  const keep = (k: number) => {
    if (!kept(save, k, steps)) return;
    keptTimes.push(times[k]!);
    states.push(x);
  };
  keep(0);
  const run = longRun(steps, solver.name);
  for (const k of run) {
    const [t, next] = [times[k]!, times[k + 1]!];
    x = orDiverged({ method: solver.name, step: k + 1, steps, time: next, remedy: SMALLER }, () =>
      step(x, t, next - t, increments(k)),
    );
    keep(k + 1);
  }
  const time = times[run.done]!;
  if (keptTimes.at(-1) !== time) {
    keptTimes.push(time);
    states.push(x);
  }
  return trajectory({
    method: solver.name,
    points: x,
    time,
    times: Float64Array.from(keptTimes),
    states,
    steps: run.done,
    evaluations: run.done * solver.evaluations,
    interrupted: run.interrupted,
  });
}

const SMALLER =
  "take more steps, or a finer grid where the drift is steep; look for a drift that drives paths to infinity";

function solverFor(method: SolverName, sde: Sde): Solver {
  ensure(Object.hasOwn(SOLVERS, method), () => ({
    argument: "method",
    value: method,
    problem: "is no method of this library",
    consequence: "nothing can be solved",
    remedy: `give one of ${Object.keys(SOLVERS).join(", ")}`,
  }));
  const solver = SOLVERS[method];
  const agree = sde.diffusion.kind === "additive" || (sde.calculus ?? "ito") === solver.calculus;
  if (!agree) throw otherSense(method, solver);
  return solver;
}

function otherSense(method: SolverName, solver: Solver): InvalidArgument {
  const ito = solver.calculus === "ito";
  return new InvalidArgument({
    argument: "method",
    value: method,
    problem: `converges to ${ito ? "Ito" : "Stratonovich"}'s solution, and the equation is meant in ${ito ? "Stratonovich" : "Ito"}'s sense`,
    consequence: "the paths would converge to another process",
    remedy: ito
      ? "solve toIto(sde), the same process in Ito's sense"
      : "solve toStratonovich(sde), the same process in Stratonovich's sense; if the coefficients are meant in that sense, make the equation by stratonovichProcess",
  });
}

/** Times outside the interval by less than this part of it are so by rounding. */
const ROUNDING = 1e-9;

function timesFor(sde: Sde, { steps, times, brownian }: SolveOptions): Float64Array {
  const [from, to] = sde.interval;
  ensure(steps === undefined || times === undefined, () => ({
    argument: "steps",
    value: steps,
    problem: "was given, and so was times",
    consequence: "it would not be known which grid to take",
    remedy: "give one of the two",
  }));
  if (steps !== undefined) return uniformGrid(from, to, steps);
  ensure(times !== undefined || brownian !== undefined, () => ({
    argument: "steps",
    value: steps,
    problem: "was not given, nor was times",
    consequence: "there would be no grid",
    remedy: "give the number of steps over the interval of the equation, or the times of a grid",
  }));
  const grid = checkedGrid(
    times ?? (to > from ? brownian!.times : brownian!.times.slice().reverse()),
  );
  ensure(grid[1]! > grid[0]! === to > from, () => ({
    argument: "times",
    value: times,
    problem: `runs against the interval of the equation, from ${from} to ${to}`,
    consequence: "a drift that belongs to the other direction would be used",
    remedy: "give the times in the order in which the equation runs, or take its reverse",
  }));
  const slack = ROUNDING * Math.abs(to - from);
  for (const t of [grid[0]!, grid.at(-1)!]) {
    ensure(t >= Math.min(from, to) - slack && t <= Math.max(from, to) + slack, () => ({
      argument: "times",
      value: t,
      problem: `lies outside the interval of the equation, from ${from} to ${to}`,
      consequence: "the equation says nothing about that time",
      remedy: "give the equation a longer interval where it is made (duration, or interval)",
    }));
  }
  return grid;
}

function ensureFits(sde: Sde, x: Points): void {
  ensure(sde.dim === undefined || sde.dim === x.dim, () => ({
    argument: "start",
    value: x.data,
    problem: `is of dimension ${x.dim} where the equation is of dimension ${sde.dim}`,
    consequence: "coordinates would be taken from the wrong points",
    remedy: `give points of dimension ${sde.dim}`,
  }));
}

function orDiverged<T>(step: Divergence, compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    if (cause instanceof NotFinite) throw new Diverged(step, { cause });
    throw cause;
  }
}
