import type { Density, DensityFamily } from "../densities/density";
import { ensure } from "../numerics/errors";
import type { Displayable, MimeBundle } from "../numerics/mimeBundle";
import { table } from "../numerics/table";
import { diffusedFamily } from "./diffusedFamily";

/** The noising chain of DDPM, indices 0 (data) to N; index i is the time i / N. */
export interface DdpmChain extends Displayable {
  /** N. */
  readonly steps: number;
  /** b_i for i from 1 to N. */
  beta(i: number): number;
  /** The product of 1 - b_j over j from 1 to i, for i from 0 (where it is 1) to N. */
  alphaBar(i: number): number;
  /** The times of the indices, from 1 (noise) down to 0 (data), as samplers walk them. */
  readonly times: Float64Array;
  /** sqrt(alphaBar_i) at the time i / N. */
  scale(time: number): number;
  /** 1 - alphaBar_i at the time i / N. */
  variance(time: number): number;
  /**
   * The law of x_i at the time i / N when x_0 ~ p, exactly; times between are refused.
   *
   * @throws InvalidArgument if p has no closed form under Gaussian noise.
   */
  marginals(p: Density): DensityFamily<"time">;
}

/**
 * The Markov chain that turns data x_0 into noise x_N, z_i ~ N(0, I):
 *
 *     x_i = sqrt(1 - b_i) x_{i-1} + sqrt(b_i) z_i,
 *     x_i given x_0  ~  N(sqrt(alphaBar_i) x_0, (1 - alphaBar_i) I),   alphaBar_i = prod_{j <= i} (1 - b_j).
 *
 * `betas` holds b_1 to b_N; see `linearBetas` and `sampledBetas`. With b_i = beta(i / N) / N and N -> infinity
 * its marginals are those of the variance preserving SDE, the error being of order 1 / N.
 *
 * Source: Ho, Jain and Abbeel (2020), equations 2 and 4.
 *
 * @throws InvalidArgument unless each b_i lies in [0, 1).
 */
export function ddpmChain({
  betas,
}: {
  readonly betas: readonly number[] | Float64Array;
}): DdpmChain {
  const b = Float64Array.from(betas);
  const steps = b.length;
  ensure(steps > 0, () => ({
    argument: "betas",
    value: betas,
    problem: "is empty",
    consequence: "the chain would end where it starts",
    remedy: "give b_1 to b_N, for example linearBetas({ betaMin: 0.1, betaMax: 20, steps: 1000 })",
  }));
  for (let i = 1; i <= steps; i++) {
    ensure(b[i - 1]! >= 0 && b[i - 1]! < 1, () => ({
      argument: `betas[${i - 1}]`,
      value: b[i - 1],
      problem: "does not lie in [0, 1)",
      consequence: `step ${i} would multiply x by the square root of 1 - b, and add b of variance`,
      remedy: "take more steps, so that each b is smaller",
    }));
  }
  // As logarithms: the product of many factors near 1 is e^-10 in practice, and -expm1 of it the variance.
  const logAlphaBar = new Float64Array(steps + 1);
  for (let i = 1; i <= steps; i++) logAlphaBar[i] = logAlphaBar[i - 1]! + Math.log1p(-b[i - 1]!);
  const index = (i: number, from: number) => {
    ensure(Number.isInteger(i) && i >= from && i <= steps, () => ({
      argument: "i",
      value: i,
      problem: `is no whole number from ${from} to ${steps}`,
      consequence: "the chain has no such step",
      remedy: `give an index; x_0 is data and x_${steps} noise`,
    }));
    return i;
  };
  const scale = (time: number) => Math.exp(logAlphaBar[indexAt(time, steps)]! / 2);
  const variance = (time: number) => Math.abs(Math.expm1(logAlphaBar[indexAt(time, steps)]!));
  return {
    steps,
    times: Float64Array.from({ length: steps + 1 }, (_, k) => (steps - k) / steps),
    scale,
    variance,
    beta: (i) => b[index(i, 1) - 1]!,
    alphaBar: (i) => Math.exp(logAlphaBar[index(i, 0)]!),
    marginals: (p) =>
      diffusedFamily(p, (time) => ({ scale: scale(time), variance: variance(time) })),
    toMimeBundle(): MimeBundle {
      const shown = [1, 2, Math.ceil(steps / 2), steps - 1, steps];
      const rows = [...new Set(shown)].filter((i) => i >= 1 && i <= steps).sort((i, j) => i - j);
      return table({
        title: `DDPM chain of ${steps} steps`,
        header: ["i", "b", "alphaBar"],
        rowCount: rows.length,
        row: (k) => [rows[k]!, b[rows[k]! - 1]!, Math.exp(logAlphaBar[rows[k]!]!)],
      });
    },
  };
}

function indexAt(time: number, steps: number): number {
  const i = Math.round(time * steps);
  ensure(Math.abs(time * steps - i) <= 1e-6 && i >= 0 && i <= steps, () => ({
    argument: "time",
    value: time,
    problem: `is not i / ${steps} for an index i from 0 to ${steps}`,
    consequence: "the chain has no law there",
    remedy:
      "give the time i / N of an index, or take the variance preserving SDE for times between",
  }));
  return i;
}
