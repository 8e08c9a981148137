import type { Points } from "../../numerics/points";

/** A number with its standard error, 0 where it came from quadrature. */
export interface Measured {
  readonly value: number;
  readonly standardError: number;
  readonly n: number;
}

/** What a check can compare: numbers and estimates, alone or several of them entry by entry. */
export type Quantity =
  | number
  | Measured
  | readonly number[]
  | readonly Measured[]
  | Float64Array
  | Points;

/** One number of a quantity. `random` says that it came from a sample. */
export interface Entry {
  readonly value: number;
  readonly standardError: number;
  readonly random: boolean;
}

/** Why a check cannot be made; it becomes the reason in a row that fails. */
export class CannotCheck extends Error {
  override readonly name = "CannotCheck";
}

/** Two routes that end in one object are one route. */
export function refuseSame(left: unknown, right: unknown, names: readonly [string, string]): void {
  const [l, r] = [storeOf(left), storeOf(right)];
  if (l !== r || (typeof l !== "object" && typeof l !== "function")) return;
  throw new CannotCheck(`${names[0]} and ${names[1]} are one and the same object`);
}

/** The array behind points, so that points and their data count as one. */
function storeOf(quantity: unknown): unknown {
  return isPoints(quantity) ? quantity.data : quantity;
}

/** The entries of a quantity; `name` is how messages call it. */
export function entriesOf(quantity: Quantity, name: string): readonly Entry[] {
  const entries = rawEntries(quantity, name);
  if (entries.length === 0) throw new CannotCheck(`${name} is empty: there is nothing to compare`);
  for (const [i, entry] of entries.entries()) {
    const at = entries.length > 1 ? `${name}[${i}]` : name;
    if (!Number.isFinite(entry.value)) throw new CannotCheck(`${at} is ${entry.value}`);
    if (!entry.random) continue;
    if (!Number.isFinite(entry.standardError)) {
      throw new CannotCheck(`the standard error of ${at} is ${entry.standardError}`);
    }
    if (entry.standardError <= 0) {
      throw new CannotCheck(
        `the standard error of ${at} is ${entry.standardError} although it comes from a sample: any other value would be infinitely far away`,
      );
    }
  }
  return entries;
}

function rawEntries(quantity: Quantity, name: string): readonly Entry[] {
  if (isSingle(quantity)) return [entryOf(quantity, name)];
  if (quantity instanceof Float64Array) return Array.from(quantity, exact);
  if (isPoints(quantity)) return Array.from(quantity.data, exact);
  if (Array.isArray(quantity)) {
    return (quantity as readonly (number | Measured)[]).map((q, i) => entryOf(q, `${name}[${i}]`));
  }
  throw new CannotCheck(`${name} is not a number, an estimate or an array of them`);
}

function entryOf(quantity: number | Measured, name: string): Entry {
  if (typeof quantity === "number") return exact(quantity);
  if (!isSingle(quantity)) throw new CannotCheck(`${name} is neither a number nor an estimate`);
  const { value, standardError, n } = quantity;
  return { value, standardError, random: n !== 0 || standardError !== 0 };
}

function exact(value: number): Entry {
  return { value, standardError: 0, random: false };
}

function isSingle(quantity: unknown): quantity is number | Measured {
  if (typeof quantity === "number") return true;
  return (
    typeof quantity === "object" &&
    quantity !== null &&
    typeof (quantity as Measured).value === "number" &&
    typeof (quantity as Measured).standardError === "number"
  );
}

function isPoints(quantity: unknown): quantity is Points {
  return (
    typeof quantity === "object" &&
    quantity !== null &&
    (quantity as Points).data instanceof Float64Array
  );
}
