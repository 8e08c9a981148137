import { type Arithmetic, squaredNorm } from "./arithmetic";
import type { Field } from "./field";

/**
 * The mean of the denoising loss over z and -z, with |z|^2 / (2 sigma^2) replaced by its mean
 * d / (2 sigma^2): for each x with its sigma and its z.
 */
export function antitheticDenoisingLoss<P, V>(
  a: Arithmetic<P, V>,
  s: Pick<Field<P, V>, "score" | "dim">,
  { x, z, sigma }: { readonly x: P; readonly z: P; readonly sigma: V },
): V {
  const forward = s.score(a.addScaled(x, sigma, z));
  const backward = s.score(a.addScaled(x, a.multiply(sigma, -1), z));
  const squares = a.add(squaredNorm(a, forward), squaredNorm(a, backward));
  const perSigma = a.reciprocal(sigma);
  const difference = a.multiply(a.dot(z, a.addScaled(forward, -1, backward)), perSigma);
  const constant = a.multiply(a.multiply(perSigma, perSigma), s.dim / 2);
  return a.add(a.add(a.multiply(squares, 0.25), a.multiply(difference, 0.5)), constant);
}
