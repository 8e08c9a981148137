import type { Tensor } from "@tensorflow/tfjs";
import type { ScoreField } from "../densities/density";
import { ensurePositive } from "../densities/guards";
import { ensure } from "../numerics/errors";
import type { Displayable, MimeBundle } from "../numerics/mimeBundle";
import { type Points, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { average } from "../numerics/statistics/average";
import { table } from "../numerics/table";
import { longRun } from "../reporting/longRun";
import { BETA_1, BETA_2 } from "./adam";
import { capture } from "./capture";
import type { EnergyNetwork } from "./energyNetwork";
import { NoiseConditionalScoreNetwork } from "./noiseConditionalScoreNetwork";
import type { ScoreNetwork } from "./scoreNetwork";
import { tensorArithmetic } from "./tensorArithmetic";
import type { TensorFlow } from "./tensorflow";
import {
  batchColumns,
  batchLoss,
  drawn,
  type MultiNoiseObjective,
  type TrainingData,
} from "./trainingBatch";
import { TrainingFailed } from "./trainingFailed";
import type { TrainingObjective } from "./trainingLoss";
import {
  averagesOf,
  restoredState,
  type SavedState,
  type StepScalars,
  savedState,
  trainingStart,
  trainingStep,
} from "./trainingStep";

/** What `train` takes beside the network. */
export interface TrainOptions<O = TrainingObjective | MultiNoiseObjective> {
  /** Points, of which each batch draws some, or a density, of which every batch is a fresh sample. */
  readonly data: TrainingData;
  readonly objective: O;
  readonly steps: number;
  /** Points of a batch; 256 if left out. */
  readonly batch?: number;
  /** The rate of Adam's first step; 1e-3 if left out. */
  readonly learningRate?: number;
  /** How the rate falls: to 0 like half a cosine (if left out), or not at all. */
  readonly schedule?: "cosine" | "constant";
  /** The share of the old average of the parameters in the new one; 0.999 if left out. */
  readonly decay?: number;
  readonly rng: Rng;
  /** For explicit score matching: the score that the data have. */
  readonly target?: ScoreField;
  /** A run on the same network that ended before `steps`: it is gone on with from where it stood. */
  readonly resume?: TrainingRun;
}

/** What training leaves beside the trained network. */
export interface TrainingRun extends Displayable {
  /** The steps that were done, those before it was resumed among them. */
  readonly steps: number;
  /** The mean loss of each step's batch: [steps]. */
  readonly losses: Float64Array;
  /** The length of each step's gradient: [steps]. */
  readonly gradientNorms: Float64Array;
  readonly interrupted: boolean;
  /** The step whose averaged parameters the network got; 0 if it kept its own. */
  readonly keptStep: number;
  /** Where the run stood at its end, for `resume`. */
  readonly checkpoint: Checkpoint;
}

/** All that later steps need of earlier ones. */
interface Checkpoint {
  readonly state: SavedState;
  /** The lowest mean loss of a window so far. */
  readonly lowest: { readonly value: number; readonly standardError: number };
  readonly keptStep: number;
  /** The parameters of the network that later windows are compared with, those of `keptStep`. */
  readonly kept: SavedState;
}

const FRESH = { lowest: { value: Number.POSITIVE_INFINITY, standardError: 0 }, keptStep: 0 };

/** Losses are compared by their mean over so many steps. */
const WINDOW = 50;

/**
 * Trains a network on data by Adam (Kingma and Ba 2015). The network gets the moving averages of the
 * parameters: the newest, unless the mean loss of the last 50 steps had risen by more than 4 standard
 * errors over the lowest so far, and then those from before. So it does when the run is interrupted or
 * fails.
 *
 *     train(s, { data, objective: { kind: "implicit" }, steps: 2000, rng: rng(1, "train") });
 *
 * Batches and noise are keyed by the number of the step, so a run that was interrupted and resumed with
 * the same options ends with the very numbers of one that never stopped:
 *
 *     train(s, { ...options, resume: run });
 *
 * @throws InvalidArgument if options do not fit each other or the network; TrainingFailed, with the step
 * and the likely cause, as soon as a loss or a gradient is not finite.
 */
export function train(
  network: ScoreNetwork | EnergyNetwork,
  options: TrainOptions<TrainingObjective>,
): TrainingRun;
export function train(
  network: NoiseConditionalScoreNetwork,
  options: TrainOptions<MultiNoiseObjective>,
): TrainingRun;
export function train(
  network: ScoreNetwork | EnergyNetwork | NoiseConditionalScoreNetwork,
  options: TrainOptions,
): TrainingRun {
  ensureTrainable(network, options);
  const { tf } = network;
  const { data, objective, steps, batch = 256, rng, target } = options;
  const a = tensorArithmetic(tf);
  const { resume } = options;
  const losses = [...(resume?.losses ?? [])];
  const norms = [...(resume?.gradientNorms ?? [])];
  const before = losses.length;
  let { lowest, keptStep } = resume?.checkpoint ?? FRESH;
  let state: Tensor[] = tf.tidy(() =>
    resume
      ? restoredState(tf, network.parameters, resume.checkpoint.state)
      : trainingStart(tf, network.parameters),
  );
  if (resume) {
    const kept = restoredState(tf, network.parameters, resume.checkpoint.kept);
    network.assign(kept);
    tf.dispose(kept);
  }
  let checkpoint: Checkpoint;
  const scalars = 4;
  const step = capture(tf, (inputs) => {
    const rest = inputs.length - state.length;
    const columns = inputs.slice(0, rest - scalars);
    const numbers = inputs.slice(rest - scalars, rest) as unknown as StepScalars;
    const loss = batchLoss(tf, a, network, objective, columns);
    return trainingStep(tf, loss, inputs.slice(rest), numbers);
  });
  const run = longRun(steps - before, "training");
  try {
    for (const done of run) {
      const k = before + done;
      const key = rng.split("step").split(k);
      const columns = batchColumns(drawn(data, batch, key), objective, key, target);
      const inputs = tf.tidy(() => [
        ...columns.map((column) => tensorOf(tf, column)),
        ...stepScalars(options, k).map((value) => tf.scalar(value)),
      ]);
      const [loss, norm, ...next] = step([...inputs, ...state]) as [Tensor, Tensor, ...Tensor[]];
      tf.dispose([...inputs, ...state]);
      state = next;
      losses.push(loss.dataSync()[0]!);
      norms.push(norm.dataSync()[0]!);
      tf.dispose([loss, norm]);
      ensureFinite(losses, norms);
      run.note(`loss ${threeDigits(losses.at(-1)!)}, gradient ${threeDigits(norms.at(-1)!)}`);
      if ((k + 1) % WINDOW === 0 || k + 1 === steps) keepUnlessWorse(k + 1);
    }
    const kept = savedState(network.parameters);
    checkpoint = { state: savedState(state), lowest, keptStep, kept };
    // What the last, shorter window would keep is for now, and no part of the run that goes on.
    if (run.interrupted && losses.length > 0) keepUnlessWorse(losses.length);
  } finally {
    tf.dispose(state);
    step.dispose();
  }
  return trainingRun({ losses, norms, interrupted: run.interrupted, keptStep, checkpoint });

  /** Batches differ by chance: only a loss that rose by more than that makes newer parameters worse. */
  function keepUnlessWorse(step: number): void {
    const last = losses.slice(-WINDOW);
    const recent = last.length > 1 ? average(last) : { value: last[0]!, standardError: 0 };
    const error = Math.hypot(recent.standardError, lowest.standardError);
    if (recent.value > lowest.value + 4 * error) return;
    if (recent.value < lowest.value) lowest = recent;
    keptStep = step;
    network.assign(averagesOf(state));
  }
}

const threeDigits = (value: number): string => value.toPrecision(3);

function tensorOf(tf: TensorFlow, column: Points | Float64Array): Tensor {
  return column instanceof Float64Array
    ? tf.tensor1d(Float32Array.from(column))
    : tf.tensor2d(Float32Array.from(column.data), [column.n, column.dim]);
}

/** The numbers of step k, counted from 0, in the order of `StepScalars`. */
function stepScalars(options: TrainOptions, k: number): [number, number, number, number] {
  const { learningRate = 1e-3, schedule = "cosine", steps, decay = 0.999 } = options;
  const share = schedule === "cosine" ? (1 + Math.cos((Math.PI * k) / steps)) / 2 : 1;
  // An early average would hold the start, which no gradient has seen.
  const early = (1 + k) / (10 + k);
  return [
    learningRate * share,
    1 - BETA_1 ** (k + 1),
    1 - BETA_2 ** (k + 1),
    Math.min(decay, early),
  ];
}

function ensureFinite(losses: readonly number[], norms: readonly number[]): void {
  const k = losses.length - 1;
  const [loss, norm] = [losses[k]!, norms[k]!];
  if (Number.isFinite(loss) && Number.isFinite(norm)) return;
  const before = losses.slice(Math.max(0, k - WINDOW), k);
  // A few steps say nothing of a trend, but that soon it is the steps that were too long.
  const grew = before.length < 10 || before.at(-1)! > 10 * Math.abs(before[0]!);
  throw new TrainingFailed({
    step: k + 1,
    loss,
    gradientNorm: norm,
    cause:
      k === 0
        ? "The first batch already gave it: look at the scale of the data and of the noise."
        : grew
          ? "The steps were too long: give a smaller learning rate."
          : "The loss had been steady: look for an outlier in the data, or a noise level near 0.",
  });
}

function trainingRun(parts: {
  readonly losses: readonly number[];
  readonly norms: readonly number[];
  readonly interrupted: boolean;
  readonly keptStep: number;
  readonly checkpoint: Checkpoint;
}): TrainingRun {
  const { losses, norms, interrupted, keptStep, checkpoint } = parts;
  const steps = losses.length;
  return {
    steps,
    losses: Float64Array.from(losses),
    gradientNorms: Float64Array.from(norms),
    interrupted,
    keptStep,
    checkpoint,
    toMimeBundle(): MimeBundle {
      const marks = [0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(part * (steps - 1)));
      const shown = [...new Set(marks.filter((k) => k >= 0))];
      return table({
        title: `Training: ${steps} steps${interrupted ? ", interrupted" : ""}; parameters after step ${keptStep}`,
        header: ["step", "loss", "length of the gradient"],
        rowCount: shown.length,
        row: (i) => [shown[i]! + 1, losses[shown[i]!]!, norms[shown[i]!]!],
      });
    },
  };
}

function ensureTrainable(
  network: ScoreNetwork | EnergyNetwork | NoiseConditionalScoreNetwork,
  options: TrainOptions,
): void {
  const { data, objective, steps, batch = 256, learningRate = 1e-3, decay = 0.999 } = options;
  const { target, resume } = options;
  for (const [argument, value] of Object.entries({ steps, batch })) {
    ensure(Number.isSafeInteger(value) && value >= 1, () => ({
      argument,
      value,
      problem: "is not a whole number of at least 1",
      consequence: "nothing would be learnt",
      remedy: `give ${argument} such as 500`,
    }));
  }
  ensurePositive("learningRate", learningRate, "the parameters would not move downhill");
  ensure(decay >= 0 && decay < 1, () => ({
    argument: "decay",
    value: decay,
    problem: "is not in [0, 1)",
    consequence: "the averages would never leave the start",
    remedy: "give a share such as 0.999, or 0 for no averaging",
  }));
  const { dim } = typeof data === "object" && "dim" in data ? data : points(data);
  ensure(dim === network.dim, () => ({
    argument: "data",
    value: data,
    problem: `is of dimension ${dim} where the network is of dimension ${network.dim}`,
    consequence: "the points would not fit into its first layer",
    remedy: `give points of dimension ${network.dim}`,
  }));
  if (resume) ensureResumable(network, resume, steps);
  const conditional = network instanceof NoiseConditionalScoreNetwork;
  ensure(conditional === (objective.kind === "multiNoise"), () => ({
    argument: "objective",
    value: objective.kind,
    problem: conditional
      ? "is for a network at one noise level, and this one knows the level"
      : "is for a network that knows the noise level",
    consequence: "the loss could not be evaluated",
    remedy: conditional
      ? 'give { kind: "multiNoise", sigmas }'
      : "give a noiseConditionalScoreNetwork, or another objective",
  }));
  ensure(objective.kind !== "finiteDifference" || "logDensity" in network, () => ({
    argument: "objective",
    value: objective.kind,
    problem: "needs a log density, and a score network has none",
    consequence: "there is nothing to take differences of",
    remedy: "give an energyNetwork, or another objective",
  }));
  ensure(objective.kind !== "explicit" || target !== undefined, () => ({
    argument: "target",
    value: target,
    problem: "is missing",
    consequence: "explicit score matching has no score to compare with",
    remedy: "give the exact score of the data, such as the density they are drawn from",
  }));
  if (objective.kind === "denoising") {
    ensurePositive(
      "objective.sigma",
      objective.sigma,
      "the score of the noise, -z / sigma, would not exist",
    );
  }
  if (objective.kind === "finiteDifference") {
    ensurePositive("objective.epsilon", objective.epsilon, "there would be no difference to take");
  }
  if (objective.kind === "multiNoise") {
    ensure(objective.sigmas.length > 0, () => ({
      argument: "objective.sigmas",
      value: objective.sigmas,
      problem: "is empty",
      consequence: "there would be no noise level to learn",
      remedy: "give at least one standard deviation",
    }));
    for (const [i, sigma] of Array.from(objective.sigmas).entries()) {
      ensurePositive(`objective.sigmas[${i}]`, sigma, "the score of the noise would not exist");
    }
  }
}

function ensureResumable(
  network: ScoreNetwork | EnergyNetwork | NoiseConditionalScoreNetwork,
  run: TrainingRun,
  steps: number,
): void {
  ensure(run.steps < steps, () => ({
    argument: "steps",
    value: steps,
    problem: `are not more than the ${run.steps} of the run to resume`,
    consequence: "there would be no step left to do",
    remedy: "give the number of steps of both runs together",
  }));
  const sizes = (list: readonly { readonly length: number }[]) => list.map((t) => t.length).join();
  const own = network.parameters.map(({ size }) => ({ length: size }));
  ensure(sizes(run.checkpoint.state) === sizes([...own, ...own, ...own, ...own]), () => ({
    argument: "resume",
    value: `a run with ${run.checkpoint.state[0]?.length} numbers in its first layer`,
    problem: "is the run of a network with other layers",
    consequence: "its parameters would not fit into this one",
    remedy: "give the run that trained this network",
  }));
}
