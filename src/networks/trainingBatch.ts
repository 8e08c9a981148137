import type { Tensor } from "@tensorflow/tfjs";
import type { Density, ScoreField } from "../densities/density";
import { noise } from "../numerics/noise";
import { type Points, type PointsLike, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { rows } from "../numerics/rows";
import type { Arithmetic } from "../objectives/arithmetic";
import { multiNoiseLoss } from "../objectives/multiNoiseScoreMatching";
import type { EnergyNetwork } from "./energyNetwork";
import { NoiseConditionalScoreNetwork } from "./noiseConditionalScoreNetwork";
import type { ScoreNetwork } from "./scoreNetwork";
import type { TensorFlow } from "./tensorflow";
import { type TrainingObjective, trainingLoss } from "./trainingLoss";

/** Denoising at a noise level of its own for each point, for networks that know the level. */
export interface MultiNoiseObjective {
  readonly kind: "multiNoise";
  /** Each point of a batch gets one of these, drawn anew in each step. */
  readonly sigmas: readonly number[] | Float64Array;
  /** lambda(sigma); sigma^2 if left out. */
  readonly weight?: (sigma: number) => number;
}

/** Where batches come from: points, of which each batch draws some, or a density, drawn afresh. */
export type TrainingData = PointsLike | Pick<Density, "sample" | "dim">;

/** n points of the data. */
export function drawn(data: TrainingData, n: number, rng: Rng): Points {
  if (typeof data === "object" && "sample" in data) return data.sample(n, rng.split("data"));
  const all = points(data);
  const chosen = rng.split("data").uniform(n);
  return rows(
    all,
    chosen.map((u) => Math.floor(u * all.n)),
  );
}

/** The columns of numbers that one step needs besides the state: each [n, dim] or [n]. */
export function batchColumns(
  x: Points,
  objective: TrainingObjective | MultiNoiseObjective,
  rng: Rng,
  target?: ScoreField,
): (Points | Float64Array)[] {
  const draw = (kind: "normal" | "rademacher" | "sphere") =>
    noise(kind, x.n, x.dim, rng.split("noise"))!;
  switch (objective.kind) {
    case "explicit":
      return [x, target!.score(x)];
    case "implicit":
      return [x];
    case "denoising":
      return [x, draw("normal")];
    case "sliced":
    case "slicedVR":
      return [x, draw(objective.probe ?? "rademacher")];
    case "finiteDifference":
      return [x, draw("sphere")];
    case "multiNoise": {
      const { sigmas, weight = (sigma: number) => sigma * sigma } = objective;
      const levels = rng.split("level").uniform(x.n);
      const sigma = levels.map((u) => sigmas[Math.floor(u * sigmas.length)]!);
      return [x, draw("normal"), sigma, sigma.map(weight)];
    }
  }
}

/** The mean loss over a batch of columns, as a function of the parameters. */
export function batchLoss(
  tf: TensorFlow,
  a: Arithmetic<Tensor, Tensor>,
  network: ScoreNetwork | EnergyNetwork | NoiseConditionalScoreNetwork,
  objective: TrainingObjective | MultiNoiseObjective,
  columns: readonly Tensor[],
): (parameters: Tensor[]) => Tensor {
  const [x, second, sigma, weight] = columns as [Tensor, Tensor?, Tensor?, Tensor?];
  return (parameters) => {
    if (network instanceof NoiseConditionalScoreNetwork) {
      const field = network.field(sigma!, parameters);
      const levels = [{ field, sigma: sigma!, weight: weight! }];
      return tf.mean(multiNoiseLoss(a, levels, { x, z: second! }));
    }
    const own = objective as TrainingObjective;
    const filled = (value: number) => tf.fill([x.shape[0]!], value);
    const parts = own.kind === "explicit" ? { x, target: second! } : { x, noise: second! };
    return tf.mean(trainingLoss(a, own, network.field(parameters), parts, filled));
  };
}
