import type { Tensor } from "@tensorflow/tfjs";
import type { EnergyNetwork } from "../../src/networks/energyNetwork";
import { lossGradient } from "../../src/networks/lossGradient";
import type { NoiseConditionalScoreNetwork } from "../../src/networks/noiseConditionalScoreNetwork";
import type { ScoreNetwork } from "../../src/networks/scoreNetwork";
import { tensorArithmetic } from "../../src/networks/tensorArithmetic";
import type { TensorFlow } from "../../src/networks/tensorflow";
import { batchLoss, type MultiNoiseObjective } from "../../src/networks/trainingBatch";
import type { TrainingObjective } from "../../src/networks/trainingLoss";

export type AnyNetwork = ScoreNetwork | EnergyNetwork | NoiseConditionalScoreNetwork;
export type Objective = TrainingObjective | MultiNoiseObjective;
/** Points, one row each, or one number for each point. */
export type Column = readonly (readonly number[])[] | readonly number[];

/** Gives a network these numbers for parameters, layer by layer, row by row. */
export function assign(tf: TensorFlow, net: AnyNetwork, parameters: readonly number[]): void {
  let from = 0;
  const shaped = net.parameters.map(({ size, shape }) => {
    from += size;
    return tf.tensor(parameters.slice(from - size, from), shape);
  });
  net.assign(shaped);
  tf.dispose(shaped);
}

/** The mean loss of a batch and its gradient, by TensorFlow.js in float32. */
export function measured(
  tf: TensorFlow,
  net: AnyNetwork,
  objective: Objective,
  columns: readonly Column[],
): { value: number; gradient: number[] } {
  const tensors = columns.map((column) => tf.tensor(column as number[]));
  const loss = batchLoss(tf, tensorArithmetic(tf), net, objective, tensors);
  const { value, gradient } = tf.tidy(() => {
    const found = lossGradient(tf, loss as (p: Tensor[]) => Tensor, net.parameters);
    return {
      value: found.loss.dataSync()[0]!,
      gradient: found.gradients.flatMap((g) => [...g.dataSync()]),
    };
  }) as unknown as { value: number; gradient: number[] };
  tf.dispose(tensors);
  return { value, gradient };
}

/** The largest difference, in units of the largest entry. */
export function distance(left: readonly number[], right: readonly number[]): number {
  const largest = Math.max(...right.map(Math.abs));
  return Math.max(...right.map((r, i) => Math.abs(left[i]! - r))) / largest;
}
