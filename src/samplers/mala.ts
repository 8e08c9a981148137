import { ensurePositive } from "../densities/guards";
import { langevinMove } from "./langevinStep";
import { type Evaluated, evaluated, logRatio, type MetropolisTarget, merged } from "./metropolis";
import { runSteps } from "./runSteps";
import type { SamplerOptions, SamplingRun } from "./samplingRun";

/** What `mala` takes. */
export interface MalaOptions extends SamplerOptions {
  /** h, in the square of the unit of x. */
  readonly step: number;
}

/** What `mala` returns. */
export interface MalaRun extends SamplingRun {
  /** The share of accepted proposals of each point: [n]. */
  readonly acceptance: Float64Array;
}

/**
 * The Metropolis-adjusted Langevin algorithm: y = x + h s(x) + sqrt(2 h) z is proposed, and accepted
 * with the probability
 *
 *     min(1, pi(y) q(x|y) / (pi(x) q(y|x))),   q(y|x) = N(y; x + h s(x), 2 h I),
 *
 * (see `malaLogRatio`); a point whose proposal is rejected stays. The target is stationary for every
 * h. Proposals outside the support are rejected. `acceptance` is the share of accepted proposals of
 * each point; about 0.57 is best in high dimensions. `stepSizes` are the h.
 *
 * Source: Roberts and Tweedie, Bernoulli 2 (1996), section 1.4.2; Roberts and Rosenthal, Journal of
 * the Royal Statistical Society B 60 (1998), for 0.574.
 *
 * @throws InvalidArgument if the step is not positive, the start is not of the target's dimension, or
 * a starting point has density zero.
 * @throws Diverged, naming the step, if a log density or a score is not a number at a proposal.
 */
export function mala(target: MetropolisTarget, options: MalaOptions): MalaRun {
  const { step } = options;
  ensurePositive("step", step, "the points would stay, or run down the density");
  const run = runSteps(options, target.dim, (start) => {
    const accepted = new Float64Array(start.n);
    let proposals = 0;
    return {
      name: "MALA",
      evaluationsToBegin: 1,
      begin: () => evaluated(target, start, "start"),
      advance: (state: Evaluated, _, rng) => {
        const { n, dim } = state.points;
        const proposal = langevinMove(state.points, state.scores, step, rng.normal(n, dim));
        const next = evaluated(target, proposal);
        const ratio = logRatio(state, next, step);
        const chosen = rng.uniform(n).map((u, i) => (Math.log(u) < ratio[i]! ? 1 : 0));
        for (let i = 0; i < n; i++) accepted[i]! += chosen[i]!;
        proposals++;
        return { state: merged(state, next, chosen), stepSize: step, evaluations: 1 };
      },
      acceptance: () => accepted.map((count) => count / Math.max(proposals, 1)),
    };
  });
  // The sampler has an acceptance, so its run has.
  return run as MalaRun;
}
