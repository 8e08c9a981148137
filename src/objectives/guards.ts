import { ensure, InvalidArgument } from "../numerics/errors";
import type { Points } from "../numerics/points";

/** @throws InvalidArgument unless there is a noise vector for each point, of its dimension. */
export function ensureNoise(x: Points, z: Points | undefined): Points {
  if (z === undefined) {
    throw new InvalidArgument({
      argument: "z",
      value: z,
      problem: "is missing",
      consequence: "the functional, which declares its noise, cannot be evaluated without",
      remedy: "give a noise vector for each point, or let expectation draw it",
    });
  }
  ensure(z.n === x.n && z.dim === x.dim, () => ({
    argument: "z",
    value: z.data,
    problem: `holds ${z.n} vectors of dimension ${z.dim} for ${x.n} points of dimension ${x.dim}`,
    consequence: "some point would have no noise of its own",
    remedy: "draw as many vectors as there are points, of their dimension",
  }));
  return z;
}
