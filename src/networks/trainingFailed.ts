/** Training met a number that is not finite, from which no step leads back. */
export class TrainingFailed extends Error {
  override readonly name = "TrainingFailed";
  /** The step, counted from 1. */
  readonly step: number;

  constructor(parts: {
    readonly step: number;
    readonly loss: number;
    readonly gradientNorm: number;
    readonly cause: string;
  }) {
    const { step, loss, gradientNorm, cause } = parts;
    super(
      `training stopped at step ${step}: the loss is ${loss} and its gradient has the length ${gradientNorm}. ${cause} The network keeps its last good parameters.`,
    );
    this.step = step;
  }
}
