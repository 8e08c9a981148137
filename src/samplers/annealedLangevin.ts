import type { ScoreFamily } from "../densities/density";
import { ensureChoice, ensurePositive } from "../densities/guards";
import { ensure } from "../numerics/errors";
import { short } from "../reporting/short";
import { langevin } from "./correctors/langevin";
import { ensureFalling } from "./levels";
import { descend } from "./predictorCorrector";
import { ddim } from "./predictors/ddim";
import { identity } from "./predictors/identity";
import type { SamplerOptions, SamplingRun } from "./samplingRun";
import { stabilityLimit, stabilityWarnings } from "./stabilityLimit";
import { warned } from "./warned";

/** What `annealedLangevin` takes beside the scores. */
export interface AnnealedLangevinOptions extends SamplerOptions {
  /** The noise levels, falling, in the unit of x. */
  readonly sigmas: ArrayLike<number>;
  /** h at the last level, in the square of the unit of x: half the papers' epsilon. */
  readonly smallestStep: number;
  /** T, the number of steps at each level. */
  readonly steps: number;
  /**
   * Which sigma the others are measured by: the smallest, if left out. "largest" is a misprint found in
   * lecture notes, here to show what it does: it makes `smallestStep` the largest of all steps.
   */
  readonly denominator?: "smallest" | "largest";
  /** Whether to end with Tweedie's step, to the mean of the clean data; false if left out. */
  readonly denoise?: boolean;
}

/**
 * Annealed Langevin dynamics, the sampler of SMLD: at each level sigma_1 > ... > sigma_L in turn, T steps
 *
 *     x <- x + h_i s_i(x) + sqrt(2 h_i) z,     h_i = smallestStep sigma_i^2 / sigma_L^2,
 *
 * with s_i the score of the data under noise of standard deviation sigma_i. The papers write alpha_i
 * for 2 h_i and epsilon for 2 smallestStep. In the limit of many steps the result follows the law of the
 * *noisy* data at sigma_L. With `denoise`, a last step x + sigma_L^2 s_L(x) takes each point to the mean of
 * the clean data given it.
 *
 * The ratio h_i / sigma_i^2 is the same at all levels. Below 2, that is for smallestStep < 2 sigma_L^2,
 * no level is unstable, whatever the data; for Gaussian data of variance V a level is stable if and
 * only if h_i < 2 (V + sigma_i^2), and a warning names the first that is not.
 *
 * Step k, counted over all levels from 0, takes its noise from `rng.split("step").split(k)`.
 *
 * Source: Song and Ermon (2019), algorithm 1; the last step: Jolicoeur-Martineau and others (2021).
 *
 * @throws InvalidArgument unless the sigmas are positive and fall, and step and steps are positive; or if
 * the denominator is unknown.
 * @throws Diverged, naming the level and the step, if a value stops being finite.
 */
export function annealedLangevin(
  family: ScoreFamily<"sigma">,
  options: AnnealedLangevinOptions,
): SamplingRun {
  const { sigmas, smallestStep, steps, denominator = "smallest", denoise = false } = options;
  ensureFalling("sigmas", sigmas);
  const last = sigmas[sigmas.length - 1]!;
  ensure(last > 0, () => ({
    argument: `sigmas[${sigmas.length - 1}]`,
    value: last,
    problem: "is not positive",
    consequence: "the step sizes are proportional to the squares of the sigmas",
    remedy: "end with a small positive sigma, and set denoise",
  }));
  ensurePositive("smallestStep", smallestStep, "the points would stay, or run down the density");
  ensureChoice(
    "denominator",
    denominator,
    ["smallest", "largest"],
    "it would not be known which level takes smallestStep",
  );
  const measure = denominator === "smallest" ? last : sigmas[0]!;
  const step = (sigma: number) => smallestStep * (sigma / measure) ** 2;
  return descend(family, {
    name: "Annealed Langevin",
    start: options.start,
    rng: options.rng,
    history: options.history,
    levels: sigmas,
    predictor: identity,
    corrector: langevin({ steps, step }),
    last: denoise ? ddim() : undefined,
    warnings: warned(firstUnstable(family, sigmas, step)),
    remedy: "take a smaller smallestStep",
  });
}

/** A warning of the first level that is known to be unstable. */
function firstUnstable(
  family: ScoreFamily<"sigma">,
  sigmas: ArrayLike<number>,
  step: (sigma: number) => number,
): readonly string[] {
  for (let i = 0; i < sigmas.length; i++) {
    const sigma = sigmas[i]!;
    const name = `Annealed Langevin at sigma = ${short(sigma)}`;
    const found = stabilityWarnings(name, step(sigma), stabilityLimit(family.at(sigma)));
    if (found.length > 0) return found;
  }
  return [];
}
