import type { DensityFamily } from "../densities/density";
import { ensureDimension, ensureSameDimension } from "../densities/guards";
import { ensure, InvalidArgument } from "../numerics/errors";
import type { Points } from "../numerics/points";
import type { Sde } from "./sde";

/** What `fokkerPlanckResidual` takes beside the SDE and the densities. */
export interface FokkerPlanckOptions {
  readonly x: Points;
  /** A time inside the interval of the SDE, not at its ends. */
  readonly time: number;
}

/** Of the interval; the derivative in time errs by h^8 / 630 times the ninth one. */
const STEP = 2 ** -9;
/** The central difference of order 8: half of the weights, the others being their negatives. */
const WEIGHTS = [4 / 5, -1 / 5, 4 / 105, -1 / 280];

/**
 * How far a family of densities is from solving the Fokker-Planck equation of dx = f dt + g dW,
 *
 *     d_t p = -div(f p) + g^2 / 2 Laplacian p,
 *
 * at each point: [n]. It is taken in the form of logarithms, with s = grad log p,
 *
 *     d_t log p + div f + f's - g^2 / 2 (div s + |s|^2),
 *
 * and divided by the sum of the absolute values of its terms: 0 for a solution, up to rounding, and at
 * most 1. For a reverse SDE, whose dt is negative, g^2 / 2 has the other sign. The derivative in time is a central difference of order 8, of log p alone; the others are
 * exact.
 *
 * Source: Fokker (1914), Planck (1917); Risken (1989), section 4.7.
 *
 * @throws InvalidArgument if the noise depends on the place, the SDE does not know the divergence of its
 * drift, the time is at an end of the interval or beyond, a point lies where p is 0, or dimensions differ.
 */
export function fokkerPlanckResidual(
  sde: Sde,
  family: DensityFamily<"time">,
  { x, time }: FokkerPlanckOptions,
): Float64Array {
  if (sde.dim !== undefined) ensureSameDimension({ dim: sde.dim }, family, "family");
  ensureDimension(x, family.dim);
  const [from, to] = [Math.min(...sde.interval), Math.max(...sde.interval)];
  ensure(time > from && time < to, () => ({
    argument: "time",
    value: time,
    problem: `does not lie inside (${from}, ${to})`,
    consequence: "there would be no times on both sides for the derivative in time",
    remedy: "give a time between the ends, however close to them",
  }));
  const { diffusion } = sde;
  if (diffusion.kind !== "additive") {
    throw new InvalidArgument({
      argument: "sde.diffusion",
      value: diffusion,
      problem: "depends on the place",
      consequence:
        "the equation d_t p = -div(f p) + 1/2 sum_ij d_i d_j (D_ij p), D = G G', takes derivatives of D, " +
        "which are not known",
      remedy: "give an SDE whose noise depends on the time only",
    });
  }
  if (!sde.driftDivergence) {
    throw new InvalidArgument({
      argument: "sde.driftDivergence",
      value: undefined,
      problem: "is missing",
      consequence: "the term div f is not known",
      remedy: "give the SDE the divergence of its drift",
    });
  }
  const { dim } = x;
  const half = (Math.sign(sde.interval[1] - sde.interval[0]) * diffusion.at(time) ** 2) / 2;
  const p = family.at(time);
  const change = timeDerivative(family, x, time, Math.min(to - time, time - from, to - from));
  const drift = sde.drift(x, time).data;
  const expansion = sde.driftDivergence(x, time);
  const score = p.score(x).data;
  const curvature = p.divergence(x);
  return change.map((rate, i) => {
    let [transport, square] = [0, 0];
    for (let k = i * dim; k < (i + 1) * dim; k++) {
      transport += drift[k]! * score[k]!;
      square += score[k]! * score[k]!;
    }
    const terms = [rate, expansion[i]!, transport, -half * curvature[i]!, -half * square];
    const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
    return size === 0 ? 0 : terms.reduce((sum, term) => sum + term, 0) / size;
  });
}

/** d_t log p at each point. */
function timeDerivative(
  family: DensityFamily<"time">,
  x: Points,
  time: number,
  room: number,
): Float64Array {
  const h = room * STEP;
  const rate = new Float64Array(x.n);
  WEIGHTS.forEach((weight, k) => {
    const after = family.at(time + (k + 1) * h).logDensity(x);
    const before = family.at(time - (k + 1) * h).logDensity(x);
    for (let i = 0; i < x.n; i++) rate[i]! += (weight / h) * (after[i]! - before[i]!);
  });
  return rate;
}
