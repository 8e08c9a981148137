import type { Density, ScoreField } from "../densities/density";
import { ensureSameDimension } from "../densities/guards";
import { ensure, InvalidArgument } from "../numerics/errors";
import type { Points } from "../numerics/points";

/** @throws InvalidArgument unless the density includes its normalising constant. */
export function ensureNormalised(argument: string, density: Density, consequence: string): void {
  ensure(density.normalised, () => ({
    argument,
    value: density,
    problem: "is known only up to its normalising constant Z",
    consequence,
    remedy:
      "give a normalised density (for an energy, its logNormaliser); fisherDivergence needs none",
  }));
}

/** @throws InvalidArgument if q is a density that is zero on a part of the support of p. */
export function ensureCovered(p: Density, q: ScoreField | Density, consequence: string): void {
  if (!("support" in q)) return;
  const apart = p.support.some(([a, b], k) => b <= q.support[k]![0] || a >= q.support[k]![1]);
  const outside = p.support.some(([a, b], k) => a < q.support[k]![0] || b > q.support[k]![1]);
  ensure(!outside, () => ({
    argument: "q",
    value: q,
    problem: apart
      ? `lives on ${box(q)}, which does not overlap ${box(p)}, where p lives`
      : `is zero on a part of ${box(p)}, where p lives, since its own support is ${box(q)}`,
    consequence,
    remedy:
      "give a q that is positive wherever p is, blur both with smoothed, or cut p with truncated",
  }));
}

/** @throws InvalidArgument unless the mean under p of a function of log(p/q) means something. */
export function ensureComparable(p: Density, q: Density): void {
  ensureSameDimension(p, q);
  const shifted =
    "log Z would be missing from log(p/q), and the result would be another number for every constant";
  ensureNormalised("p", p, shifted);
  ensureNormalised("q", q, shifted);
  ensureCovered(p, q, "log(p/q) is infinite there, and so is the divergence");
}

/** What is thrown for a point where q is zero and p is not: a gap inside the support of q. */
export function vanishing(x: Points, i: number): InvalidArgument {
  return new InvalidArgument({
    argument: "q",
    value: 0,
    problem: `is zero at x = ${x.data.slice(i * x.dim, (i + 1) * x.dim).join(", ")}, where p is not`,
    consequence:
      "log(p/q) is infinite there, and so is the Kullback-Leibler divergence if p gives the place any probability",
    remedy: "give a q that is positive wherever p is, or blur both with smoothed",
  });
}

function box({ support }: Pick<Density, "support">): string {
  return support.map(([a, b]) => `[${a}, ${b}]`).join(" x ");
}
