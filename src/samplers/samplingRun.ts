import type { Displayable, MimeBundle } from "../numerics/mimeBundle";
import type { Points, PointsLike } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { table } from "../numerics/table";
import { short } from "../reporting/short";
import type { PointSource } from "./start";

/** What all samplers take. */
export interface SamplerOptions {
  /** Where the points start: points, or `{ n, from }`, n draws from a density. */
  readonly start: PointsLike | PointSource;
  /** How many steps each point takes. */
  readonly steps: number;
  /** Point i draws the same noise in step k, however many points and steps there are. */
  readonly rng: Rng;
  /** Keeps the state of every so many steps, the start included; nothing is kept if left out. */
  readonly history?: number;
}

/** The state after so many steps. */
export interface Snapshot {
  readonly step: number;
  readonly points: Points;
  /** For samplers that have them. */
  readonly velocities?: Points;
}

/** What all samplers return. */
export interface SamplingRun extends Displayable {
  /** The name of the sampler: "Langevin". */
  readonly sampler: string;
  /** The points after the last step. */
  readonly points: Points;
  /** The steps that were done: fewer than asked for if the run was interrupted. */
  readonly steps: number;
  /** How often the score was evaluated, counted for one point. */
  readonly evaluations: number;
  /** The step size of each step that was done, in the unit that the sampler states: [steps]. */
  readonly stepSizes: Float64Array;
  /** For samplers that accept or reject: the share of accepted proposals of each point, [n]. */
  readonly acceptance?: Float64Array;
  /** For samplers that have them: the velocities after the last step. */
  readonly velocities?: Points;
  readonly interrupted: boolean;
  /** What the run warned of, in the words that were shown. */
  readonly warnings: readonly string[];
  /** The states that were kept, oldest first; none if none were asked for. */
  readonly history: readonly Snapshot[];
}

/** The result of a sampler, with the small table that a notebook shows for it. */
export function samplingRun(
  run: Omit<SamplingRun, "toMimeBundle"> & { readonly stepsAsked: number },
): SamplingRun {
  const { stepsAsked, ...result } = run;
  return { ...result, toMimeBundle: () => describe(result, stepsAsked) };
}

function describe(run: Omit<SamplingRun, "toMimeBundle">, stepsAsked: number): MimeBundle {
  const { sampler, points, steps, stepSizes, acceptance, evaluations, warnings } = run;
  const rows: (readonly [string, string | number])[] = [
    ["steps", run.interrupted ? `${steps} of ${stepsAsked}, interrupted` : steps],
    ["step size", range(stepSizes)],
    ["score evaluations a point", evaluations],
  ];
  if (acceptance) rows.push(["accepted", `${(100 * mean(acceptance)).toPrecision(3)} %`]);
  if (run.history.length > 0) rows.push(["states kept", run.history.length]);
  if (warnings.length > 0) rows.push(["warnings", warnings.join(" ")]);
  return table({
    title: `${sampler}: ${points.n} ${points.n === 1 ? "point" : "points"} of dimension ${points.dim}`,
    header: ["", "value"],
    rowCount: rows.length,
    row: (i) => rows[i]!,
  });
}

function range(sizes: Float64Array): string {
  if (sizes.length === 0) return "no step was done";
  let [low, high] = [sizes[0]!, sizes[0]!];
  for (const size of sizes) {
    low = Math.min(low, size);
    high = Math.max(high, size);
  }
  return low === high ? short(low) : `${short(low)} to ${short(high)}`;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
