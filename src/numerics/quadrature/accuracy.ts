import { ensure, InvalidArgument } from "../errors";

/** The relative error wanted, 1e-8 if none is named. */
export function checkedRelativeError(relativeError = 1e-8): number {
  ensure(relativeError >= 1e-14 && relativeError < 1, () => ({
    argument: "relativeError",
    value: relativeError,
    problem: "is not between 1e-14 and 1",
    consequence: "float64 could not reach it, or the result would have no correct digit",
    remedy: "leave it out for 1e-8",
  }));
  return relativeError;
}

/** What to say of an integral whose accuracy was not reached. */
export function notConverged(
  argument: string,
  value: unknown,
  relativeError: number,
  at: readonly number[],
  found: number,
  error: number,
): InvalidArgument {
  const place = at.length > 0 ? ` near x = ${at.map((x) => x.toPrecision(4)).join(", ")}` : "";
  return new InvalidArgument({
    argument,
    value,
    problem: `could not be integrated to a relative error of ${relativeError}${place} (found ${found.toPrecision(4)} with an error of up to ${error.toPrecision(2)})`,
    consequence: "the integral diverges, or the integrand jumps or oscillates there",
    remedy: "give a break there or a larger relativeError, or use Monte Carlo",
  });
}
