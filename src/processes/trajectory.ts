import type { Displayable, MimeBundle } from "../numerics/mimeBundle";
import type { Points } from "../numerics/points";
import { table } from "../numerics/table";
import { ensureIndex } from "./ensureIndex";

/** What a solver returns: the points at the end, and those that were kept on the way. */
export interface Trajectory extends Displayable {
  /** The name of the method: "Euler-Maruyama". */
  readonly method: string;
  /** The points at `time`: the end, or where the reader interrupted the run. */
  readonly points: Points;
  readonly time: number;
  /** The times of the states that were kept, in the order of the run. */
  readonly times: Float64Array;
  /** The points at each of these times. */
  readonly states: readonly Points[];
  /** The steps that were done: fewer than asked for if the run was interrupted. */
  readonly steps: number;
  /** How often the drift was evaluated, counted for one point. */
  readonly evaluations: number;
  readonly interrupted: boolean;
  /** Coordinate k (0 if left out) of point i at each of the times that were kept. */
  path(i: number, k?: number): Float64Array;
}

/** The result of a solver, with the small table that a notebook shows for it. */
export function trajectory(run: Omit<Trajectory, "path" | "toMimeBundle">): Trajectory {
  return {
    ...run,
    path(i: number, k = 0): Float64Array {
      const { n, dim } = run.points;
      ensureIndex("i", i, n, "path");
      ensureIndex("k", k, dim, "coordinate");
      return Float64Array.from(run.states, ({ data }) => data[i * dim + k]!);
    },
    toMimeBundle: () => describe(run),
  };
}

function describe(run: Omit<Trajectory, "path" | "toMimeBundle">): MimeBundle {
  const { method, points, time, steps, evaluations, states } = run;
  const rows: (readonly [string, string | number])[] = [
    ["steps", run.interrupted ? `${steps}, then interrupted` : steps],
    ["time reached", time],
    ["drift evaluations a point", evaluations],
    ["states kept", states.length],
  ];
  return table({
    title: `${method}: ${points.n} ${points.n === 1 ? "point" : "points"} of dimension ${points.dim}`,
    header: ["", "value"],
    rowCount: rows.length,
    row: (i) => rows[i]!,
  });
}
