import type { Tensor } from "@tensorflow/tfjs";
import { adamStep } from "./adam";
import { lossGradient } from "./lossGradient";
import type { TensorFlow } from "./tensorflow";

/**
 * All that training carries from step to step: four tensors for each parameter, namely all parameters,
 * then their moving averages, then Adam's means of the gradients and of their squares.
 */
export type TrainingState = readonly Tensor[];

/** The state before the first step. The tensors are new. */
export function trainingStart(tf: TensorFlow, parameters: readonly Tensor[]): Tensor[] {
  const copies = () => parameters.map((p) => tf.clone(p));
  const zeros = () => parameters.map((p) => tf.zerosLike(p));
  return [...copies(), ...copies(), ...zeros(), ...zeros()];
}

/** The numbers of a state, out of TensorFlow's memory. */
export type SavedState = readonly Float32Array[];

export function savedState(state: TrainingState): SavedState {
  return state.map((tensor) => Float32Array.from(tensor.dataSync()));
}

/** The state with these numbers, for parameters of these shapes. The tensors are new. */
export function restoredState(
  tf: TensorFlow,
  parameters: readonly Tensor[],
  saved: SavedState,
): Tensor[] {
  return saved.map((values, i) => tf.tensor(values, parameters[i % parameters.length]!.shape));
}

/** The moving averages of the parameters. */
export function averagesOf(state: TrainingState): readonly Tensor[] {
  return state.slice(state.length / 4, state.length / 2);
}

/** Scalars that differ from step to step: rate, Adam's two corrections, decay of the averages. */
export type StepScalars = readonly [rate: Tensor, first: Tensor, second: Tensor, decay: Tensor];

/**
 * One step of training as a function of tensors that changes none of them: the loss, the length of its
 * gradient, then the next state.
 */
export function trainingStep(
  tf: TensorFlow,
  loss: (parameters: Tensor[]) => Tensor,
  state: TrainingState,
  [learningRate, first, second, decay]: StepScalars,
): Tensor[] {
  const count = state.length / 4;
  const part = (i: number) => state.slice(i * count, (i + 1) * count);
  const found = lossGradient(tf, loss, part(0));
  const squares = found.gradients.map((g) => tf.sum(tf.square(g)));
  const norm = tf.sqrt(squares.reduce((a, b) => tf.add(a, b)));
  const adam = adamStep(
    tf,
    part(0),
    found.gradients,
    { first: part(2), second: part(3) },
    { learningRate, corrections: [first, second] },
  );
  const averages = part(1).map((a, i) =>
    tf.add(tf.mul(a, decay), tf.mul(adam.parameters[i]!, tf.sub(1, decay))),
  );
  return [
    found.loss,
    norm,
    ...adam.parameters,
    ...averages,
    ...adam.state.first,
    ...adam.state.second,
  ];
}
