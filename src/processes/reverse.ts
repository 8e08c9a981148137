import { ensureSameDimension, ensureVectors } from "../densities/guards";
import { ensure, InvalidArgument } from "../numerics/errors";
import { type Points, points } from "../numerics/points";
import type { AdditiveDiffusion, Sde, TimeScores } from "./sde";
import { driftAt } from "./solver";

/** What `reverse` takes beside the SDE and its scores. */
export interface ReverseOptions {
  /** l, at least 0: 1 (if left out) is Anderson's reverse SDE, 0 the probability flow. */
  readonly stochasticity?: number;
  /** The time at which to stop, at the data's end of the interval if left out. */
  readonly until?: number;
}

/** The reverse of an SDE with additive noise, whose own noise is additive. */
export interface ReverseSde extends Sde {
  readonly dim: number;
  driftDivergence(x: Points, time: number): Float64Array;
  readonly diffusion: AdditiveDiffusion;
}

/**
 * The SDE that runs from noise back to data. For dx = f dt + g dW whose law at time t has the score s_t,
 * and any l = stochasticity >= 0,
 *
 *     dx = [f - (1 + l^2) / 2 g^2 s_t] dt + l g dW,     dt < 0, from T down to `until`.
 *
 * Started from the law of x_T, it has at every time the law of x_t, whatever l is. The joint law of two
 * times is that of the forward process for l = 1 (Anderson) alone. For l = 0 nothing is random any more
 * (the probability flow). With scores that are not exact the marginals differ with l.
 *
 * Its `interval` is [T, until]; in a step of length h it moves by -h times the drift plus sqrt(h) l g z.
 *
 * Source: Anderson (1982), equation 5.7, for l = 1; Song and others (2021), section 4.3, for l = 0.
 *
 * @throws InvalidArgument if the noise depends on the place, the family is of another dimension, the
 * stochasticity is negative, or `until` is not within the interval.
 */
export function reverse(
  sde: Sde,
  family: TimeScores,
  { stochasticity = 1, until = sde.interval[0] }: ReverseOptions = {},
): ReverseSde {
  const [start, end] = sde.interval;
  if (sde.dim !== undefined) ensureSameDimension({ dim: sde.dim }, family, "family");
  ensure(start < end, () => ({
    argument: "sde",
    value: sde,
    problem: `runs down from ${start} to ${end}`,
    consequence: "its marginals would be no family from data to noise",
    remedy: "give the forward SDE",
  }));
  ensure(Number.isFinite(stochasticity) && stochasticity >= 0, () => ({
    argument: "stochasticity",
    value: stochasticity,
    problem: "is not a finite number of at least 0",
    consequence: "it multiplies the noise",
    remedy: "give 1 for the reverse SDE, 0 for the probability flow, or a number between or above",
  }));
  ensure(until >= start && until < end, () => ({
    argument: "until",
    value: until,
    problem: `does not lie in [${start}, ${end})`,
    consequence: "there would be no way back to go",
    remedy: "give the time at which to stop, close to that of the data",
  }));
  const { diffusion } = sde;
  if (diffusion.kind !== "additive") throw dependsOnPlace(sde);
  const weight = (1 + stochasticity ** 2) / 2;
  return {
    dim: family.dim,
    interval: [end, until],
    drift(x: Points, time: number): Points {
      const factor = weight * diffusion.at(time) ** 2;
      const f = driftAt(sde, x, time).data;
      const scores = family.at(time).score(x);
      ensureVectors(x, scores, "score");
      const score = scores.data;
      return points(
        f.map((value, i) => value - factor * score[i]!),
        x.dim,
      );
    },
    driftDivergence(x: Points, time: number): Float64Array {
      if (!sde.driftDivergence) throw withoutDivergence(sde);
      const factor = weight * diffusion.at(time) ** 2;
      const divergence = family.at(time).divergence(x);
      return sde.driftDivergence(x, time).map((value, i) => value - factor * divergence[i]!);
    },
    diffusion: { kind: "additive", at: (time) => stochasticity * diffusion.at(time) },
  };
}

function dependsOnPlace(sde: Sde): InvalidArgument {
  return new InvalidArgument({
    argument: "sde.diffusion",
    value: sde.diffusion,
    problem: "depends on the place",
    consequence:
      "the reverse drift f - (1 + l^2) / 2 (div D + D s), D = G G', takes the divergence of D, which " +
      "is not known",
    remedy: "write this drift, with noise l G, as an SDE of your own",
  });
}

function withoutDivergence(sde: Sde): InvalidArgument {
  return new InvalidArgument({
    argument: "sde.driftDivergence",
    value: sde.driftDivergence,
    problem: "is missing",
    consequence: "the divergence of the reverse drift is not known either",
    remedy: "give the SDE the divergence of its drift",
  });
}
