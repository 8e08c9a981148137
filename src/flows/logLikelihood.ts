import type { Density } from "../densities/density";
import { ensureDimension, ensureSameDimension } from "../densities/guards";
import { ensure } from "../numerics/errors";
import type { Displayable } from "../numerics/mimeBundle";
import { noise } from "../numerics/noise";
import { type Points, type PointsLike, points } from "../numerics/points";
import type { Rng } from "../numerics/rng";
import { dot } from "../numerics/rows";
import { average } from "../numerics/statistics/average";
import { table } from "../numerics/table";
import { beside, columns, rowsOf } from "./blocks";
import { ensureArrived } from "./ensureArrived";
import { marchAlong } from "./marchAlong";
import type { Moving } from "./rungeKuttaStep";
import { type SolverOptions, solver } from "./solverOptions";
import { directionalVelocity, divergenceOf, type VelocityField } from "./velocityField";

/** The trace of the Jacobian, exactly or by random directions. */
export type TraceOptions =
  | { readonly trace?: "exact"; readonly rng?: undefined }
  | {
      readonly trace: "hutchinson";
      /** The law of the directions, with E[v v'] = I; "rademacher" if left out. */
      readonly probe?: "normal" | "rademacher";
      /** How many directions for each point, at least 2, since they also give the error; 8 if left out. */
      readonly probes?: number;
      /** Point i draws the same directions whatever the batch. */
      readonly rng: Rng;
    };

/** What `logLikelihood` takes beside the flow and the points. */
export type LikelihoodOptions = SolverOptions &
  TraceOptions & {
    /** The density at the end of the way: p_T, or what stands for it. */
    readonly prior: Pick<Density, "dim" | "logDensity"> & Partial<Pick<Density, "normalised">>;
  };

/** Log likelihoods by the instantaneous change of variables. */
export interface LogLikelihood extends Displayable {
  /** log p at each point, in nats: [n]. */
  readonly nats: Float64Array;
  /** -log2 p / dim at each point: [n]. */
  readonly bitsPerDimension: Float64Array;
  /** The standard error of each log likelihood, in nats, from the directions; 0 for the exact trace: [n]. */
  readonly standardErrors: Float64Array;
  /** Where the points were carried to. */
  readonly end: Points;
  /** The logarithm of the prior there: [n]. */
  readonly priorNats: Float64Array;
  /** The integral of the divergence along the path of each point: [n]. */
  readonly divergence: Float64Array;
  /** How often the velocity was evaluated, for each point. */
  readonly evaluations: Float64Array;
}

/**
 * The log likelihood of the points x under the density that the flow carries to the prior:
 *
 *     log p(x) = log prior(x(T)) + integral of div v(x(t), t) dt from 0 to T,   x(0) = x.
 *
 * It is integrated together with the path, under the same error control. The error has three parts:
 * that of the solver; that of a prior which is not exactly the law at T; and, where the way begins at
 * `from` > 0, that what is found is the density at this time.
 *
 * `trace: "hutchinson"` replaces div v by the mean of v' J v over random directions v, drawn once for each
 * point and kept along its path. The mean is unbiased for every step and every number of directions; the
 * likelihood itself, its exponential, is not. `bitsPerDimension` are for the coordinates as given: data
 * that were rescaled or made continuous need the known constants added.
 *
 * Source: Chen and others (2018), theorem 1; Grathwohl and others (2019), equation 8, for directions kept
 * along the path; Song and others (2021), appendix D.2.
 *
 * @throws InvalidArgument if the field does not know its divergence (for the exact trace), dimensions
 * differ, the prior is not normalised, or options contradict each other.
 * @throws Diverged, StepUnderflow as `odeSolve`.
 */
export function logLikelihood(
  flow: VelocityField,
  x: PointsLike,
  options: LikelihoodOptions,
): LogLikelihood {
  const start = points(x);
  const { prior } = options;
  ensureNormalised(prior);
  const chosen = solver(flow, options);
  ensureDimension(start, flow.dim);
  ensureSameDimension({ dim: flow.dim }, prior, "prior");
  ensure(chosen.from < chosen.to === flow.interval[0] < flow.interval[1], () => ({
    argument: "to",
    value: chosen.to,
    problem: `is reached from ${chosen.from} against the direction of the flow, ${flow.interval.join(" to ")}`,
    consequence: "the prior would be taken for the density at the data's end",
    remedy: "integrate from the data to the prior",
  }));
  const { dim, n } = start;
  const traces = tracesOf(flow, start, options);
  const width = dim + traces.count;
  const field: Moving = {
    dim: width,
    velocity(state, time, rows) {
      const place = columns(state, 0, dim);
      const parts = [flow.velocity(place, time).data, traces.at(place, time, rows)];
      return beside(parts, state.n);
    },
  };
  const origin = beside([start.data, new Float64Array(n * traces.count)], n);
  const march = marchAlong(field, origin, chosen);
  ensureArrived(march, "a likelihood");
  const end = columns(march.points, 0, dim);
  const integrals = columns(march.points, dim, width).data;
  const estimates = Array.from({ length: n }, (_, i) => {
    const own = integrals.subarray(i * traces.count, (i + 1) * traces.count);
    return own.length === 1 ? { value: own[0]!, standardError: 0 } : average(own);
  });
  const divergence = Float64Array.from(estimates, ({ value }) => value);
  const standardErrors = Float64Array.from(estimates, ({ standardError }) => standardError);
  const priorNats = prior.logDensity(end);
  const nats = priorNats.map((value, i) => value + divergence[i]!);
  return {
    nats,
    bitsPerDimension: nats.map((value) => -value / (dim * Math.LN2)),
    standardErrors,
    end,
    priorNats,
    divergence,
    evaluations: march.evaluations,
    toMimeBundle: () =>
      table({
        title: `Log likelihoods of ${n} ${n === 1 ? "point" : "points"} of dimension ${dim}`,
        header: ["point", "nats", "standard error", "bits per dimension", "evaluations"],
        rowCount: n,
        row: (i) => [
          i,
          nats[i]!,
          standardErrors[i]!,
          -nats[i]! / (dim * Math.LN2),
          march.evaluations[i]!,
        ],
      }),
  };
}

function ensureNormalised(prior: LikelihoodOptions["prior"]): void {
  ensure(prior !== undefined, () => ({
    argument: "prior",
    value: prior,
    problem: "is missing",
    consequence: "the density at the end of the way would be unknown",
    remedy: "give it, for example prior: sde.prior(dim)",
  }));
  ensure(prior.normalised !== false, () => ({
    argument: "prior",
    value: prior,
    problem: "is known only up to its normalising constant Z",
    consequence: "every log likelihood would be off by log Z",
    remedy: "give a normalised density (for an energy, its logNormaliser)",
  }));
}

/** The traces that are integrated, `count` for each point: row-major [n, count]. */
interface Traces {
  readonly count: number;
  at(x: Points, time: number, rows?: readonly number[]): Float64Array;
}

function tracesOf(flow: VelocityField, start: Points, options: LikelihoodOptions): Traces {
  const trace: string = options.trace ?? "exact";
  ensure(trace === "exact" || trace === "hutchinson", () => ({
    argument: "trace",
    value: trace,
    problem: "is no known way to find a trace",
    consequence: "the change of volume along the path would be unknown",
    remedy: 'give "exact" or "hutchinson"',
  }));
  if (options.trace !== "hutchinson") {
    return { count: 1, at: (x, time) => divergenceOf(flow, x, time) };
  }
  const { probe = "rademacher", probes: count = 8, rng } = options;
  ensure(probe === "rademacher" || probe === "normal", () => ({
    argument: "probe",
    value: probe,
    problem: "is no law of directions with E[v v'] = I that is offered here",
    consequence: "the trace would come out at another scale",
    remedy: 'give "rademacher" or "normal"',
  }));
  ensure(Number.isSafeInteger(count) && count >= 2, () => ({
    argument: "probes",
    value: count,
    problem: "is not a whole number of at least 2",
    consequence: "there would be no standard error",
    remedy: "ask for at least 2 directions; 8 are often enough",
  }));
  ensure(rng !== undefined, () => ({
    argument: "rng",
    value: rng,
    problem: "is missing",
    consequence: "there would be no random directions",
    remedy: 'give one, for example rng: rng(seed, "directions")',
  }));
  const { n, dim } = start;
  const directions = Array.from(
    { length: count },
    (_, k) => noise(probe, n, dim, rng.split("probe").split(k))!,
  );
  return {
    count,
    at(x, time, rows) {
      const values = new Float64Array(x.n * count);
      directions.forEach((all, k) => {
        const v = rows ? points(rowsOf(all.data, dim, rows), dim) : all;
        const along = dot(v, directionalVelocity(flow, x, v, time));
        for (let i = 0; i < x.n; i++) values[i * count + k] = along[i]!;
      });
      return values;
    },
  };
}
