import { NotFinite } from "../numerics/errors";
import type { Points } from "../numerics/points";
import { Diverged } from "../reporting/diverged";
import { longRun } from "../reporting/longRun";
import type { ButcherTableau } from "./butcherTableau";
import type { March, OnStep } from "./march";
import { type Moving, rungeKuttaStep, slope } from "./rungeKuttaStep";

/** How far to go, and in how many steps of one length. */
export interface FixedOptions {
  readonly from: number;
  readonly to: number;
  readonly steps: number;
  readonly onStep?: OnStep | undefined;
}

/**
 * All points take the same steps.
 *
 * @throws Diverged, naming the step, if a coordinate stops being finite.
 */
export function fixedSteps(
  tableau: ButcherTableau,
  field: Moving,
  start: Points,
  { from, to, steps, onStep }: FixedOptions,
): March {
  const timeAt = (k: number) => (k === steps ? to : from + ((to - from) * k) / steps);
  let x = start;
  let first = slope(field, x, from);
  let evaluations = 1;
  const run = longRun(steps, tableau.name);
  for (const k of run) {
    const [time, end] = [timeAt(k), timeAt(k + 1)];
    const orDiverged = <T>(compute: () => T): T => {
      try {
        return compute();
      } catch (cause) {
        if (!(cause instanceof NotFinite)) throw cause;
        const remedy = 'take more steps, or let method: "dormand-prince" choose them';
        throw new Diverged({ method: tableau.name, step: k + 1, steps, remedy }, { cause });
      }
    };
    const step = orDiverged(() =>
      rungeKuttaStep(tableau, field, { before: x, time, end, size: end - time }, first),
    );
    evaluations += tableau.nodes.length - 1;
    x = step.after;
    if (tableau.firstSameAsLast) first = step.slopes.at(-1)!;
    else if (k + 1 < steps || onStep?.wantsEndSlope) {
      first = orDiverged(() => slope(field, x, end));
      evaluations++;
    }
    onStep?.take(step, first);
  }
  const count = (value: number) => new Float64Array(start.n).fill(value);
  return {
    points: x,
    time: timeAt(run.done),
    evaluations: count(evaluations),
    accepted: count(run.done),
    rejected: count(0),
    interrupted: run.interrupted,
  };
}
