import { ensure } from "../numerics/errors";
import type { Points } from "../numerics/points";

/** @throws InvalidArgument unless the points have the dimension of the space they are used in. */
export function ensureDimension(x: Points, dim: number): void {
  ensure(x.dim === dim && x.data.length === x.n * dim, () => ({
    argument: "x",
    value: x.data,
    problem:
      x.dim === dim
        ? `has ${x.data.length} numbers where n * dim = ${x.n * dim}`
        : `is of dimension ${x.dim} where ${dim} is needed`,
    consequence: "coordinates would be taken from the wrong points",
    remedy: `give points of dimension ${dim}, for example points(values, ${dim})`,
  }));
}

/** @throws InvalidArgument unless p and q live in spaces of one dimension; `name` is what q is called. */
export function ensureSameDimension(
  p: { readonly dim: number },
  q: { readonly dim: number },
  name = "q",
): void {
  ensure(p.dim === q.dim, () => ({
    argument: name,
    value: q,
    problem: `is of dimension ${q.dim} where p is of dimension ${p.dim}`,
    consequence: "there are no points at which to compare the two",
    remedy: `give ${name} in dimension ${p.dim}`,
  }));
}

/** @throws InvalidArgument unless there is a vector v for each point x, both of the dimension of the space. */
export function ensureDirections(x: Points, v: Points, dim: number): void {
  ensureDimension(x, dim);
  ensure(v.n === x.n && v.dim === dim && v.data.length === x.data.length, () => ({
    argument: "v",
    value: v.data,
    problem: `holds ${v.n} vectors of dimension ${v.dim} for ${x.n} points of dimension ${dim}`,
    consequence: "some point would have no direction of its own",
    remedy: "give one vector for each point",
  }));
}

/**
 * What a field gives for points: a vector for each. `argument` is the name of the field.
 *
 * @throws InvalidArgument if it gives another number of vectors, or vectors of another dimension.
 */
export function ensureVectors(x: Points, v: Points, argument: string): void {
  const shaped = v.n === x.n && v.dim === x.dim;
  ensure(shaped && v.data.length === x.data.length, () => ({
    argument,
    value: v.data,
    problem: shaped
      ? `gave ${v.data.length} numbers where n * dim = ${x.n * x.dim}`
      : `gave ${v.n} vectors of dimension ${v.dim} for ${x.n} points of dimension ${x.dim}`,
    consequence: "points would move with the vectors of others",
    remedy: "return points with the n and the dim of the argument",
  }));
}

/** @throws InvalidArgument unless there is one number for each point; `argument` is what made them. */
export function ensureOneForEach(x: Points, values: Float64Array, argument: string): void {
  ensure(values.length === x.n, () => ({
    argument,
    value: values,
    problem: `gave ${values.length} numbers for ${x.n} points`,
    consequence: "numbers would be taken for the wrong points, or be missing",
    remedy: "return one number for each point",
  }));
}

/** @throws InvalidArgument unless a parameter is a positive, finite number. */
export function ensurePositive(argument: string, value: number, consequence: string): void {
  ensure(typeof value === "number" && value > 0 && Number.isFinite(value), () => ({
    argument,
    value,
    problem: "is not a positive, finite number",
    consequence,
    remedy: `give ${argument} > 0`,
  }));
}

/** @throws InvalidArgument unless a word is one of the choices. */
export function ensureChoice(
  argument: string,
  value: string,
  choices: readonly string[],
  consequence: string,
): void {
  ensure(choices.includes(value), () => ({
    argument,
    value,
    problem: "is unknown",
    consequence,
    remedy: `give one of ${choices.join(", ")}`,
  }));
}

/** @throws InvalidArgument unless scale X + sqrt(variance) Z is a random vector with a density. */
export function ensureDiffusion(scale: number, variance: number): void {
  ensureFinite("scale", scale);
  ensure(variance >= 0 && Number.isFinite(variance), () => ({
    argument: "variance",
    value: variance,
    problem: "is not a finite number of at least 0",
    consequence: "there is no noise of that variance",
    remedy: "give the variance of the noise that is added, 0 for none",
  }));
  ensure(scale !== 0 || variance > 0, () => ({
    argument: "scale",
    value: scale,
    problem: "leaves nothing of X, and no noise is added",
    consequence: "all the probability would lie in one point",
    remedy: "give a scale other than 0, or a variance above 0",
  }));
}

/** @throws InvalidArgument unless a parameter is a finite number. */
export function ensureFinite(argument: string, value: number): void {
  ensure(typeof value === "number" && Number.isFinite(value), () => ({
    argument,
    value,
    problem: "is not a finite number",
    consequence: "everything computed from it would be NaN",
    remedy: `give a finite number for ${argument}`,
  }));
}

/** @throws InvalidArgument unless n is a number of points that can be drawn. */
export function ensureCount(n: number): void {
  ensure(Number.isSafeInteger(n) && n >= 1, () => ({
    argument: "n",
    value: n,
    problem: "is not a whole number of at least 1",
    consequence: "an average over the draws would be undefined",
    remedy: "ask for at least one draw",
  }));
}

/** @throws InvalidArgument for a point where the score does not exist. */
export function ensureInside(inside: boolean, x: Points, i: number, reason: string): void {
  ensure(inside, () => ({
    argument: `x[${i}]`,
    value: x.dim === 1 ? x.data[i] : x.data.slice(i * x.dim, (i + 1) * x.dim),
    problem: reason,
    consequence: "the score, the gradient of log p, does not exist there",
    remedy: "keep to points where logDensity is finite",
  }));
}
