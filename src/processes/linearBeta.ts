import { ensurePositive } from "../densities/guards";
import { ensure } from "../numerics/errors";

/** What the SDEs with a linear beta take: beta(t) = betaMin + t (betaMax - betaMin), one over time. */
export interface LinearBetaOptions {
  readonly betaMin: number;
  readonly betaMax: number;
}

/** beta(t) and its integral from 0 to t. */
export interface LinearBeta {
  beta(time: number): number;
  integral(time: number): number;
}

/** @throws InvalidArgument unless 0 <= betaMin <= betaMax and betaMax > 0. */
export function linearBeta({ betaMin, betaMax }: LinearBetaOptions): LinearBeta {
  ensurePositive("betaMax", betaMax, "there would be no noise");
  ensure(betaMin >= 0 && betaMin <= betaMax, () => ({
    argument: "betaMin",
    value: betaMin,
    problem: `does not lie between 0 and betaMax = ${betaMax}`,
    consequence: "beta would be negative, or fall where it should grow",
    remedy: "give the rate of noise at the data as betaMin, at the prior as betaMax",
  }));
  const growth = betaMax - betaMin;
  return {
    beta: (time) => betaMin + growth * time,
    integral: (time) => time * (betaMin + (growth * time) / 2),
  };
}
