import { ensure } from "./errors";
import { asFunctional, type Binding, type Functional, type PlainFunction } from "./functional";

type Free = Functional<"free"> | PlainFunction;

/**
 * The functional a - b, evaluated on the same points and the same noise, so that the error bar of its
 * expectation is that of the difference. Bound if a or b is.
 *
 * @throws InvalidArgument if a and b are bound to two measures, or draw two kinds of noise.
 */
export function minus(
  a: Functional<"bound">,
  b: Functional<Binding> | PlainFunction,
): Functional<"bound">;
export function minus(
  a: Functional<Binding> | PlainFunction,
  b: Functional<"bound">,
): Functional<"bound">;
export function minus(a: Free, b: Free): Functional<"free">;
export function minus(
  a: Functional<Binding> | PlainFunction,
  b: Functional<Binding> | PlainFunction,
): Functional<Binding> {
  const first = asFunctional(a);
  const second = asFunctional(b);
  ensure(!first.measure || !second.measure || first.measure === second.measure, () => ({
    argument: "b",
    value: b,
    problem: "is bound to another measure than a",
    consequence: "a and b have no points in common on which to take the difference",
    remedy: "bind both to one and the same density object",
  }));
  ensure(first.noise === "none" || second.noise === "none" || first.noise === second.noise, () => ({
    argument: "b",
    value: b,
    problem: `draws ${second.noise} noise where a draws ${first.noise} noise`,
    consequence: "the difference could not be taken on the same noise",
    remedy: "give both the same kind of noise, or take two expectations",
  }));
  return {
    measure: first.measure ?? second.measure,
    noise: first.noise === "none" ? second.noise : first.noise,
    evaluate: (x, z) => {
      const subtrahends = second.evaluate(x, second.noise === "none" ? undefined : z);
      return first
        .evaluate(x, first.noise === "none" ? undefined : z)
        .map((value, i) => value - subtrahends[i]!);
    },
  };
}
