import type { Level } from "../densities/density";
import { ensure } from "../numerics/errors";

/**
 * How much of the data and how much noise there is at each level: x given clean data x_0 is
 * N(scale(level) x_0, variance(level) I). A linear SDE is one, and so is DDPM's chain.
 */
export interface NoiseProcess {
  scale(level: number): number;
  variance(level: number): number;
}

/** The process of a family in sigma: x = x_0 + sigma z. */
const ADDED_NOISE: NoiseProcess = { scale: () => 1, variance: (sigma) => sigma * sigma };

/** @throws InvalidArgument if a family in time comes without its process. */
export function processOf(
  family: { readonly level: Level },
  process: NoiseProcess | undefined,
): NoiseProcess {
  ensure(process !== undefined || family.level === "sigma", () => ({
    argument: "process",
    value: process,
    problem: "is missing for a family of scores in time",
    consequence: "nothing would say how much noise there is at a time",
    remedy: "give the SDE, or the chain, whose marginals the family describes",
  }));
  return process ?? ADDED_NOISE;
}

/** The law of x at the noisier level `from` given x at the cleaner level `to`: N(ratio x, added I). */
export interface ForwardStep {
  readonly ratio: number;
  readonly added: number;
}

/** @throws InvalidArgument unless the process adds noise between any two neighbours of the levels. */
export function ensureNoiseBetween(process: NoiseProcess, levels: ArrayLike<number>): void {
  for (let i = 1; i < levels.length; i++) forwardStep(process, levels[i - 1]!, levels[i]!);
}

/** @throws InvalidArgument unless the process adds noise from `to` to `from`. */
export function forwardStep(process: NoiseProcess, from: number, to: number): ForwardStep {
  const ratio = process.scale(from) / process.scale(to);
  const added = process.variance(from) - ratio * ratio * process.variance(to);
  ensure(Number.isFinite(ratio) && added > 0, () => ({
    argument: "process",
    value: process,
    problem: `adds the variance ${added} between the levels ${to} and ${from}`,
    consequence: "there would be no noise for a step back to remove",
    remedy:
      "leave out levels between which no noise is added (where beta = 0), or that are too close to be told from each other",
  }));
  return { ratio, added };
}
