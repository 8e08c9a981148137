import { ensure, InvalidArgument, NotFinite } from "../numerics/errors";
import type { Points } from "../numerics/points";
import { ensureRng, type Rng } from "../numerics/rng";
import { Diverged, type Divergence } from "../reporting/diverged";
import { longRun } from "../reporting/longRun";
import { type SamplerOptions, type SamplingRun, type Snapshot, samplingRun } from "./samplingRun";
import { startingPoints } from "./start";

const TAKE_SMALLER_STEPS = "take smaller steps";

/** Points that a sampler moves, with what else it carries along. */
export interface State {
  readonly points: Points;
  readonly velocities?: Points;
}

/** What one step of a sampler gives. */
export interface Step<S extends State> {
  readonly state: S;
  readonly stepSize: number;
  /** How often the score was evaluated at each point. */
  readonly evaluations: number;
}

/** What distinguishes one sampler from another. */
export interface Sampler<S extends State> {
  readonly name: string;
  /** The state before the first step. */
  begin(start: Points): S;
  /** How often that evaluated the score at each point; never if left out. */
  readonly evaluationsToBegin?: number;
  /** Step k, counted from 0. The generator is the step's own. */
  advance(state: S, k: number, rng: Rng): Step<S>;
  /** For samplers that accept or reject: the share of accepted proposals of each point. */
  acceptance?(): Float64Array;
  readonly warnings?: readonly string[];
  /** For samplers that go through levels: what step k is part of. */
  during?(k: number): string;
  /** What to do about a run that diverges, as an imperative. */
  readonly remedy?: string;
}

/**
 * Runs a sampler step by step: progress, interrupts, history and divergence are the same for all. The
 * points of the start are drawn with `rng.split("start")`, the noise of step k, counted from 0, with
 * `rng.split("step").split(k)`.
 *
 * @throws InvalidArgument if the options are no options.
 * @throws Diverged, naming the step, if a value stops being finite, or a point leaves the support.
 */
export function runSteps<S extends State>(
  options: SamplerOptions,
  dim: number,
  sampler: (start: Points) => Sampler<S>,
): SamplingRun {
  const { steps, rng, history: every } = options;
  ensureRng(rng);
  ensureSteps("steps", steps, 0);
  if (every !== undefined) ensureSteps("history", every, 1);
  const start = startingPoints(options.start, dim, rng);
  const {
    name,
    begin,
    advance,
    acceptance,
    warnings = [],
    during,
    evaluationsToBegin = 0,
    remedy = TAKE_SMALLER_STEPS,
  } = sampler(start);
  let state = begin(start);
  let evaluations = evaluationsToBegin;
  const stepSizes: number[] = [];
  const history: Snapshot[] = [];
  const keep = (step: number) => {
    if (every !== undefined && step % every === 0) history.push(snapshot(step, state));
  };
  keep(0);
  const noise = rng.split("step");
  const run = longRun(steps, name);
  for (const k of run) {
    const place = { ...(during && { during: during(k) }) };
    const step = orDiverged({ method: name, step: k + 1, steps, ...place, remedy }, () =>
      advance(state, k, noise.split(k)),
    );
    state = step.state;
    evaluations += step.evaluations;
    stepSizes.push(step.stepSize);
    keep(k + 1);
  }
  return samplingRun({
    sampler: name,
    ...carried(state),
    steps: run.done,
    stepsAsked: steps,
    evaluations,
    stepSizes: Float64Array.from(stepSizes),
    ...(acceptance && { acceptance: acceptance() }),
    interrupted: run.interrupted,
    warnings,
    history,
  });
}

/** Of what a sampler carries along, the part that it hands out. */
function carried({ points, velocities }: State): State {
  return velocities ? { points, velocities } : { points };
}

function snapshot(step: number, state: State): Snapshot {
  return { step, ...carried(state) };
}

function orDiverged<T>(step: Divergence, compute: () => T): T {
  try {
    return compute();
  } catch (cause) {
    if (cause instanceof NotFinite) throw new Diverged(step, { cause });
    // Points that a step had brought there, so not the caller's mistake.
    if (cause instanceof InvalidArgument && step.step > 1) {
      throw new Diverged({ ...step, problem: "reached a place that has no score" }, { cause });
    }
    throw cause;
  }
}

function ensureSteps(argument: string, value: number, fewest: number): void {
  ensure(Number.isSafeInteger(value) && value >= fewest, () => ({
    argument,
    value,
    problem: `is not a whole number of at least ${fewest}`,
    consequence: "the run could not count its steps",
    remedy: `give a whole number for ${argument}`,
  }));
}
