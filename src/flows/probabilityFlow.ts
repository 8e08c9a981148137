import { directionalDerivative } from "../densities/directionalDerivative";
import { ensureDirections } from "../densities/guards";
import { type Points, points } from "../numerics/points";
import { reverse } from "../processes/reverse";
import type { Sde, TimeScores } from "../processes/sde";
import type { VelocityField } from "./velocityField";

/** The velocity field of a probability flow, which knows its divergence. */
export interface ProbabilityFlow extends VelocityField {
  divergence(x: Points, time: number): Float64Array;
}

/**
 * The probability flow of an SDE dx = f dt + g dW whose law at time t has the score s_t:
 *
 *     dx/dt = f - g^2 s_t / 2,     divergence = div f - g^2 div s_t / 2,
 *
 * on the interval of the SDE, from data to noise. Points drawn from the law at one time are carried to
 * points of the law at any other. Only the marginals are those of the SDE: each path is determined by
 * its start. With a learned score the law that is carried along is that of the flow, and in general of
 * no SDE.
 *
 *     odeSolve(flow, prior.sample(n, rng), { from: 1, to: 0 })          // sampling
 *     logLikelihood(flow, x, { prior })
 *
 * It is `reverse(sde, family, { stochasticity: 0 })`, read as an ordinary differential equation.
 *
 * Source: Song and others (2021), section 4.3 and appendix D.1; Maoutsa and others (2020).
 *
 * @throws InvalidArgument if the noise depends on the place, or the family is of another dimension; when
 * the divergence is asked for, if the SDE does not know that of its drift.
 */
export function probabilityFlow(sde: Sde, family: TimeScores): ProbabilityFlow {
  const scores = lastLevelKept(family);
  const { dim, drift, driftDivergence } = reverse(sde, scores, { stochasticity: 0 });
  const { diffusion } = sde;
  const field = {
    dim,
    interval: sde.interval,
    velocity: drift,
    divergence: driftDivergence,
  };
  if (!isLinear(sde) || diffusion.kind !== "additive") return field;
  return {
    ...field,
    /** J u = a u - g^2 / 2 (the Jacobian of the score) u. */
    directional(x: Points, u: Points, time: number): Points {
      ensureDirections(x, u, dim);
      const rate = sde.rate(time);
      const factor = diffusion.at(time) ** 2 / 2;
      const along = directionalDerivative(scores.at(time), x, u).data;
      return points(
        u.data.map((value, i) => rate * value - factor * along[i]!),
        dim,
      );
    },
  };
}

function isLinear(sde: Sde): sde is Sde & { rate(time: number): number } {
  return "rate" in sde && typeof sde.rate === "function";
}

/** Successive stages of a solver often share a time, and an exact marginal takes time to set up. */
function lastLevelKept(family: TimeScores): TimeScores {
  let kept: { readonly time: number; readonly field: ReturnType<TimeScores["at"]> } | undefined;
  return {
    dim: family.dim,
    level: family.level,
    at(time: number) {
      if (kept?.time !== time) kept = { time, field: family.at(time) };
      return kept.field;
    },
  };
}
