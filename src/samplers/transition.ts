import type { ScoreField } from "../densities/density";
import type { Points } from "../numerics/points";
import { type MetropolisTarget, malaLogRatio } from "./metropolis";
import { scoresAt } from "./scoresAt";

/** One step of a Markov chain on the line with a Gaussian proposal. */
export interface Transition {
  /** Where the proposals from each point are centred: [n]. */
  centre(x: Points): Float64Array;
  /** The variance of a proposal. */
  readonly variance: number;
  /** The probability that the move from each point to the same point of `to` is accepted; 1 if left out. */
  accept?(from: Points, to: Points): Float64Array;
}

/** A Langevin step on the line: the proposal N(x + h s(x), 2 h), always accepted. */
export function langevinTransition(
  field: Pick<ScoreField, "score">,
  { step }: { readonly step: number },
): Transition {
  return {
    centre(x) {
      const scores = scoresAt(field, x).data;
      return x.data.map((value, i) => value + step * scores[i]!);
    },
    variance: 2 * step,
  };
}

/** A step of MALA on the line: the same proposal, accepted with the probability min(1, ratio). */
export function malaTransition(
  target: MetropolisTarget,
  { step }: { readonly step: number },
): Transition {
  return {
    ...langevinTransition(target, { step }),
    accept: (from, to) =>
      malaLogRatio(target, { from, to, step }).map((ratio) => Math.min(1, Math.exp(ratio))),
  };
}
