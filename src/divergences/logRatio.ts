import type { Density } from "../densities/density";
import { ensureInside, ensureSameDimension } from "../densities/guards";
import type { PlainFunction } from "../numerics/functional";
import { ensureCovered, vanishing } from "./guards";

/**
 * The log ratio r(x) = log p(x) - log q(x), for points where p is positive: [n]. If one of the two is
 * not normalised, it is known only up to a constant; gradients and local variances do not see it.
 *
 * @throws InvalidArgument if the dimensions differ or q is zero where p lives; when evaluated, for a
 * point where p is zero, or has a pole, or q is zero.
 */
export function logRatio(p: Density, q: Density): PlainFunction {
  ensureSameDimension(p, q);
  ensureCovered(p, q, "log(p/q) is infinite there");
  return (x) => {
    const logP = p.logDensity(x);
    const logQ = q.logDensity(x);
    return logP.map((value, i) => {
      ensureInside(Number.isFinite(value), x, i, `lies where log p is ${value}`);
      if (logQ[i] === -Infinity) throw vanishing(x, i);
      return value - logQ[i]!;
    });
  };
}
