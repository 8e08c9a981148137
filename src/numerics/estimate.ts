import { ensure } from "./errors";
import type { Displayable, MimeBundle } from "./mimeBundle";
import { table } from "./table";

/** A number with its uncertainty. */
export interface Estimate extends Displayable {
  readonly value: number;
  /** The standard deviation of `value` over repetitions; 0 for quadrature. */
  readonly standardError: number;
  /** The number of points it was taken from; 0 for quadrature. */
  readonly n: number;
}

class EstimateValue implements Estimate {
  constructor(
    readonly value: number,
    readonly standardError: number,
    readonly n: number,
  ) {}
  toMimeBundle(): MimeBundle {
    return table({
      title: "Estimate",
      header: ["value", "standard error", "points"],
      rowCount: 1,
      row: () =>
        this.n === 0
          ? [this.value, "0 (quadrature)", "-"]
          : [this.value, this.standardError, this.n],
    });
  }
}

/**
 * An estimate from its parts; by quadrature if `standardError` and `n` are left out.
 *
 * @throws InvalidArgument if the value is not finite or the standard error is not in [0, Infinity).
 */
export function estimate(value: number, standardError = 0, n = 0): Estimate {
  ensure(Number.isFinite(value), () => ({
    argument: "value",
    value,
    problem: "is not finite",
    consequence: "nothing could be compared with it",
    remedy: "look for an integral that diverges, or an overflow, in what was averaged",
  }));
  ensure(Number.isFinite(standardError) && standardError >= 0, () => ({
    argument: "standardError",
    value: standardError,
    problem: "is not a finite number of at least 0",
    consequence: "the estimate would have no error bar",
    remedy: "look for an overflow in what was averaged",
  }));
  return new EstimateValue(value, standardError, n);
}
