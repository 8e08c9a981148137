import { ensurePositive } from "../densities/guards";
import { ensure } from "../numerics/errors";

/** What `karrasSigmas` takes; the sigmas are in the unit of x. */
export interface KarrasOptions {
  /** How many, at least 2. */
  readonly levels: number;
  readonly sigmaMin: number;
  readonly sigmaMax: number;
  /** The larger, the more levels lie near sigmaMin; 7 if left out, 1 for equal distances. */
  readonly rho?: number;
}

/**
 * The noise levels of EDM, falling from sigmaMax to sigmaMin, equally spaced in sigma^(1 / rho):
 *
 *     sigma_i = (sigmaMax^(1/rho) + i / (N - 1) (sigmaMin^(1/rho) - sigmaMax^(1/rho)))^rho,   i = 0, ..., N - 1.
 *
 * The sampler's last level, 0, is not among them. For rho to infinity they form a geometric sequence.
 *
 * Source: Karras and others (2022), equation 5, with sigmaMin = 0.002, sigmaMax = 80 and rho = 7.
 *
 * @throws InvalidArgument unless 0 < sigmaMin < sigmaMax, rho > 0, there are at least 2 levels, and
 * float64 can tell them apart.
 */
export function karrasSigmas({ levels, sigmaMin, sigmaMax, rho = 7 }: KarrasOptions): Float64Array {
  ensure(Number.isSafeInteger(levels) && levels >= 2, () => ({
    argument: "levels",
    value: levels,
    problem: "is not a whole number of at least 2",
    consequence: "the levels could not reach from sigmaMax to sigmaMin",
    remedy: "give the number of levels",
  }));
  ensurePositive(
    "sigmaMin",
    sigmaMin,
    "the last level of a ladder is above 0; append 0 to the list",
  );
  ensurePositive("rho", rho, "it is the power in which the levels are equally spaced");
  ensure(Number.isFinite(sigmaMax) && sigmaMax > sigmaMin, () => ({
    argument: "sigmaMax",
    value: sigmaMax,
    problem: `is not a finite number above sigmaMin = ${sigmaMin}`,
    consequence: "the levels would not fall",
    remedy: "give the level of the start as sigmaMax",
  }));
  // By what the levels lose of sigmaMax, since the powers themselves overflow for a small rho, and
  // have no digits in which they differ for a large one.
  const lost = Math.expm1((Math.log(sigmaMin) - Math.log(sigmaMax)) / rho);
  const sigmas = Float64Array.from(
    { length: levels },
    (_, i) => sigmaMax * Math.exp(rho * Math.log1p((i / (levels - 1)) * lost)),
  );
  // The ends as they were given, without the rounding of two powers.
  sigmas[0] = sigmaMax;
  sigmas[levels - 1] = sigmaMin;
  ensure(
    sigmas.every((sigma, i) => i === 0 || sigma < sigmas[i - 1]!),
    () => ({
      argument: "rho",
      value: rho,
      problem: `gives ${levels} levels of which neighbours are equal`,
      consequence: "no noise would be removed between them",
      remedy: "give a larger rho, for example 7, or fewer levels",
    }),
  );
  return sigmas;
}
