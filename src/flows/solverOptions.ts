import { ensure } from "../numerics/errors";
import { type ButcherTableau, dormandPrince, rungeKutta4 } from "./butcherTableau";
import type { VelocityField } from "./velocityField";

/** The names of the methods. */
export type OdeMethod = "rk4" | "dormand-prince";

/** Steps of equal length, for all points alike. */
export interface FixedSteps {
  /** "rk4" if left out. */
  readonly method?: OdeMethod;
  readonly steps: number;
  readonly relativeTolerance?: undefined;
  readonly absoluteTolerance?: undefined;
}

/** Steps whose length each point chooses by its own error. */
export interface ErrorControl {
  readonly method?: "dormand-prince";
  /** Of the size of the point, for each step; 1e-6 if left out. */
  readonly relativeTolerance?: number;
  /** In the unit of x, for each step; the relative tolerance, taken as a length, if left out. */
  readonly absoluteTolerance?: number;
  readonly steps?: undefined;
}

/** Where to integrate, and how. */
export type SolverOptions = (FixedSteps | ErrorControl) & {
  /** The start of the field's interval if left out. */
  readonly from?: number;
  /** Its end if left out. May lie before `from`. */
  readonly to?: number;
};

/** Options without gaps. */
export interface Solver {
  readonly tableau: ButcherTableau;
  readonly from: number;
  readonly to: number;
  /** Missing under error control. */
  readonly steps?: number;
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
}

/** @throws InvalidArgument for what no solver can do. */
export function solver(field: VelocityField, options: SolverOptions): Solver {
  const { steps, relativeTolerance = 1e-6, absoluteTolerance = relativeTolerance } = options;
  const { from = field.interval[0], to = field.interval[1] } = options;
  const method: string = options.method ?? (steps === undefined ? "dormand-prince" : "rk4");
  ensure(method === "rk4" || method === "dormand-prince", () => ({
    argument: "method",
    value: method,
    problem: "is no known method",
    consequence: "the equation could not be solved",
    remedy: 'give "rk4" or "dormand-prince"',
  }));
  ensureWithin(field, { from, to });
  if (steps === undefined) {
    ensure(method === "dormand-prince", () => ({
      argument: "steps",
      value: steps,
      problem: "is missing",
      consequence: "rk4 does not estimate its error, and so cannot choose its steps",
      remedy: 'give the number of steps, or the method "dormand-prince" with tolerances',
    }));
    ensureTolerance("relativeTolerance", relativeTolerance);
    ensureTolerance("absoluteTolerance", absoluteTolerance);
  } else {
    ensure(Number.isSafeInteger(steps) && steps >= 1, () => ({
      argument: "steps",
      value: steps,
      problem: "is not a whole number of at least 1",
      consequence: "the end could not be reached",
      remedy: "give the number of steps",
    }));
    ensure(
      options.relativeTolerance === undefined && options.absoluteTolerance === undefined,
      () => ({
        argument: "steps",
        value: steps,
        problem: "is given together with a tolerance",
        consequence: "one of the two would be ignored",
        remedy: "give the number of steps, or tolerances that choose it",
      }),
    );
  }
  const tableau = method === "rk4" ? rungeKutta4 : dormandPrince;
  return {
    tableau,
    from,
    to,
    ...(steps !== undefined && { steps }),
    relativeTolerance,
    absoluteTolerance,
  };
}

function ensureWithin(field: VelocityField, times: { from: number; to: number }): void {
  const [low, high] = [Math.min(...field.interval), Math.max(...field.interval)];
  for (const [argument, value] of Object.entries(times)) {
    ensure(value >= low && value <= high, () => ({
      argument,
      value,
      problem: `lies outside [${low}, ${high}]`,
      consequence: "the velocity is not known there",
      remedy: "stay within the interval of the field",
    }));
  }
  ensure(times.from !== times.to, () => ({
    argument: "to",
    value: times.to,
    problem: "is the time of the start",
    consequence: "there would be no way to go",
    remedy: "give another time",
  }));
}

function ensureTolerance(argument: string, value: number): void {
  ensure(Number.isFinite(value) && value > 0, () => ({
    argument,
    value,
    problem: "is not a positive, finite number",
    consequence: "no step could be accepted, or every step would",
    remedy: `give ${argument} > 0, for example 1e-6`,
  }));
}
