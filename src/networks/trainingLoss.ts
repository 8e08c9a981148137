import type { Tensor } from "@tensorflow/tfjs";
import { antitheticDenoisingLoss } from "../objectives/antitheticDenoising";
import type { Arithmetic } from "../objectives/arithmetic";
import { denoisingLoss } from "../objectives/denoisingScoreMatching";
import { explicitLoss } from "../objectives/explicitScoreMatching";
import type { Field, LogDensityField } from "../objectives/field";
import { finiteDifferenceLoss } from "../objectives/finiteDifferenceScoreMatching";
import { implicitLoss } from "../objectives/implicitScoreMatching";
import type { Probe } from "../objectives/probe";
import { slicedLoss, slicedVRLoss } from "../objectives/slicedScoreMatching";

/** What a network at one noise level can be trained on. */
export type TrainingObjective =
  | { readonly kind: "explicit" }
  | { readonly kind: "implicit" }
  | { readonly kind: "denoising"; readonly sigma: number; readonly antithetic?: boolean }
  | { readonly kind: "sliced" | "slicedVR"; readonly probe?: Probe }
  | { readonly kind: "finiteDifference"; readonly epsilon: number };

/** A field of tensors; only energies know their log density. */
export type TensorField = Field<Tensor, Tensor> & Partial<LogDensityField<Tensor, Tensor>>;

/** The points of a batch, and what the objective draws or is given for them: all [n, dim]. */
export interface Batch {
  readonly x: Tensor;
  /** Standard normal noise, probes, or directions on the unit sphere. */
  readonly noise?: Tensor;
  /** For explicit score matching: the score of the data at x. */
  readonly target?: Tensor;
}

/** The objective at each point of a batch, [n]: the lines of `src/objectives`, over tensors. */
export function trainingLoss(
  a: Arithmetic<Tensor, Tensor>,
  objective: TrainingObjective,
  s: TensorField,
  { x, noise, target }: Batch,
  filled: (value: number) => Tensor,
): Tensor {
  switch (objective.kind) {
    case "explicit":
      return explicitLoss(a, s, { score: () => target! }, x);
    case "implicit":
      return implicitLoss(a, s, x);
    case "denoising": {
      const parts = { x, z: noise!, sigma: filled(objective.sigma) };
      return objective.antithetic
        ? antitheticDenoisingLoss(a, s, parts)
        : denoisingLoss(a, s, parts);
    }
    case "sliced":
      return slicedLoss(a, s, { x, v: noise!, probe: objective.probe ?? "rademacher" });
    case "slicedVR":
      return slicedVRLoss(a, s, { x, v: noise!, probe: objective.probe ?? "rademacher" });
    case "finiteDifference":
      return finiteDifferenceLoss(a, s as TensorField & LogDensityField<Tensor, Tensor>, {
        x,
        u: noise!,
        epsilon: objective.epsilon,
      });
  }
}
