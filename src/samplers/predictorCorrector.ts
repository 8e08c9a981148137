import type { Level, ScoreFamily, ScoreField } from "../densities/density";
import type { Points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { short } from "../reporting/short";
import type { Corrector } from "./correctors/corrector";
import { ensureFalling } from "./levels";
import type { Predictor } from "./predictors/predictor";
import { runSteps } from "./runSteps";
import type { SamplerOptions, SamplingRun } from "./samplingRun";

/** What `predictorCorrector` takes beside the scores. */
export interface PredictorCorrectorOptions<L extends Level> extends Omit<SamplerOptions, "steps"> {
  /** Falling, from that of the start to that of the result. */
  readonly levels: ArrayLike<number>;
  readonly predictor: Predictor<L>;
  readonly corrector: Corrector;
}

/**
 * Goes down a ladder of noise levels. At each level, the first and the last included, the corrector moves
 * the points towards the law of that level; between neighbours the predictor takes them to the next.
 *
 * Annealed Langevin dynamics (SMLD) has the identity for its predictor and Langevin's corrector, DDPM the
 * ancestral predictor and the identity for its corrector.
 *
 * A step is one of the predictor or one of the corrector. In `stepSizes`, a step of the corrector has its
 * h, and one of the predictor the difference of its levels.
 *
 * Source: Song and others (2021), algorithm 1, which does not correct at the first level.
 *
 * @throws InvalidArgument unless the levels fall.
 * @throws Diverged, naming the level and the step, if a value stops being finite.
 */
export function predictorCorrector<L extends Level>(
  family: ScoreFamily<L>,
  options: PredictorCorrectorOptions<L>,
): SamplingRun {
  ensureFalling("levels", options.levels);
  return descend(family, { ...options, name: "Predictor-corrector" });
}

/** A predictor-corrector under a name of its own. */
export interface Descent<L extends Level> extends PredictorCorrectorOptions<L> {
  readonly name: string;
  /** Taken once, after everything else, from the last level to 0. */
  readonly last?: Predictor<L>;
  readonly warnings?: readonly string[];
  readonly remedy?: string;
}

/** One step of the plan: of the corrector if it stays at its level. */
interface Move {
  readonly from: number;
  readonly to: number;
  readonly take: (x: Points, rng: Rng) => Taken;
  readonly words: string;
}

interface Taken {
  readonly points: Points;
  readonly stepSize: number;
  readonly evaluations: number;
}

/** Runs the plan of a sampler that goes down a ladder of levels, which its caller has looked at. */
export function descend<L extends Level>(
  family: ScoreFamily<L>,
  { levels, predictor, corrector, name, last, warnings, remedy, ...options }: Descent<L>,
): SamplingRun {
  const moves = plan(family, { levels, predictor, corrector, last });
  return runSteps({ ...options, steps: moves.length }, family.dim, () => ({
    name,
    begin: (start) => ({ points: start }),
    advance({ points: x }, k, rng) {
      const { points, stepSize, evaluations } = moves[k]!.take(x, rng);
      return { state: { points }, stepSize, evaluations };
    },
    during: (k) => moves[k]!.words,
    warnings,
    remedy,
  }));
}

function plan<L extends Level>(
  given: ScoreFamily<L>,
  {
    levels,
    predictor,
    corrector,
    last,
  }: Pick<Descent<L>, "levels" | "predictor" | "corrector" | "last">,
): Move[] {
  const family = remembering(given);
  const moves: Move[] = [];
  const predict = (by: Predictor<L>, from: number, to: number) => {
    const { predict, name } = by;
    if (!predict) return;
    moves.push({
      from,
      to,
      words: `${name} from ${family.level} = ${short(from)} to ${short(to)}`,
      take: (x, rng) => ({ ...predict(x, { family, from, to, rng }), stepSize: from - to }),
    });
  };
  for (let i = 0; i < levels.length; i++) {
    const level = levels[i]!;
    if (i > 0) predict(predictor, levels[i - 1]!, level);
    for (let j = 0; j < corrector.steps; j++) {
      moves.push({
        from: level,
        to: level,
        words: `${family.level} = ${short(level)}, step ${j + 1} of ${corrector.steps} there`,
        take: (x, rng) => ({
          ...corrector.correct(x, { field: family.at(level), level, rng }),
          evaluations: 1,
        }),
      });
    }
  }
  if (last) predict(last, levels[levels.length - 1]!, 0);
  return moves;
}

/** The family, with the field of the level that was asked for last kept: steps come in runs. */
function remembering<L extends Level>(family: ScoreFamily<L>): ScoreFamily<L> {
  let kept: { level: number; field: ScoreField } | undefined;
  return {
    dim: family.dim,
    level: family.level,
    at(level) {
      if (kept?.level !== level) kept = { level, field: family.at(level) };
      return kept.field;
    },
  };
}
