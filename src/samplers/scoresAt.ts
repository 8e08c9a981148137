import type { ScoreField } from "../densities/density";
import { ensureVectors } from "../densities/guards";
import type { Points } from "../numerics/points";

/** The scores at points: [n, dim]. @throws InvalidArgument unless the field gives each point a vector. */
export function scoresAt(field: Pick<ScoreField, "score">, x: Points): Points {
  const scores = field.score(x);
  ensureVectors(x, scores, "score");
  return scores;
}
