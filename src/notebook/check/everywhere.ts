import type { Points, PointsLike } from "../../numerics/points";
import { points } from "../../numerics/points";
import { compare, failed } from "./compare";
import { checkHead } from "./identifier";
import { ensureBias, ensurePositive } from "./options";
import { CannotCheck, type Quantity, refuseSame } from "./quantity";
import type { Bias, CheckRecord } from "./record";
import type { Rejects } from "./rejects";

/** The values of a function at the points, or the function itself. */
export type Values = Exclude<Quantity, number> | ((at: Points) => Exclude<Quantity, number>);

/** Two functions on a set of points. */
export interface EverywhereOptions {
  /** One number for each point, or one for each coordinate of each point; or a function that gives them. */
  readonly left: Values;
  /** The same by another route. */
  readonly right: Values;
  readonly at: PointsLike | Float64Array;
  /** As in `check.equal`; one scale for all points. */
  readonly scale?: number;
  /** A known discretisation bias, allowed on top of the tolerance at each point. */
  readonly bias?: Bias;
  /** At least one wrong formula; it must differ by 10 tolerances somewhere on the points. */
  readonly rejects: Rejects<(at: Points) => Exclude<Quantity, number>>;
}

/**
 * Whether two functions agree at every one of the points, by the rules of `check.equal`, with one
 * scale for all points: the largest magnitude of the two.
 *
 * @throws InvalidArgument if the id, the claim, the scale or the bias is malformed.
 */
export function evaluateEverywhere(
  id: string,
  claim: string,
  options: EverywhereOptions,
): CheckRecord {
  checkHead(id, claim);
  ensureBias(options.bias);
  ensurePositive(options.scale, "scale", "give the size of the terms that cancel");
  const head = { id, claim, kind: "everywhere" } as const;
  try {
    return { ...head, ...compared(options) };
  } catch (error) {
    if (error instanceof CannotCheck) return { ...head, ...failed(error.message, options.bias) };
    throw error;
  }
}

function compared({ left, right, at, scale, bias, rejects }: EverywhereOptions) {
  refuseSame(left, right, ["left", "right"]);
  if (isEmpty(at)) throw new CannotCheck("there is no point to compare at");
  const where = points(at);
  const value = valuesAt(left, where);
  const perPoint = Math.max(1, Math.round(lengthOf(value) / where.n));
  if (lengthOf(value) !== where.n * perPoint) {
    throw new CannotCheck(`left has ${lengthOf(value)} entries for ${where.n} points`);
  }
  return compare({
    value,
    expected: valuesAt(right, where),
    names: ["left", "right"],
    scale,
    bias,
    rejects,
    inputs: [where],
    at: (index) => place(where, Math.floor(index / perPoint), perPoint, index % perPoint),
  });
}

function isEmpty(at: EverywhereOptions["at"]): boolean {
  if (typeof at === "number") return false;
  return "data" in at ? at.n === 0 : at.length === 0;
}

function valuesAt(values: Values, at: Points): Exclude<Quantity, number> {
  return typeof values === "function" ? values(at) : values;
}

function lengthOf(values: Exclude<Quantity, number>): number {
  if ("data" in values) return values.data.length;
  return "length" in values ? values.length : 1;
}

function place(at: Points, point: number, perPoint: number, coordinate: number): string {
  const x = Array.from(at.data.subarray(point * at.dim, (point + 1) * at.dim), (c) =>
    String(Number(c.toPrecision(4))),
  );
  const shown =
    x.length === 1 ? x[0] : `(${x.slice(0, 4).join(", ")}${x.length > 4 ? ", ..." : ""})`;
  return `x = ${shown}${perPoint > 1 ? `, coordinate ${coordinate + 1}` : ""}`;
}
